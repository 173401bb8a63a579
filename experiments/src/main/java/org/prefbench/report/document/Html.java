package org.prefbench.report.document;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prefbench.core.Message;
import org.prefbench.plot.Format;

/** One HTML file that loads nothing: its pictures are inside. */
public final class Html implements Renderer {
  /** Above this many characters a picture is embedded as pixels. */
  private static final int LARGEST_SVG = 400_000;

  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1100px;
             margin: 2em auto; padding: 0 1em; }
      h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2em; }
      .finding { font-size: 1.15em; border-left: 4px solid #0072b2; padding-left: .8em; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .3em .8em; text-align: right; white-space: nowrap; }
      th:first-child, .words { text-align: left; }
      thead th { border-bottom: 2px solid #222; } tbody > * > * { border-bottom: 1px solid #ddd; }
      tbody th { font-weight: normal; }
      figure { margin: 2em 0; } img { max-width: 100%; } figcaption { color: #555; }
      """;

  private Html() {}

  /** Returns the document as a page, which has the name of its first heading. */
  public static String of(Document document) {
    String title =
        document.blocks().stream()
            .flatMap(
                block -> block instanceof Block.Heading heading ? Stream.of(heading) : Stream.of())
            .findFirst()
            .map(heading -> escape(heading.text()))
            .orElse("");
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<title>"
        + title
        + "</title>\n<style>\n"
        + STYLE
        + "</style>\n</head>\n<body>\n"
        + part(document.blocks())
        + "</body>\n</html>\n";
  }

  @Override
  public String heading(Block.Heading heading) {
    return element("h" + heading.level(), heading.text()) + "\n";
  }

  /** Paragraphs are few in a page of tables, and set off from them. */
  @Override
  public String text(Block.Text text) {
    return "<p class=\"finding\">" + escape(text.text()) + "</p>\n";
  }

  /** Words are read from the left and may take several lines; numbers stand below each other. */
  private static boolean isWords(Block.Table table, int column) {
    return table.rows().stream()
        .map(row -> row.get(column))
        .anyMatch(cell -> !cell.isEmpty() && Character.isLetter(cell.charAt(0)));
  }

  /** The headings of columns, and the first cell of a row, are headers to those who hear them. */
  @Override
  public String table(Block.Table table) {
    StringBuilder text = new StringBuilder("<div class=\"scroll\">\n<table>\n<thead>\n");
    for (int index = 0; index <= table.rows().size(); index++) {
      text.append("<tr>");
      int column = 0;
      for (String cell : table.lines().get(index)) {
        String open = index == 0 ? "th scope=\"col\"" : column == 0 ? "th scope=\"row\"" : "td";
        open += column > 0 && isWords(table, column) ? " class=\"words\"" : "";
        String shown =
            table.isStrong(index, column++) ? "<b>" + escape(cell) + "</b>" : escape(cell);
        text.append('<').append(open).append('>').append(shown);
        text.append("</").append(open, 0, 2).append('>');
      }
      text.append(index == 0 ? "</tr>\n</thead>\n<tbody>\n" : "</tr>\n");
    }
    return text.append("</tbody>\n</table>\n</div>\n").toString();
  }

  @Override
  public String notes(Block.Notes notes) {
    return notes.lines().stream()
        .map(line -> element("li", line) + "\n")
        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
  }

  /** Embeds a picture as an image, so that the ids inside two SVG files cannot meet. */
  @Override
  public String figure(Block.Figure figure) {
    String title = escape(figure.picture().title());
    String svg = figure.picture().svg();
    String data =
        svg.length() <= LARGEST_SVG
            ? "svg+xml," + address(svg)
            : "png;base64,"
                + Base64.getEncoder().encodeToString(figure.picture().bytes(Format.PNG));
    return "<figure><img alt=\""
        + title
        + "\" src='data:image/"
        + data
        + "'><figcaption>"
        + title
        + "</figcaption></figure>\n";
  }

  private static String element(String tag, String text) {
    return "<" + tag + ">" + escape(text) + "</" + tag + ">";
  }

  /** Returns blocks as a part of a page. */
  public static String part(List<Block> blocks) {
    Html html = new Html();
    return blocks.stream().map(block -> block.render(html)).collect(Collectors.joining());
  }

  /** Returns {@code text} in one line, with what would be markup escaped. */
  public static String escape(String text) {
    return Message.printable(text.replace('\n', ' '))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Returns an SVG file as the rest of a data address: shorter than base64 by a quarter. */
  private static String address(String svg) {
    return svg.replace("%", "%25")
        .replace("#", "%23")
        .replace("<", "%3C")
        .replace(">", "%3E")
        .replace("'", "%27")
        .replace("\n", "%0A");
  }
}
