package org.prefbench.report;

import java.util.List;
import tech.tablesaw.api.Table;

/** Writes tables in Markdown (the pipe tables of GitHub), aligned in the source too. */
public final class Markdown {
  private Markdown() {}

  /** Returns the table; the first column is flush left, the others flush right. */
  public static String table(Table table) {
    List<List<String>> lines =
        Tables.cells(table).stream()
            .map(line -> line.stream().map(Markdown::escape).toList())
            .toList();
    int[] widths = new int[table.columnCount()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        int length = line.get(column).codePointCount(0, line.get(column).length());
        widths[column] = Math.max(Math.max(widths[column], 3), length);
      }
    }
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < lines.size(); index++) {
      for (int column = 0; column < widths.length; column++) {
        String cell = lines.get(index).get(column);
        String space = " ".repeat(widths[column] - cell.codePointCount(0, cell.length()));
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

  /** Returns {@code text} with the characters that would break a cell escaped. */
  public static String escape(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace('\n', ' ');
  }
}
