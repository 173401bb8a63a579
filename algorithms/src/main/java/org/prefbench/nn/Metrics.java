package org.prefbench.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.prefbench.algorithm.Monitor;

/** What losses tell of themselves over some batches: means over all values, by name. */
final class Metrics {
  /** What nobody looks at. */
  static final Metrics UNSEEN = new Metrics();

  private final Map<String, Mean> means = new LinkedHashMap<>();

  private record Mean(double sum, long count) {
    Mean plus(Mean other) {
      return new Mean(sum + other.sum, count + other.count);
    }
  }

  void add(String name, float... values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    means.merge(name, new Mean(sum, values.length), Mean::plus);
  }

  /** Tells every mean, in the order in which the names came; none where there was no value. */
  void report(Monitor monitor, String prefix, long step) {
    means.forEach(
        (name, mean) -> {
          if (mean.count > 0) {
            monitor.metric(prefix + name, step, mean.sum / mean.count);
          }
        });
  }
}
