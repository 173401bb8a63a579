package org.prefbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.comparison.Training;
import org.prefbench.store.TrialResult.Metric;

/**
 * The mean over trainings of what they reported under one name.
 *
 * @param x shares of the training done, in per cent
 * @param y means
 */
record MeanCurve(double[] x, double[] y) {
  /** A curve is drawn with at most so many points: more cannot be told apart. */
  private static final int POINTS = 40;

  /** Returns the mean at each step that a training reported at, thinned, over {@code unit}. */
  static MeanCurve of(List<Training> runs, String name, double unit) {
    Map<Long, List<Double>> values = new TreeMap<>();
    for (Training run : runs) {
      for (Metric metric : run.curve(name)) {
        values.computeIfAbsent(metric.step(), step -> new ArrayList<>()).add(metric.value());
      }
    }
    List<Long> steps = List.copyOf(values.keySet());
    int every = Math.max(1, (steps.size() + POINTS - 1) / POINTS);
    List<Long> kept = new ArrayList<>();
    for (int i = (steps.size() - 1) % every; i >= 0 && i < steps.size(); i += every) {
      kept.add(steps.get(i)); // so that the last is among them
    }
    double last = steps.isEmpty() ? 1 : Math.max(1, steps.get(steps.size() - 1));
    return new MeanCurve(
        kept.stream().mapToDouble(step -> 100 * step / last).toArray(),
        kept.stream()
            .mapToDouble(
                step -> values.get(step).stream().mapToDouble(v -> v / unit).average().orElse(0))
            .toArray());
  }
}
