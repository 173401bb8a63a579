package org.prefbench.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Statistics;

/**
 * Histograms: the draws of each policy with a one-dimensional action (probe {@code samples} with
 * the column {@code action_0} and no {@code action_1}), and margins of labelled pairs (probe {@code
 * margins} with the column {@code margin}). Shows the first run of each task.
 */
public final class HistogramChart implements ChartFactory {
  private static final int BINS = 40;
  private static final String ACTIONS = "actions";
  private static final String MARGINS = "margins";

  @Override
  public String id() {
    return "histogram";
  }

  @Override
  public Set<String> stems() {
    return Set.of(ACTIONS, MARGINS);
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<Picture> pictures = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      List<Probe> samples =
          data.firstRun("samples", task).stream()
              .filter(probe -> probe.has("action_0") && !probe.has("action_1"))
              .toList();
      if (!samples.isEmpty()) {
        pictures.add(
            sheet(data, samples, "action_0", "action")
                .picture(ACTIONS + "-" + task, "Actions drawn by each policy on " + task));
      }
      List<Probe> margins = data.firstRun("margins", task);
      if (!margins.isEmpty()) {
        pictures.add(
            sheet(data, margins, "margin", "return of the first minus the second segment")
                .picture(MARGINS + "-" + task, "Margins of the labelled pairs of " + task));
      }
    }
    return pictures;
  }

  /**
   * Returns the margins of labelled pairs as a picture.
   *
   * @param margins return of the first minus that of the second segment of each pair, not empty
   */
  public static Picture margins(String name, String title, double[] margins) {
    double low = Arrays.stream(margins).min().orElseThrow();
    double high = Arrays.stream(margins).max().orElseThrow();
    double room = high > low ? 0.04 * (high - low) : 1;
    double[] heights = heights(margins, low - room, high + room);
    double most = Arrays.stream(heights).max().orElseThrow();
    Plot plot =
        new Plot(title, low - room, high + room, 0, 1.05 * most)
            .axes("return of the first minus the second segment", "density");
    return Sheet.of(bars(plot, heights, low - room, high + room, Colors.BLUE), 640, 400)
        .picture(name, title);
  }

  private static Sheet sheet(ReportData data, List<Probe> probes, String column, String xTitle) {
    double[] all =
        probes.stream().flatMapToDouble(probe -> Arrays.stream(probe.column(column))).toArray();
    double low = Statistics.quantile(all, 0.001);
    double high = Statistics.quantile(all, 0.999);
    double room = high > low ? 0.04 * (high - low) : 1;
    MethodStyles styles = MethodStyles.of(data.table().options());
    double[][] heights = new double[probes.size()][];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = heights(probes.get(i).column(column), low - room, high + room);
    }
    double most = Arrays.stream(heights).flatMapToDouble(Arrays::stream).max().orElse(1);
    List<Panel> panels = new ArrayList<>();
    for (int i = 0; i < heights.length; i++) {
      double[] values = probes.get(i).column(column);
      String title =
          String.format(
                  Locale.ROOT,
                  "%s (mean %.2f, std %.2f)",
                  probes.get(i).method(),
                  Statistics.mean(values),
                  Statistics.standardDeviation(values))
              .replace(" -", " \u2212");
      Plot plot = new Plot(title, low - room, high + room, 0, 1.05 * most).axes(xTitle, "density");
      panels.add(
          bars(plot, heights[i], low - room, high + room, styles.color(probes.get(i).method())));
    }
    int columns = panels.size() <= 4 ? 2 : 3;
    return new Sheet("", columns, panels.size() == 1 ? 640 : 400, 300, panels);
  }

  /** Returns the share of the values in each bin over its width. */
  static double[] heights(double[] values, double low, double high) {
    double width = (high - low) / BINS;
    double[] heights = new double[BINS];
    for (double value : values) {
      if (value >= low && value <= high) {
        int bin = (int) Math.min(BINS - 1, Math.floor((value - low) / width));
        heights[bin] += 1 / (values.length * width);
      }
    }
    return heights;
  }

  /** The bars as one outline, so that no seams show between them. */
  private static Plot bars(Plot plot, double[] heights, double low, double high, Color color) {
    double[] x = new double[2 * BINS + 2];
    double[] y = new double[2 * BINS + 2];
    x[0] = low;
    for (int bin = 0; bin < BINS; bin++) {
      x[2 * bin + 1] = low + bin * (high - low) / BINS;
      x[2 * bin + 2] = low + (bin + 1) * (high - low) / BINS;
      y[2 * bin + 1] = heights[bin];
      y[2 * bin + 2] = heights[bin];
    }
    x[2 * BINS + 1] = high;
    return plot.polygon("", x, y, Colors.tint(color, 0.75));
  }
}
