package org.prefbench.algorithm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.prefbench.policy.Policy;

/** Keeps the metrics and the validation losses that a training reports. */
public final class RecordingMonitor implements Monitor {
  private final int checkpoints;
  private final Map<String, List<Double>> metrics = new HashMap<>();
  private final List<Double> validationLosses = new ArrayList<>();

  /** Asks for no checkpoint. */
  public RecordingMonitor() {
    this(0);
  }

  /** Asks for {@code checkpoints} checkpoints. */
  public RecordingMonitor(int checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** Returns the values of a metric in the order of their report; none if there were none. */
  public List<Double> values(String name) {
    return metrics.getOrDefault(name, List.of());
  }

  /** Returns the validation losses in the order of the checkpoints. */
  public List<Double> validationLosses() {
    return validationLosses;
  }

  @Override
  public int checkpoints() {
    return checkpoints;
  }

  @Override
  public void progress(long step, long steps) {}

  @Override
  public void metric(String name, long step, double value) {
    metrics.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  @Override
  public void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy) {
    validationLosses.add(validationLoss);
  }
}
