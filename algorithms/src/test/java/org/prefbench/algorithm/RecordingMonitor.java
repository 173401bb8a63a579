package org.prefbench.algorithm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.prefbench.policy.Policy;

/** Keeps the metrics that a training reports. */
public final class RecordingMonitor implements Monitor {
  private final Map<String, List<Double>> metrics = new HashMap<>();

  /** Returns the values of a metric in the order of their report; none if there were none. */
  public List<Double> values(String name) {
    return metrics.getOrDefault(name, List.of());
  }

  @Override
  public int checkpoints() {
    return 0;
  }

  @Override
  public void progress(long step, long steps) {}

  @Override
  public void metric(String name, long step, double value) {
    metrics.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  @Override
  public void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy) {}
}
