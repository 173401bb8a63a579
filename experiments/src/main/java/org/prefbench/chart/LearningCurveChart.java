package org.prefbench.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.comparison.ReportData;
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
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol.Evaluation;

/**
 * Learning curves: the mean over runs against the share of the training that is done, because a
 * step is a gradient step here and a round of roll-outs there, with the bootstrap interval of the
 * mean as a band. A method without checkpoints, such as the reference, is a dashed level line.
 */
public final class LearningCurveChart implements ChartFactory {
  private static final int REPLICATES = 2_000;

  @Override
  public String id() {
    return "learning-curves";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    boolean curves =
        data.rows().stream()
            .anyMatch(
                row -> row.evaluation() == Evaluation.CHECKPOINT && row.status() == Status.OK);
    if (!curves || data.table().sections().isEmpty()) {
      return List.of();
    }
    ScoreSection headline = data.table().sections().get(0);
    List<Panel> panels = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      Metric metric = headline.of(task).get(0).metric();
      Map<String, Map<Double, Interval>> byMethod = new TreeMap<>();
      for (String method : data.table().options().methods()) {
        Map<Double, Interval> curve = curve(data.rows(), headline, task, method, metric);
        if (!curve.isEmpty()) {
          byMethod.put(method, curve);
        }
      }
      if (!byMethod.isEmpty()) {
        panels.add(panel(data.table(), task, metric, byMethod));
      }
    }
    Sheet sheet =
        new Sheet("", panels.size() <= 4 ? 2 : 3, panels.size() == 1 ? 720 : 480, 400, panels);
    return List.of(
        sheet.picture(
            "learning-curves",
            "Mean over runs at each evaluation with the 95 % interval of the mean; dashed: not"
                + " trained"));
  }

  private static Panel panel(
      ScoreTable table, String task, Metric metric, Map<String, Map<Double, Interval>> byMethod) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Map<Double, Interval> curve : byMethod.values()) {
      for (Interval value : curve.values()) {
        low = Math.min(low, value.bounded() ? value.low() : value.estimate());
        high = Math.max(high, value.bounded() ? value.high() : value.estimate());
      }
    }
    double room = high > low ? 0.06 * (high - low) : 1;
    Plot plot =
        new Plot(task, 0, 100, low - room, high + room)
            .axes("share of the training done (%)", metric.text());
    Map<String, Color> colors = Palette.of(table.options().methods());
    for (String method : table.options().methods()) {
      Map<Double, Interval> curve = byMethod.getOrDefault(method, Map.of());
      if (curve.size() > 1) {
        double[] shares = curve.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        if (curve.values().stream().allMatch(Interval::bounded)) {
          double[] lows = curve.values().stream().mapToDouble(Interval::low).toArray();
          double[] highs = curve.values().stream().mapToDouble(Interval::high).toArray();
          plot.band(shares, lows, highs, Colors.fade(colors.get(method), 0.16));
        }
      }
    }
    for (String method : table.options().methods()) {
      Map<Double, Interval> curve = byMethod.getOrDefault(method, Map.of());
      double[] shares = curve.keySet().stream().mapToDouble(Double::doubleValue).toArray();
      double[] means = curve.values().stream().mapToDouble(Interval::estimate).toArray();
      if (curve.size() > 1) {
        plot.line(method, shares, means, colors.get(method), Plot.solid(2.2));
      } else if (curve.size() == 1) {
        double[] level = {means[0], means[0]};
        plot.line(method, new double[] {0, 100}, level, colors.get(method), Plot.dashed(1.8));
      }
    }
    return plot;
  }

  /**
   * Returns the mean by share of the training: at checkpoints, and of the last policy at the end.
   */
  private static Map<Double, Interval> curve(
      List<TrialRow> rows, ScoreSection headline, String task, String method, Metric metric) {
    Map<Double, List<Double>> values = new TreeMap<>();
    for (TrialRow row : rows) {
      double value = metric == Metric.NORMALIZED_SCORE ? row.score() : row.outcome().returnMean();
      boolean last = row.evaluation() == Evaluation.LAST;
      if (row.task().equals(task)
          && row.method().equals(method)
          && row.status() == Status.OK
          && row.mode() == headline.mode()
          && (last || row.evaluation() == Evaluation.CHECKPOINT)
          && Double.isFinite(value)) {
        // a checkpoint at the very end gives way to the evaluation with more episodes
        if (last || !endsThere(rows, row)) {
          values.computeIfAbsent(share(row), share -> new ArrayList<>()).add(value);
        }
      }
    }
    Bootstrap bootstrap =
        new Bootstrap(REPLICATES, ScoreTable.LEVEL, new Seed(0).child(task).child(method));
    Map<Double, Interval> curve = new TreeMap<>();
    values.forEach(
        (share, scores) -> {
          double[] array = scores.stream().mapToDouble(Double::doubleValue).toArray();
          curve.put(share, bootstrap.mean(new double[][] {array}));
        });
    return curve;
  }

  /** Returns how much of its training a policy has had, in per cent. */
  private static double share(TrialRow row) {
    return row.policy().steps() == 0 ? 100 : 100.0 * row.step() / row.policy().steps();
  }

  private static boolean endsThere(List<TrialRow> rows, TrialRow checkpoint) {
    return rows.stream()
        .anyMatch(
            row ->
                row.evaluation() == Evaluation.LAST
                    && row.step() == checkpoint.step()
                    && row.run() == checkpoint.run()
                    && row.mode() == checkpoint.mode()
                    && row.status() == Status.OK
                    && row.task().equals(checkpoint.task())
                    && row.method().equals(checkpoint.method()));
  }
}
