package org.prefbench.nn;

import java.util.List;
import java.util.function.Supplier;
import org.prefbench.algorithm.Monitor;
import org.prefbench.policy.Policy;

/** The loops behind {@link Learner#fit} and {@link Learner#fitBest}. */
final class TrainingLoop {
  private static final long REPORTS = 100;

  private final Learner learner;
  private final Minibatches batches;
  private final List<int[]> heldOut;
  private final Monitor monitor;
  private final Learner.RowLoss loss;

  TrainingLoop(Learner learner, Minibatches batches, Monitor monitor, Learner.RowLoss loss) {
    this.learner = learner;
    this.batches = batches;
    this.monitor = monitor;
    this.loss = loss;
    heldOut = batches.validation();
  }

  /** Tells mean losses, and the held-out loss at checkpoints, at which it offers the policy. */
  double withCheckpoints(long steps, Supplier<Policy> policy) {
    double sum = 0;
    long summed = 0;
    double validationLoss = Double.NaN;
    for (long step = 1; step <= steps; step++) {
      boolean reported = ends(step, steps, REPORTS);
      Metrics metrics = reported ? new Metrics() : Metrics.UNSEEN;
      sum += step(metrics);
      summed++;
      if (reported) {
        monitor.progress(step, steps);
        report(step, sum / summed, metrics);
        sum = 0;
        summed = 0;
      }
      boolean due = monitor.checkpointDue(step, steps);
      if (due || step == steps) {
        validationLoss = look(step);
      }
      if (due) {
        monitor.checkpoint(step, steps, validationLoss, policy);
      }
    }
    return validationLoss;
  }

  /** Tells the step's loss and the held-out loss at every look. */
  double withLooks(long steps, long looks, boolean keepBest) {
    double kept = Double.NaN;
    Learner.State best = learner.state();
    for (long step = 1; step <= steps; step++) {
      boolean looked = ends(step, steps, looks);
      Metrics metrics = looked ? new Metrics() : Metrics.UNSEEN;
      double value = step(metrics);
      if (looked) {
        report(step, value, metrics);
        double validationLoss = look(step);
        boolean beaten = validationLoss >= kept; // not the first, and none without held-out rows
        if (!keepBest || !beaten) {
          kept = validationLoss;
          best = keepBest ? learner.state() : best;
        }
      }
    }
    if (keepBest) {
      learner.restore(best);
    }
    return kept;
  }

  /** Whether one of {@code parts} equal parts of a training, or a shorter one, ends at a step. */
  private static boolean ends(long step, long steps, long parts) {
    return step % Math.max(1, steps / parts) == 0 || step == steps;
  }

  private double step(Metrics metrics) {
    int[] rows = batches.next();
    return learner.step(pass -> loss.of(pass, rows), metrics);
  }

  private void report(long step, double value, Metrics metrics) {
    monitor.metric("loss", step, value);
    metrics.report(monitor, "", step);
  }

  /** Tells and returns the mean loss over the held-out rows; NaN if there are none. */
  private double look(long step) {
    Metrics metrics = new Metrics();
    double mean = learner.meanLoss(heldOut, loss, metrics);
    if (!heldOut.isEmpty()) {
      monitor.metric("validation-loss", step, mean);
      metrics.report(monitor, "validation-", step);
    }
    return mean;
  }
}
