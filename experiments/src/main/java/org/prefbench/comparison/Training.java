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
}
