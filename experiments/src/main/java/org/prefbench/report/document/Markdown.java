package org.prefbench.report.document;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Markdown with the pipe tables of GitHub, which are aligned in the source too. An empty line
 * stands between blocks.
 */
public final class Markdown implements Renderer {
  private Markdown() {}

  /** Returns the document as a page. */
  public static String of(Document document) {
    Markdown markdown = new Markdown();
    return document.blocks().stream()
        .map(block -> block.render(markdown))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public String heading(Block.Heading heading) {
    return "#".repeat(heading.level()) + " " + escape(heading.text()) + "\n";
  }

  @Override
  public String text(Block.Text text) {
    return escape(text.text()) + "\n";
  }

  /** The first column is flush left, the others flush right. */
  @Override
  public String table(Block.Table table) {
    List<List<String>> lines =
        table.lines().stream().map(line -> line.stream().map(Markdown::escape).toList()).toList();
    int[] widths = new int[table.columns().size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(Math.max(widths[column], 3), width(line.get(column)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < lines.size(); index++) {
      for (int column = 0; column < widths.length; column++) {
        String cell = lines.get(index).get(column);
        String space = " ".repeat(widths[column] - width(cell));
        text.append("| ").append(column == 0 ? cell + space : space + cell).append(' ');
      }
      text.append("|\n");
      if (index == 0) {
        for (int column = 0; column < widths.length; column++) {
          String dashes = "-".repeat(widths[column] - 1);
          text.append("| ").append(column == 0 ? ":" + dashes : dashes + ":").append(' ');
        }
        text.append("|\n");
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
        .map(line -> "- " + escape(line) + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String figure(Block.Figure figure) {
    return "![" + escape(figure.picture().title()) + "](" + figure.file() + ".png)\n";
  }

  /** Returns {@code text} with the characters that would break a cell escaped. */
  static String escape(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace('\n', ' ');
  }
}
