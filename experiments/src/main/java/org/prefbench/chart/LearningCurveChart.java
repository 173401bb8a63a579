package org.prefbench.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.Seed;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Mark;
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
 * mean as a band. A method without checkpoints, such as the reference, is a thin level line. Where
 * there are too many methods for one panel, each family has a picture of its own, and in it the
 * method that all others are compared with.
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
    MethodStyles styles = MethodStyles.of(data.table().options());
    List<Picture> pictures = new ArrayList<>();
    styles
        .panels(data.table().options().methods())
        .forEach((family, methods) -> pictures.addAll(draw(data, styles, family, methods)));
    return pictures;
  }

  private static List<Picture> draw(
      ReportData data, MethodStyles styles, String family, List<String> methods) {
    ScoreSection headline = data.table().sections().get(0);
    List<Panel> panels = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      Metric metric = headline.of(task).get(0).metric();
      Map<String, Map<Double, Interval>> byMethod = new LinkedHashMap<>();
      for (String method : styles.withBaseline(methods)) {
        Map<Double, Interval> curve = curve(data.rows(), headline, task, method, metric);
        if (!curve.isEmpty()) {
          byMethod.put(method, curve);
        }
      }
      if (methods.stream().anyMatch(byMethod::containsKey)) {
        panels.add(panel(styles, task, metric, byMethod));
      }
    }
    if (panels.isEmpty()) {
      return List.of();
    }
    Sheet sheet =
        new Sheet("", panels.size() <= 4 ? 2 : 3, panels.size() == 1 ? 720 : 480, 400, panels);
    return List.of(
        sheet.picture(
            "learning-curves" + (family.isEmpty() ? "" : "-" + family),
            "Mean over runs at each evaluation with the 95 % interval of the mean; thin: not"
                + " trained"
                + (family.isEmpty() ? "" : "; family " + family)));
  }

  private static Panel panel(
      MethodStyles styles,
      String task,
      Metric metric,
      Map<String, Map<Double, Interval>> byMethod) {
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
            .about(Mark.TASK, task)
            .axes("share of the training done (%)", metric.text());
    byMethod.forEach(
        (method, curve) -> {
          if (curve.size() > 1 && curve.values().stream().allMatch(Interval::bounded)) {
            plot.band(
                method,
                shares(curve),
                column(curve, Interval::low),
                column(curve, Interval::high),
                Colors.fade(styles.color(method), 0.16));
          }
        });
    for (Map.Entry<String, Map<Double, Interval>> entry : byMethod.entrySet()) {
      String method = entry.getKey();
      Map<Double, Interval> curve = entry.getValue();
      double[] means = column(curve, Interval::estimate);
      if (curve.size() > 1) {
        plot.line(
            method,
            shares(curve),
            means,
            column(curve, Interval::low),
            column(curve, Interval::high),
            styles.color(method),
            styles.stroke(method, 2.2));
      } else {
        double[] level = {means[0], means[0]};
        plot.line(
            method, new double[] {0, 100}, level, styles.color(method), styles.stroke(method, 1.2));
      }
    }
    return IntervalMarks.explainBands(
        plot,
        byMethod.values().stream()
            .filter(curve -> curve.size() > 1)
            .flatMap(curve -> curve.values().stream())
            .toList());
  }

  private static double[] shares(Map<Double, Interval> curve) {
    return curve.keySet().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] column(Map<Double, Interval> curve, ToDoubleFunction<Interval> number) {
    return curve.values().stream().mapToDouble(number).toArray();
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
