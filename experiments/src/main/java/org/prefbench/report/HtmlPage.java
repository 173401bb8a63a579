package org.prefbench.report;

import java.util.Base64;
import java.util.List;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.plot.Picture;
import tech.tablesaw.api.Table;

/** The page {@code report.html}: tables and pictures in one file that loads nothing. */
final class HtmlPage {
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
      th:first-child, td:first-child { text-align: left; }
      th { border-bottom: 2px solid #222; } td { border-bottom: 1px solid #ddd; }
      figure { margin: 2em 0; } img { max-width: 100%; } figcaption { color: #555; }
      """;

  private HtmlPage() {}

  /** Returns the page. */
  static String of(Report report) {
    ScoreTable table = report.table();
    StringBuilder page = new StringBuilder();
    String title = escape(table.options().title());
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>").append(title).append("</title>\n<style>\n").append(STYLE);
    page.append("</style>\n</head>\n<body>\n<h1>").append(title).append("</h1>\n");
    page.append("<p class=\"finding\">").append(escape(report.finding())).append("</p>\n");
    if (!report.checks().isEmpty()) {
      heading(page, "h2", "Checks against theory");
      scroll(page, ReportText.html(Tables.checks(report.checks())));
    }
    for (ScoreSection section : table.sections()) {
      heading(page, "h2", ReportText.heading(table, section));
      for (String task : section.tasks()) {
        List<ScoreRow> rows = section.of(task);
        heading(page, "h3", ReportText.caption(rows));
        scroll(page, ReportText.html(ReportText.scores(table, section, task)));
      }
      if (section == table.sections().get(0)) {
        report.pictures().forEach(picture -> figure(page, picture));
        for (NotedTable beside : report.beside()) {
          heading(page, "h2", beside.heading());
          scroll(page, ReportText.html(beside.table()));
          list(page, beside.notes());
        }
        for (Table modes : Tables.modes(table).stream().toList()) {
          heading(page, "h2", ReportText.MODES);
          scroll(page, ReportText.html(modes));
        }
        heading(page, "h2", "What it took");
        for (String task : ReportText.costTasks(section)) {
          heading(page, "h3", task);
          scroll(page, ReportText.html(Tables.costs(section.of(task))));
        }
      }
    }
    for (Diagnosis diagnosis : report.diagnosis().stream().toList()) {
      heading(page, "h2", DiagnosisTables.HEADING);
      DiagnosisTables.of(diagnosis)
          .forEach(
              (heading, tables) -> {
                heading(page, "h3", heading);
                tables.forEach(each -> scroll(page, ReportText.html(each)));
              });
      list(page, DiagnosisTables.notes(diagnosis));
    }
    if (!table.unscored().isEmpty()) {
      heading(page, "h2", "Runs without a score");
      list(page, ReportText.unscored(table));
    }
    heading(page, "h2", "How to read this");
    list(page, ReportText.notes(table));
    return page.append("</body>\n</html>\n").toString();
  }

  /** Returns {@code text} with HTML's special characters escaped. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static void heading(StringBuilder page, String tag, String text) {
    page.append('<').append(tag).append('>').append(escape(text));
    page.append("</").append(tag).append(">\n");
  }

  private static void scroll(StringBuilder page, String table) {
    page.append("<div class=\"scroll\">\n").append(table).append("</div>\n");
  }

  private static void list(StringBuilder page, List<String> lines) {
    page.append("<ul>\n");
    lines.forEach(line -> page.append("<li>").append(escape(line)).append("</li>\n"));
    page.append("</ul>\n");
  }

  /** Embeds a picture as an image, so that the ids inside two SVG files cannot meet. */
  private static void figure(StringBuilder page, Picture picture) {
    boolean vectors = picture.svg().length() <= LARGEST_SVG;
    page.append("<figure><img alt=\"")
        .append(escape(picture.title()))
        .append("\" src='data:image/")
        .append(
            vectors
                ? "svg+xml," + address(picture.svg())
                : "png;base64," + Base64.getEncoder().encodeToString(picture.png()))
        .append("'><figcaption>")
        .append(escape(picture.title()))
        .append("</figcaption></figure>\n");
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
