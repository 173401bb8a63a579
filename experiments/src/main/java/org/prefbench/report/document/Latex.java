package org.prefbench.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.prefbench.core.Message;

/**
 * LaTeX to take into a paper: tables for the package booktabs and pictures for graphicx; what is
 * said about them, which a paper says in its own words, are comments.
 */
public final class Latex implements Renderer {
  private Latex() {}

  /** Returns the document as a file. */
  public static String of(Document document) {
    Latex latex = new Latex();
    return document.blocks().stream()
        .map(block -> block.render(latex))
        .collect(Collectors.joining("", "% needs \\usepackage{booktabs}\n", ""));
  }

  @Override
  public String heading(Block.Heading heading) {
    return "\n" + comment(heading.text());
  }

  @Override
  public String text(Block.Text text) {
    return comment(text.text());
  }

  /** A tabular environment; the first column is flush left, the others flush right. */
  @Override
  public String table(Block.Table table) {
    StringBuilder text = new StringBuilder();
    text.append("\\begin{tabular}{l")
        .append("r".repeat(table.columns().size() - 1))
        .append("}\n\\toprule\n");
    for (int index = 0; index <= table.rows().size(); index++) {
      List<String> cells = new ArrayList<>();
      for (String cell : table.lines().get(index)) {
        String escaped = escape(cell);
        cells.add(table.isStrong(index, cells.size()) ? "\\textbf{" + escaped + "}" : escaped);
      }
      text.append(row(String.join(" & ", cells)))
          .append(" \\\\\n")
          .append(index == 0 ? "\\midrule\n" : "");
    }
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  @Override
  public String notes(Block.Notes notes) {
    return notes.lines().stream().map(Latex::comment).collect(Collectors.joining());
  }

  @Override
  public String figure(Block.Figure figure) {
    return "\\includegraphics[width=\\linewidth]{" + figure.file() + ".pdf}\n";
  }

  private static String comment(String text) {
    return "% " + line(text) + "\n";
  }

  /** Returns a row; what stands before it takes a bracket or a star for an argument of its own. */
  private static String row(String cells) {
    return cells.startsWith("[") || cells.startsWith("*") ? "{}" + cells : cells;
  }

  private static String line(String text) {
    return Message.printable(text.replace('\n', ' '));
  }

  /** Returns {@code text} in one line, with what would be a command escaped. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : line(text).toCharArray()) {
      switch (c) {
        case '\\' -> escaped.append("\\textbackslash{}");
        case '~' -> escaped.append("\\textasciitilde{}");
        case '^' -> escaped.append("\\textasciicircum{}");
        case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').append(c);
        case '<', '>', '|' -> escaped.append('$').append(c).append('$');
        case '–' -> escaped.append("--");
        case '±' -> escaped.append("$\\pm$");
        case '∞' -> escaped.append("$\\infty$");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
