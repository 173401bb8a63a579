package org.prefbench.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.ProgressListener;
import org.prefbench.policy.Policy;
import org.prefbench.stage.BestCheckpoint;
import org.prefbench.stage.BestCheckpoint.Checkpoint;
import org.prefbench.store.TrialResult;

/**
 * Watches a trial's training: keeps its metrics, has its checkpoints evaluated, remembers the one
 * with the smallest validation loss, and tells how long all this took, which is not training time.
 */
final class TrialMonitor implements Monitor {
  /** Evaluates a policy on the way. */
  @FunctionalInterface
  interface Evaluation {
    /** Evaluates the policy taken at {@code checkpoint}. */
    void evaluate(Checkpoint checkpoint);
  }

  /** The held-out loss of the state that a training keeps, as {@code nn.Learner} reports it. */
  private static final String KEPT_LOSS = "kept-validation-loss";

  private final int checkpoints;
  private final Evaluation evaluation;
  private final ProgressListener listener;
  private final List<TrialResult.Metric> metrics = new ArrayList<>();
  private final BestCheckpoint best = new BestCheckpoint();
  private double lastValidationLoss = Double.NaN;
  private long step;
  private long steps;
  private Stopwatch.Elapsed evaluating = Stopwatch.Elapsed.NONE;

  TrialMonitor(int checkpoints, Evaluation evaluation, ProgressListener listener) {
    this.checkpoints = checkpoints;
    this.evaluation = evaluation;
    this.listener = listener;
  }

  @Override
  public int checkpoints() {
    return checkpoints;
  }

  @Override
  public void progress(long now, long all) {
    step = now;
    steps = all;
    listener.progress(now, all);
  }

  @Override
  public void metric(String name, long at, double value) {
    if (name.equals(KEPT_LOSS)) {
      lastValidationLoss = value;
    }
    metrics.add(new TrialResult.Metric(name, at, rounded(value)));
  }

  /** Curves are looked at, and a study has a million of such numbers: six digits are kept. */
  private static double rounded(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(6)).doubleValue()
        : value;
  }

  @Override
  public void checkpoint(long now, long all, double validationLoss, Supplier<Policy> policy) {
    step = now;
    steps = all;
    lastValidationLoss = validationLoss;
    Stopwatch watch = new Stopwatch();
    Checkpoint checkpoint = new Checkpoint(now, all, validationLoss, policy.get());
    best.offer(checkpoint);
    evaluation.evaluate(checkpoint);
    evaluating = evaluating.plus(watch.read());
  }

  /** Returns the numbers that the method reported. */
  List<TrialResult.Metric> metrics() {
    return metrics;
  }

  /** Returns the checkpoint with the smallest validation loss, if any had one. */
  Optional<Checkpoint> best() {
    return best.get();
  }

  /** Returns the validation loss of the policy that training ended with, NaN if none is known. */
  double lastValidationLoss() {
    return lastValidationLoss;
  }

  /** Returns the training steps done. */
  long step() {
    return step;
  }

  /** Returns the training steps planned. */
  long steps() {
    return steps;
  }

  /** Returns the time spent on evaluating checkpoints. */
  Stopwatch.Elapsed evaluating() {
    return evaluating;
  }
}
