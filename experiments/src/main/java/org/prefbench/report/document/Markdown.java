package org.prefbench.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.prefbench.core.Message;

/**
 * Markdown with the pipe tables of GitHub, which are aligned in the source too. An empty line
 * stands between blocks. Texts are shown as they are written, whatever they hold: no markup, no
 * HTML, no links; only code between backquotes, in which nothing has an effect.
 */
public final class Markdown implements Renderer {
  /** What makes markup of the text around it, and where: a tag, an entity, a link, stress. */
  private static final Pattern MARKUP =
      Pattern.compile(
          "[\\\\|*~]|<(?=[\\w/!?])|&(?=[\\w#])|](?=[(\\[:])|(?<![^\\W_])_|_(?![^\\W_])");

  /**
   * The places before what makes a block of a line that starts with it: a heading, a list, code.
   */
  private static final Pattern BLOCK = Pattern.compile("^(?=[#>+=-]|`{3})|(?<=^\\d{1,9})(?=[.)])");

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
    return line(text.text()) + "\n";
  }

  /** The first column is flush left, the others flush right. */
  @Override
  public String table(Block.Table table) {
    List<List<String>> lines = new ArrayList<>();
    for (List<String> line : table.lines()) {
      List<String> cells = new ArrayList<>();
      for (String cell : line) {
        String escaped = escape(cell);
        cells.add(table.isStrong(lines.size(), cells.size()) ? "**" + escaped + "**" : escaped);
      }
      lines.add(cells);
    }
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
        .map(line -> "- " + line(line) + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String figure(Block.Figure figure) {
    String title = escape(figure.picture().title()).replaceAll("(?<!\\\\)[\\[\\]]", "\\\\$0");
    return "![" + title + "](" + figure.file() + ".svg)\n";
  }

  /** Returns {@code text} where it starts a line. */
  private static String line(String text) {
    return BLOCK.matcher(escape(text.strip())).replaceFirst("\\\\");
  }

  /** Returns {@code text} in one line, with what would be markup escaped. */
  static String escape(String text) {
    return MARKUP.matcher(Message.printable(text.replace('\n', ' '))).replaceAll("\\\\$0");
  }
}
