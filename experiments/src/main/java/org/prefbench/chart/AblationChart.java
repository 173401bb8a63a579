package org.prefbench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.prefbench.comparison.AblationScores;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.plot.Marker;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Interval;
import org.prefbench.study.Ablation;
import org.prefbench.study.Ablation.Line;
import org.prefbench.study.Ablation.Tick;
import org.prefbench.study.Axis.Scale;

/**
 * What an ablation shows: the mean score over runs against the value that the study varies, a panel
 * for each dataset or task, with Student's 95 % interval at every point. Methods that do not vary,
 * such as the reference, are lines without marks. Numbers are joined by a line, categories are not.
 * Where there are too many methods for one panel, each family has its own.
 */
public final class AblationChart implements ChartFactory {
  /** Share of the axis between lines at one value, so that their intervals do not cover. */
  private static final double ASIDE = 0.012;

  /** More labels of categories stand upright, which takes room. */
  private static final int MANY_TICKS = 12;

  @Override
  public String id() {
    return "ablation";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    Optional<AblationScores> found = AblationScores.of(data);
    if (found.isEmpty()) {
      return List.of();
    }
    AblationScores scores = found.get();
    Ablation ablation = scores.ablation();
    Looks looks = Looks.of(ablation, data.table().options());
    Set<String> names = new LinkedHashSet<>(ablation.lines().stream().map(Line::panel).toList());
    List<Panel> panels = new ArrayList<>();
    for (String panel : names) {
      List<Line> lines = of(ablation.lines(), panel);
      looks
          .styles()
          .panels(lines.stream().map(Line::name).distinct().toList())
          .forEach(
              (family, methods) ->
                  panels.add(
                      panel(
                          scores,
                          family.isEmpty() ? panel : panel + ", " + family,
                          lines.stream().filter(line -> methods.contains(line.name())).toList(),
                          of(ablation.guides(), panel),
                          looks)));
    }
    boolean wide = panels.size() == 1 || ablation.scale() == Scale.CATEGORY;
    int height = ablation.ticks().size() > MANY_TICKS ? 560 : 420;
    Sheet sheet = new Sheet("", wide ? 1 : 2, wide ? 720 : 520, height, panels);
    String title =
        "Mean score by "
            + ablation.name()
            + " with the 95 % interval over runs"
            + (ablation.guides().isEmpty() ? "" : "; without marks: what does not vary");
    return List.of(sheet.picture("ablation", title));
  }

  /**
   * How lines look: those called like a method as the method does, others by colours in turn.
   *
   * @param styles the looks of the methods
   * @param others the colours of the other names
   */
  private record Looks(MethodStyles styles, Map<String, Color> others) {
    static Looks of(Ablation ablation, ReportOptions options) {
      List<String> others =
          Stream.of(ablation.lines(), ablation.guides())
              .flatMap(List::stream)
              .map(Line::name)
              .filter(name -> !options.methods().contains(name))
              .toList();
      return new Looks(MethodStyles.of(options), Palette.categories(others));
    }

    Color color(Line line) {
      return others.getOrDefault(line.name(), styles.color(line.name()));
    }
  }

  private static Panel panel(
      AblationScores scores, String name, List<Line> lines, List<Line> guides, Looks looks) {
    Ablation ablation = scores.ablation();
    double[] x = horizontal(ablation);
    double[] y = vertical(scores, lines, guides);
    Map<Double, String> ticks = new TreeMap<>();
    for (Tick tick : ablation.ticks()) {
      ticks.put(tick.place(), tick.text());
    }
    Plot plot =
        new Plot(name, x[0], x[1], y[0], y[1])
            .axes(ablation.name(), scores.metric().text())
            .ticks(ticks);
    for (Line guide : guides) {
      addGuide(plot, scores, guide, x, looks);
    }
    for (int i = 0; i < lines.size(); i++) {
      double aside = (i - (lines.size() - 1) / 2.0) * ASIDE * (x[1] - x[0]);
      addLine(plot, scores, lines.get(i), aside, looks);
    }
    return IntervalMarks.explain(
        plot, lines.stream().flatMap(line -> line.points().stream()).map(scores::mean).toList());
  }

