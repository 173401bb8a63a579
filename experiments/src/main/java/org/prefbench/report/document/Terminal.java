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

  private static final String SHOWN = " *"; // behind a difference whose interval excludes zero
  private static final String BOLD = "1";
  private static final String GAIN =
      "36"; // cyan and yellow differ to every eye; the sign tells too
  private static final String LOSS = "33";
  private static final String END = "\u001b[0m";

  private final int width;
  private final boolean colors;

  private Terminal(Look look) {
    width = Math.max(NARROWEST, look.width());
    colors = look.colors();
  }

  /**
   * How a document looks.
   *
   * @param width characters that a line has at most; less than {@link #NARROWEST} counts as that
   * @param colors whether headings and cells that stand out are told by the colours of a terminal;
   *     without them every character is the same
   */
  public record Look(int width, boolean colors) {
    /** As wide as it takes, for a file or another program. */
    public static final Look PLAIN = new Look(UNLIMITED, false);

    /** Returns a text in bold letters, if there are colours. */
    public String bold(String text) {
      return colors ? painted(BOLD, text) : text;
    }
  }

  private static String painted(String color, String text) {
    return "\u001b[" + color + "m" + text + END;
  }

  /** Returns the document as lines of text, however long. */
  public static String of(Document document) {
    return of(document, Look.PLAIN);
  }

  /** Returns the document as lines of text. */
  public static String of(Document document, Look look) {
    Terminal terminal = new Terminal(look);
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
    String text = wrapped(heading.text());
    return colors ? painted(BOLD, text.stripTrailing()) + "\n" : text;
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
      parts.add(part(table, lines, shown, widths));
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

  /**
   * Returns the column by which rows are parted, -1 for none, as where they are in another order.
   */
  private static int group(Block.Table table) {
    int column = table.columns().indexOf(GROUP);
    List<String> groups =
        table.rows().stream().map(row -> column < 0 ? "" : row.get(column)).toList();
    long changes =
        IntStream.range(1, groups.size())
            .filter(i -> !groups.get(i).equals(groups.get(i - 1)))
            .count();
    return changes < groups.stream().distinct().count() ? column : -1;
  }

  /** Returns some columns of a table, with a line below the headings and between groups of rows. */
  private String part(
      Block.Table table, List<List<String>> lines, List<Integer> shown, int[] widths) {
    int group = group(table);
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < lines.size(); index++) {
      StringBuilder line = new StringBuilder();
      int length = 0;
      for (int column : shown) {
        String cell = lines.get(index).get(column);
        int space = widths[column] - width(cell);
        int behind = index == 0 ? space / 2 : 0;
        line.append(" ".repeat(2 + space - behind))
            .append(painted(cell, index == 0 || table.isStrong(index, column)));
        line.append(" ".repeat(behind)).append("  |");
        length += widths[column] + FRAME;
      }
      boolean next =
          index > 1
              && group >= 0
              && !lines.get(index).get(group).equals(lines.get(index - 1).get(group));
      text.append(next ? "-".repeat(length) + "\n" : "").append(line).append('\n');
      if (index == 0) {
        text.append("-".repeat(length)).append('\n');
      }
    }
    return text.toString();
  }

  /** Headings and what stands out are bold; differences that are shown have a colour. */
  private String painted(String cell, boolean strong) {
    if (!colors || cell.isEmpty()) {
      return cell;
    }
    if (strong) {
      return painted(BOLD, cell);
    }
    return cell.contains(SHOWN) && cell.matches("[+-].*")
        ? painted(cell.startsWith("+") ? GAIN : LOSS, cell)
        : cell;
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

  /** Returns a text in lines that fit; those after the first are indented. */
  private String wrapped(String sentence) {
    List<String> lines = folded(sentence, width, INDENT);
    return String.join("\n", lines) + "\n";
  }

  /** Returns a text in lines of at most {@code width} characters. */
  public static List<String> folded(String text, int width) {
    return folded(text, width, "");
  }

  /**
   * Lines are parted at spaces, or within a word that is longer; all but the first are indented.
   */
  private static List<String> folded(String text, int width, String indent) {
    List<String> lines = new ArrayList<>();
    String rest = Message.printable(text);
    while (width(rest) > width) {
      int limit = rest.offsetByCodePoints(0, width);
      int space = rest.lastIndexOf(' ', limit);
      int end = rest.substring(0, Math.max(0, space)).isBlank() ? limit : space;
      lines.add(rest.substring(0, end));
      rest = indent + rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
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
