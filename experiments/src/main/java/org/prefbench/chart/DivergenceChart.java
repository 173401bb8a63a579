package org.prefbench.chart;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Guide;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;

/**
 * How far to go: what each trained policy gains over its reference against how far it is from it, a
 * point for each trial, in the colour of its task. Drawn where many direct methods are compared.
 */
public final class DivergenceChart implements ChartFactory {
  /**
   * Decades of nats per step; what is nearer to the reference than the first stands at its left.
   */
  private static final int FIRST = -3;

  private static final double ROOM = 0.5;

  @Override
  public String id() {
    return "divergence";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<Divergence> trials = Divergence.of(data);
    if (!Divergence.ofMany(trials)) {
      return List.of();
    }
    double low = trials.stream().mapToDouble(Divergence::gain).min().orElse(0);
    double high = trials.stream().mapToDouble(Divergence::gain).max().orElse(0);
    double margin = Math.max(1, 0.05 * (high - low));
    int last = (int) Math.ceil(trials.stream().mapToDouble(DivergenceChart::place).max().orElse(1));
    Map<Double, String> decades = new TreeMap<>();
    decades.put(FIRST - ROOM, "0");
    for (int decade = FIRST; decade <= Math.max(1, last); decade++) {
      decades.put(
          (double) decade,
          decade < 0 ? "0." + "0".repeat(-decade - 1) + "1" : "1" + "0".repeat(decade));
    }
    Plot plot =
        new Plot(
                "",
                FIRST - 2 * ROOM,
                Math.max(1, last) + ROOM,
                Math.min(0, low) - margin,
                Math.max(0, high) + margin)
            .axes(
                "divergence from the reference (nats per step)",
                "gain over " + data.table().options().against().get(0) + " (points)")
            .ticks(decades)
            .markerSize(5)
            .under(Guide.across(0));
    List<String> tasks = trials.stream().map(Divergence::task).distinct().toList();
    Map<String, Color> colors = Palette.categories(tasks);
    for (String task : tasks) {
      List<Divergence> own = trials.stream().filter(trial -> trial.task().equals(task)).toList();
      plot.points(
          own.stream().mapToDouble(DivergenceChart::place).toArray(),
          own.stream().mapToDouble(Divergence::gain).toArray(),
          Colors.fade(colors.get(task), 0.7));
      plot.swatch(task, colors.get(task));
    }
    return List.of(
        Sheet.of(plot, 820, 460)
            .picture(
                id(),
                "Gain over the reference of the same run against the mean divergence from it on the"
                    + " states of held-out pairs, a point for each of "
                    + trials.size()
                    + " trials of direct methods; "
                    + data.table().headline().orElseThrow().title()));
  }

  private static double place(Divergence trial) {
    double log = Math.log10(Math.max(trial.nats(), Double.MIN_NORMAL));
    return log < FIRST ? FIRST - ROOM : log;
  }
}