  private static List<Line> of(List<Line> lines, String panel) {
    return lines.stream().filter(line -> line.panel().equals(panel)).toList();
  }

  private static void addGuide(
      Plot plot, AblationScores scores, Line guide, double[] limits, Looks looks) {
    List<double[]> places = new ArrayList<>();
    guide
        .points()
        .forEach(
            point -> {
              double mean = scores.mean(point).estimate();
              if (Double.isFinite(mean)) {
                places.add(new double[] {point.tick().place(), mean});
              }
            });
    if (!places.isEmpty()) {
      // level to the edges, so that a guide at a single value is a line too
      places.add(0, new double[] {limits[0], places.get(0)[1]});
      places.add(new double[] {limits[1], places.get(places.size() - 1)[1]});
      plot.line(
          guide.name(),
          column(places, 0),
          column(places, 1),
          looks.color(guide),
          looks.styles().stroke(guide.name(), 1.8));
    }
  }

  private static void addLine(
      Plot plot, AblationScores scores, Line line, double aside, Looks looks) {
    List<double[]> places = new ArrayList<>();
    List<Interval> means = new ArrayList<>();
    line.points()
        .forEach(
            point -> {
              Interval mean = scores.mean(point);
              if (mean.exists()) {
                places.add(new double[] {point.tick().place() + aside, mean.estimate()});
                means.add(mean);
              }
            });
    if (places.isEmpty()) {
      return;
    }
    Color color = looks.color(line);
    BasicStroke stroke = looks.styles().stroke(line.name(), 2);
    Marker marker = (x, y) -> looks.styles().mark(line.name(), x, y);
    if (scores.ablation().scale() != Scale.CATEGORY && places.size() > 1) {
      plot.line("", column(places, 0), column(places, 1), color, stroke);
    }
    plot.entry(line.name(), color, stroke, marker);
    plot.over(
        (graphics, axes) -> {
          for (int i = 0; i < means.size(); i++) {
            mark(graphics, axes, places.get(i)[0], means.get(i), color, marker);
          }
        });
  }

  private static void mark(
      Graphics2D graphics, Plot.Axes axes, double x, Interval mean, Color color, Marker marker) {
    double across = axes.x(x);
    graphics.setColor(color);
    if (mean.bounded()) {
      double low = axes.y(mean.low());
      double high = axes.y(mean.high());
      graphics.setStroke(IntervalMarks.stroke(mean, 1.5));
      graphics.draw(new Line2D.Double(across, low, across, high));
      graphics.setStroke(Plot.solid(1.5));
      for (double end : new double[] {low, high}) {
        graphics.draw(new Line2D.Double(across - 3.5, end, across + 3.5, end));
      }
    }
    IntervalMarks.paint(graphics, marker.at(across, axes.y(mean.estimate())), color, mean);
  }

  /** Returns where the horizontal axis ends, with room beside the first and last value. */
  static double[] horizontal(Ablation ablation) {
    double first = ablation.ticks().get(0).place();
    double last = ablation.ticks().get(ablation.ticks().size() - 1).place();
    double room =
        switch (ablation.scale()) {
          case EVEN, CATEGORY -> 0.5;
          case LINEAR, LOG -> last > first ? 0.06 * (last - first) : 0.5;
        };
    return new double[] {first - room, last + room};
  }

  /** All means and intervals, with room at both ends. */
  private static double[] vertical(AblationScores scores, List<Line> lines, List<Line> guides) {
    double[] values =
        Stream.concat(
                lines.stream()
                    .flatMap(line -> line.points().stream())
                    .map(scores::mean)
                    .flatMap(mean -> Stream.of(mean.estimate(), mean.low(), mean.high())),
                guides.stream()
                    .flatMap(line -> line.points().stream())
                    .map(point -> scores.mean(point).estimate()))
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .toArray();
    double low = DoubleStream.of(values).min().orElse(0);
    double high = DoubleStream.of(values).max().orElse(1);
    double room = high > low ? 0.06 * (high - low) : 1;
    return new double[] {low - room, high + room};
  }

  private static double[] column(List<double[]> places, int index) {
    return places.stream().mapToDouble(place -> place[index]).toArray();
  }
}
