package org.prefbench.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Text;
import org.prefbench.statistics.Interval;
import org.prefbench.store.TrialRow;

/**
 * Gain against cost: the mean gain over the reference with its 95 % interval, at the time that a
 * trial takes to train and to be evaluated, on the machine that ran it. Drawn where methods are
 * compared with a reference on the common scale, over several runs.
 */
public final class CostChart implements ChartFactory {
  private static final int LINE = 14;
  private static final double SHORTEST = 0.01; // seconds; a reference trains in none

  /** A method at its cost. */
  private record Spot(String method, double place, Interval gain) {}

  @Override
  public String id() {
    return "cost";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    Optional<ScoreSection> section = data.table().sections().stream().findFirst();
    Optional<String> place = section.flatMap(ScoreSection::overall);
    if (place.isEmpty() || data.table().options().against().isEmpty()) {
      return List.of();
    }
    ScoreSection headline = section.get();
    String reference = data.table().options().against().get(0);
    List<Spot> spots = new ArrayList<>();
    for (ScoreRow row : headline.of(place.get())) {
      Interval gain = row.comparedWith(reference).difference();
      OptionalDouble seconds = seconds(data, headline, row.method());
      if (row.metric() == Metric.NORMALIZED_SCORE && gain.bounded() && seconds.isPresent()) {
        double cost = Math.max(SHORTEST, seconds.getAsDouble());
        spots.add(new Spot(row.method(), Math.log10(cost), gain));
      }
    }
    if (spots.size() < 2) {
      return List.of();
    }
    return List.of(
        Sheet.of(plot(spots, reference, MethodStyles.of(data.table().options())), 720, 460)
            .picture(
                id(),
                "Gain over "
                    + reference
                    + " with 95 % interval by the mean time of a trial, training and evaluation"
                    + " together, on the machine that ran it; "
                    + headline.titleOn(place.get())));
  }

  private static OptionalDouble seconds(ReportData data, ScoreSection section, String method) {
    return data.rows().stream()
        .filter(
            row ->
                row.method().equals(method)
                    && row.status() == TrialRow.Status.OK
                    && row.evaluation() == section.evaluation()
                    && row.mode() == section.mode())
        .mapToDouble(row -> row.resources().trainingSeconds() + row.resources().evaluationSeconds())
        .average();
  }

  private static Plot plot(List<Spot> spots, String reference, MethodStyles styles) {
    double first = Math.floor(spots.stream().mapToDouble(Spot::place).min().orElseThrow());
    double last = Math.ceil(spots.stream().mapToDouble(Spot::place).max().orElseThrow() + 0.3);
    double low = Math.min(0, spots.stream().mapToDouble(spot -> spot.gain().low()).min().orElse(0));
    double high =
        Math.max(0, spots.stream().mapToDouble(spot -> spot.gain().high()).max().orElse(0));
    double room = 0.06 * (high - low);
    Map<Double, String> ticks = new LinkedHashMap<>();
    for (double power = first; power <= last; power++) {
      ticks.put(power, seconds(power));
    }
    Plot plot =
        new Plot("", first, last, low - room, high + room)
            .axes("time of a trial", "gain over " + reference + " (points of normalised score)")
            .ticks(ticks);
    plot.line("", new double[] {first, last}, new double[] {0, 0}, Colors.GRAY, Plot.dashed(1));
    plot.over(
        (graphics, axes) -> {
          List<double[]> taken = new ArrayList<>();
          for (Spot spot : spots) {
            paint(graphics, axes, spot, styles.color(spot.method()), taken);
          }
        });
    IntervalMarks.explain(plot, spots.stream().map(Spot::gain).toList());
    return styles.addLegend(plot, spots.stream().map(Spot::method).toList());
  }

  private static void paint(
      Graphics2D graphics, Plot.Axes axes, Spot spot, Color color, List<double[]> taken) {
    double x = axes.x(spot.place());
    double y = axes.y(spot.gain().estimate());
    graphics.setColor(color);
    graphics.setStroke(Plot.solid(1.4));
    graphics.draw(new Line2D.Double(x, axes.y(spot.gain().low()), x, axes.y(spot.gain().high())));
    IntervalMarks.paint(graphics, IntervalMarks.disc(x, y), color, spot.gain());
    double width = Text.width(spot.method(), Fonts.small());
    boolean left = x + 8 + width > axes.area().getMaxX();
    double start = left ? x - 8 - width : x + 8;
    double line = y + 4;
    while (overlaps(taken, start, width, line)) {
      line += LINE;
    }
    taken.add(new double[] {start, start + width, line});
    if (line > y + 4) { // the name stands below others: a thin line says whose it is
      graphics.setColor(Colors.GRAY);
      graphics.setStroke(Plot.solid(0.6));
      graphics.draw(new Line2D.Double(x, y, left ? x - 6 : x + 6, line - 4));
    }
    Text.draw(graphics, spot.method(), Fonts.small(), Colors.BLACK, start, line);
  }

  private static boolean overlaps(List<double[]> taken, double start, double width, double line) {
    return taken.stream()
        .anyMatch(
            other ->
                start < other[1] && other[0] < start + width && Math.abs(line - other[2]) < LINE);
  }

  private static String seconds(double power) {
    double seconds = Math.pow(10, power);
    return seconds >= 1 ? Math.round(seconds) + " s" : Math.round(1000 * seconds) + " ms";
  }
}
