package org.prefbench.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.prefbench.core.Message;

/**
 * Text for a terminal. An empty line stands before and after a table. Where a width is given, no
 * line is longer: sentences go on below, and a table that does not fit is folded, its first column
 * before each part of the others; one of which not even two columns fit is a list of its cells.
 */
public final class Terminal implements Renderer {
  /** As wide as it takes. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** The narrowest width that is kept to: that of a method's name and its interval. */
  public static final int NARROWEST = 40;

  private static final String GROUP = "family"; // rows that differ here are parted by a line
  private static final int FRAME = 5; // around the cell of a column
  private static final String INDENT = "  "; // of what goes on

  private final int width;

  private Terminal(int width) {
    this.width = Math.max(NARROWEST, width);
  }

  /** Returns the document as lines of text, however long. */
  public static String of(Document document) {
    return of(document, UNLIMITED);
  }

  /**
   * Returns the document as lines of text.
   *
   * @param width characters that a line has at most; less than {@link #NARROWEST} counts as that
   */
  public static String of(Document document, int width) {
    Terminal terminal = new Terminal(width);
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
    return wrapped(heading.text());
  }

  @Override
  public String text(Block.Text text) {
    return wrapped(text.text());
  }

  /** Columns flush right, their headings in the middle; cells that stand out are in brackets. */
  @Override
  public String table(Block.Table table) {
    List<List<String>> lines = cells(table);
    int columns = table.columns().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], width(line.get(column)));
      }
    }
    int widest = IntStream.of(widths).skip(1).max().orElse(0);
    if (widths[0] + (columns > 1 ? FRAME + widest : 0) + FRAME > width) {
      return list(lines);
    }
    List<String> parts = new ArrayList<>();
    int from = 1;
    do {
      List<Integer> shown = new ArrayList<>(List.of(0));
      int taken = widths[0] + FRAME;
      while (from < columns && taken + widths[from] + FRAME <= width) {
        taken += widths[from] + FRAME;
        shown.add(from++);
      }
      parts.add(part(lines, shown, widths, table.columns().indexOf(GROUP)));
    } while (from < columns);
    return String.join("\n", parts);
  }

  private static List<List<String>> cells(Block.Table table) {
    List<List<String>> lines = new ArrayList<>();
    for (List<String> line : table.lines()) {
      List<String> cells = new ArrayList<>();
      for (String cell : line) {
        String text = Message.line(cell);
        cells.add(table.isStrong(lines.size(), cells.size()) ? "[" + text + "]" : text);
      }
      lines.add(cells);
    }
    return lines;
  }

  /** Returns some columns of a table, with a line below the headings and between groups of rows. */
  private static String part(
      List<List<String>> lines, List<Integer> shown, int[] widths, int group) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < lines.size(); index++) {
      StringBuilder line = new StringBuilder();
      for (int column : shown) {
        String cell = lines.get(index).get(column);
        int space = widths[column] - width(cell);
        int behind = index == 0 ? space / 2 : 0;
        line.append(" ".repeat(2 + space - behind)).append(cell).append(" ".repeat(behind));
        line.append("  |");
      }
      boolean next =
          index > 1
              && group >= 0
              && !lines.get(index).get(group).equals(lines.get(index - 1).get(group));
      text.append(next ? "-".repeat(line.length()) + "\n" : "").append(line).append('\n');
      if (index == 0) {
        text.append("-".repeat(line.length())).append('\n');
      }
    }
    return text.toString();
  }

  /** Returns a table as a list: what a row is about, and below it each cell with its heading. */
  private String list(List<List<String>> lines) {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines.subList(1, lines.size())) {
      text.append(wrapped(line.get(0)));
      for (int column = 1; column < line.size(); column++) {
        text.append(wrapped(INDENT + lines.get(0).get(column) + ": " + line.get(column)));
      }
    }
    return text.toString();
  }

  /** Returns a text in lines that fit, parted at spaces, or within a word that is longer. */
  private String wrapped(String sentence) {
    StringBuilder text = new StringBuilder();
    String rest = Message.printable(sentence);
    while (width(rest) > width) {
      int limit = rest.offsetByCodePoints(0, width);
      int space = rest.lastIndexOf(' ', limit);
      int end = rest.substring(0, Math.max(0, space)).isBlank() ? limit : space;
      text.append(rest, 0, end).append('\n');
      rest = INDENT + rest.substring(end).stripLeading();
    }
    return text.append(rest).append('\n').toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  @Override
  public String notes(Block.Notes notes) {
    return notes.lines().stream().map(this::wrapped).collect(Collectors.joining());
  }

  @Override
  public String figure(Block.Figure figure) {
    return wrapped(figure.picture().title() + ": " + figure.file() + ".svg");
  }
}
