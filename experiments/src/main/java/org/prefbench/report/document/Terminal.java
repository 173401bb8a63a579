package org.prefbench.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.prefbench.core.Message;

/** Text for a terminal. An empty line stands before and after a table. */
public final class Terminal implements Renderer {
  private Terminal() {}

  /** Returns the document as lines of text. */
  public static String of(Document document) {
    Terminal terminal = new Terminal();
    StringBuilder text = new StringBuilder();
    boolean afterTable = false;
    for (Block block : document.blocks()) {
      boolean table = block instanceof Block.Table;
      text.append(!text.isEmpty() && (table || afterTable) ? "\n" : "");
      text.append(block.render(terminal));
      afterTable = table;
    }
    return text.toString();
  }

  @Override
  public String heading(Block.Heading heading) {
    return Message.printable(heading.text()) + "\n";
  }

  @Override
  public String text(Block.Text text) {
    return Message.printable(text.text()) + "\n";
  }

  /** Columns flush right, their headings in the middle; cells that stand out are in brackets. */
  @Override
  public String table(Block.Table table) {
    List<List<String>> lines = new ArrayList<>();
    for (List<String> line : table.lines()) {
      List<String> cells = new ArrayList<>();
      for (String cell : line) {
        String text = Message.line(cell);
        cells.add(table.isStrong(lines.size(), cells.size()) ? "[" + text + "]" : text);
      }
      lines.add(cells);
    }
    int columns = table.columns().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], width(line.get(column)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < lines.size(); index++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = lines.get(index).get(column);
        int space = widths[column] - width(cell);
        int behind = index == 0 ? space / 2 : 0;
        line.append(" ".repeat(2 + space - behind)).append(cell).append(" ".repeat(behind));
        line.append("  |");
      }
      text.append(line).append('\n');
      if (index == 0) {
        text.append("-".repeat(line.length())).append('\n');
      }
    }
    return text.toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  @Override
  public String notes(Block.Notes notes) {
    return notes.lines().stream()
        .map(line -> Message.printable(line) + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String figure(Block.Figure figure) {
    return Message.printable(figure.picture().title()) + ": " + figure.file() + ".svg\n";
  }
}
