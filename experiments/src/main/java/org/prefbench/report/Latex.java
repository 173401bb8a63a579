package org.prefbench.report;

import java.util.List;
import tech.tablesaw.api.Table;

/** Writes tables in LaTeX, for the package booktabs. */
final class Latex {
  private Latex() {}

  /** Returns a tabular environment; the first column is flush left, the others flush right. */
  static String table(Table table) {
    List<List<String>> lines = Tables.cells(table);
    StringBuilder text = new StringBuilder();
    text.append("\\begin{tabular}{l")
        .append("r".repeat(table.columnCount() - 1))
        .append("}\n\\toprule\n");
    for (int index = 0; index < lines.size(); index++) {
      text.append(String.join(" & ", lines.get(index).stream().map(Latex::escape).toList()))
          .append(" \\\\\n")
          .append(index == 0 ? "\\midrule\n" : "");
    }
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  /** Returns {@code text} with LaTeX's special characters escaped. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\\' -> escaped.append("\\textbackslash{}");
        case '~' -> escaped.append("\\textasciitilde{}");
        case '^' -> escaped.append("\\textasciicircum{}");
        case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').append(c);
        case '<', '>', '|' -> escaped.append('$').append(c).append('$');
        case '–' -> escaped.append("--");
        case '±' -> escaped.append("$\\pm$");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
