package org.prefbench.comparison;

import java.util.List;
import org.prefbench.store.TrialResult.Metric;

/**
 * What a trial reported while it trained.
 *
 * @param task the task
 * @param method the method's label
 * @param run the run
 * @param metrics the numbers in the order in which they were reported
 */
public record Training(String task, String method, int run, List<Metric> metrics) {
  /** As learned rewards and preference models report it. */
  private static final List<String> ACCURACIES =
      List.of("reward-validation-accuracy", "preference-validation-accuracy");

  /** Copies the list. */
  public Training {
    metrics = List.copyOf(metrics);
  }

  /** Returns the finite values of one name, such as {@code loss}, in order; may be empty. */
  public List<Metric> curve(String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name) && Double.isFinite(metric.value()))
        .toList();
  }

  /**
   * Returns the share of held-out pairs that what the method learned of preferences, a reward or an
   * embedding, orders as they are labelled; NaN if it learned none or was not asked.
   */
  public double labelAccuracy() {
    double accuracy = Double.NaN;
    for (String name : ACCURACIES) {
      List<Metric> curve = curve(name);
      accuracy = curve.isEmpty() ? accuracy : curve.get(curve.size() - 1).value();
    }
    return accuracy;
  }
}
