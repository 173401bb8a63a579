package org.prefbench.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.prefbench.core.Message;
import org.prefbench.plot.Mark;
import org.prefbench.plot.Marking;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Svg;
import org.prefbench.report.document.Html;

/**
 * Charts as figures of a page: each panel is a picture of its own, so that it is as wide as the
 * screen lets it be and can be hidden with its task. What is drawn says what it stands for.
 */
final class ChartFigures {
  /** As exact as anybody reads from a chart. */
  private static final MathContext SHORT = new MathContext(4);

  private final Marking marking = new Marking();
  private final Map<String, Integer> names = new LinkedHashMap<>();

  /** Returns a chart's figure, with a heading. */
  String figure(Picture picture, Optional<String> mode) {
    StringBuilder html = new StringBuilder("<figure class=\"chart\" data-chart=\"");
    html.append(picture.name()).append('"').append(attribute("data-mode", mode)).append(">\n");
    html.append("<figcaption>").append(Html.escape(picture.title())).append("</figcaption>\n");
    List<Panel> panels = picture.sheet().panels();
    html.append("<div class=\"panels").append(panels.size() == 1 ? " single" : "").append("\">\n");
    for (Panel panel : panels) {
      html.append("<div class=\"panel\"")
          .append(attribute("data-task", Optional.ofNullable(panel.about().get(Mark.TASK))))
          .append('>');
      html.append(
          Svg.element(picture.sheet(), panel, name(picture), label(picture, panel), marking));
      html.append("</div>\n");
    }
    return html.append("</div>\n</figure>\n").toString();
  }

  /** Names of elements differ in a page, where a chart may be drawn for several modes. */
  private String name(Picture picture) {
    int number = names.merge(picture.name(), 1, Integer::sum);
    return "chart-" + picture.name().replace('.', '-') + "-" + number;
  }

  private static String label(Picture picture, Panel panel) {
    String about = String.join(", ", panel.about().values());
    return Message.printable(picture.title() + (about.isEmpty() ? "" : ": " + about))
        + "; the numbers are in the tables";
  }

  private static String attribute(String name, Optional<String> value) {
    return value.map(text -> " " + name + "=\"" + Html.escape(text) + "\"").orElse("");
  }

  /** Returns what marks stand for, by number, as the script takes it. */
  List<Map<String, Object>> marks() {
    List<Map<String, Object>> marks = new ArrayList<>();
    for (Mark mark : marking.marks()) {
      Map<String, Object> told = new LinkedHashMap<>(mark.about());
      told.put("text", mark.text());
      if (!mark.points().isEmpty()) {
        told.put("points", mark.points().stream().map(ChartFigures::numbers).toList());
      }
      marks.add(told);
    }
    return marks;
  }

  /** Returns place, value and, where there is one, the interval of the value. */
  private static List<BigDecimal> numbers(Mark.Point point) {
    return DoubleStream.of(point.x(), point.y(), point.low(), point.high())
        .takeWhile(Double::isFinite)
        .mapToObj(value -> new BigDecimal(value).round(SHORT))
        .toList();
  }
}
