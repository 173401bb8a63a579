package org.prefbench.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.Seed;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Bootstrap;
import org.prefbench.statistics.Interval;

/**
 * Performance profiles: for each normalised score the share of runs and tasks above it, with
 * pointwise 95 % bands (Agarwal et al. 2021, arXiv 2108.13264, section 4.2). A curve that is higher
 * everywhere belongs to the better method. Drawn where there are several tasks, all normalised;
 * where there are too many methods for one panel, each family has its own, the others pale behind.
 */
public final class PerformanceProfileChart implements ChartFactory {
  private static final int REPLICATES = 2_000;
  private static final int POINTS = 121;

  @Override
  public String id() {
    return "performance-profile";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    if (data.table().sections().isEmpty()) {
      return List.of();
    }
    ScoreSection headline = data.table().sections().get(0);
    if (!headline.tasks().contains(ScoreRow.ALL_TASKS)) {
      return List.of();
    }
    double[] range =
        headline.rows().stream()
            .flatMapToDouble(row -> row.scores().values().stream().mapToDouble(Double::doubleValue))
            .sorted()
            .toArray();
    double low = range[0] - 1;
    double high = range[range.length - 1] + 1;
    double[] thresholds = new double[POINTS];
    Arrays.setAll(thresholds, i -> low + i * (high - low) / (POINTS - 1));
    MethodStyles styles = MethodStyles.of(data.table().options());
    Map<String, Interval[]> profiles = new LinkedHashMap<>();
    for (ScoreRow all : headline.of(ScoreRow.ALL_TASKS)) {
      double[][] scores = scores(headline, all.method());
      if (scores.length == 0 || Arrays.stream(scores).anyMatch(task -> task.length == 0)) {
        continue;
      }
      Seed seed = new Seed(0).child("profile").child(all.method());
      profiles.put(
          all.method(),
          new Bootstrap(REPLICATES, ScoreTable.LEVEL, seed).performanceProfile(scores, thresholds));
    }
    List<Panel> panels = new ArrayList<>();
    styles
        .panels(List.copyOf(profiles.keySet()))
        .forEach(
            (family, methods) -> panels.add(panel(styles, family, methods, thresholds, profiles)));
    if (panels.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Sheet("", 2, panels.size() == 1 ? 720 : 520, 420, panels)
            .picture(
                "performance-profile",
                "Share of runs and tasks above each score, with 95 % bands ("
                    + headline.title()
                    + ")"
                    + (panels.size() == 1 ? "" : "; pale: the other families")));
  }

  private static Panel panel(
      MethodStyles styles,
      String family,
      List<String> methods,
      double[] thresholds,
      Map<String, Interval[]> profiles) {
    Plot plot =
        new Plot(family, thresholds[0], thresholds[POINTS - 1], 0, 1.02)
            .axes(Metric.NORMALIZED_SCORE.text(), "share of runs above");
    profiles.forEach(
        (method, profile) -> {
          if (!methods.contains(method)) {
            plot.line("", thresholds, shares(profile), Palette.PALE, Plot.solid(1));
          }
        });
    for (String method : methods) {
      Interval[] profile = profiles.get(method);
      if (profile[0].bounded()) {
        plot.band(
            method,
            thresholds,
            column(profile, Interval::low),
            column(profile, Interval::high),
            Colors.fade(styles.color(method), 0.1));
      }
    }
    for (String method : methods) {
      plot.line(
          method,
          thresholds,
          shares(profiles.get(method)),
          column(profiles.get(method), Interval::low),
          column(profiles.get(method), Interval::high),
          styles.color(method),
          styles.stroke(method, 2.2));
    }
    return IntervalMarks.explainBands(
        plot, methods.stream().flatMap(method -> Arrays.stream(profiles.get(method))).toList());
  }

  private static double[] shares(Interval[] profile) {
    return column(profile, Interval::estimate);
  }

  private static double[] column(Interval[] profile, ToDoubleFunction<Interval> number) {
    return Arrays.stream(profile).mapToDouble(number).toArray();
  }

  private static double[][] scores(ScoreSection section, String method) {
    return section.rows().stream()
        .filter(row -> row.method().equals(method) && !row.task().equals(ScoreRow.ALL_TASKS))
        .map(row -> row.scores().values().stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }
}
