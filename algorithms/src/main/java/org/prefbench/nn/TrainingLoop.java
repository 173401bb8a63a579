package org.prefbench.nn;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.prefbench.algorithm.Monitor;
import org.prefbench.policy.Policy;

/** The loop behind {@link Learner#fit}. Used once. */
final class TrainingLoop {
  /** Equal parts of a training after each of which losses are told and held-out rows looked at. */
  private static final int PARTS = 100;

  private final Learner learner;
  private final Fitting fitting;
  private final Minibatches batches;
  private final List<int[]> heldOut;
  private final Monitor monitor;
  private final Objective objective;
  private double idleLoss = Double.NaN; // of doing nothing, the unit in which losses are told too
  private Fitting.Result best = new Fitting.Result(0, Double.NaN, false);
  private Learner.State bestState;

  TrainingLoop(
      Learner learner, Fitting fitting, Minibatches batches, Monitor monitor, Objective objective) {
    this.learner = learner;
    this.fitting = fitting;
    this.batches = batches;
    this.monitor = monitor;
    this.objective = objective;
    heldOut = batches.validation();
  }

  /**
   * Trains.
   *
   * @param policy makes the policy that is offered at checkpoints; none for a part of a training
   */
  Fitting.Result run(Optional<Supplier<Policy>> policy) {
    int steps = fitting.steps();
    boolean choosing = fitting.keep() == Fitting.Keep.BEST && !heldOut.isEmpty();
    boolean looking = choosing || monitor.keepsMetrics();
    double validationLoss = looking ? look(0, objective.idle().orElse(objective.loss())) : 0;
    if (objective.idle().isPresent()) {
      idleLoss = validationLoss;
    }
    consider(new Fitting.Result(0, validationLoss, objective.idle().isPresent()), choosing);
    double sum = 0;
    long summed = 0;
    for (long step = 1; step <= steps; step++) {
      boolean told = step % Math.max(1, steps / PARTS) == 0 || step == steps;
      Metrics metrics = told ? new Metrics() : Metrics.UNSEEN;
      sum += step(metrics);
      summed++;
      if (told) {
        monitor.progress(step, steps);
        monitor.metric("loss", step, sum / summed);
        metrics.report(monitor, "", step);
        sum = 0;
        summed = 0;
      }
      boolean due = policy.isPresent() && monitor.checkpointDue(step, steps);
      if (told && looking || due || step == steps) {
        validationLoss = look(step, objective.loss());
        consider(new Fitting.Result(step, validationLoss, false), choosing);
      }
      if (due) {
        monitor.checkpoint(step, steps, validationLoss, policy.get());
      }
    }
    if (choosing) {
      learner.restore(bestState);
    }
    if (!heldOut.isEmpty()) {
      monitor.metric("kept-step", steps, best.step());
      monitor.metric("kept-validation-loss", steps, best.validationLoss());
    }
    return best;
  }

  /** Takes a state into account: the last is best unless the held-out loss decides. */
  private void consider(Fitting.Result state, boolean choosing) {
    boolean first = bestState == null && choosing;
    if (first || !choosing || state.validationLoss() < best.validationLoss()) {
      best = state;
      bestState = choosing ? learner.state() : null;
    }
  }

  private double step(Metrics metrics) {
    int[] rows = batches.next();
    return learner.step(pass -> objective.loss().of(pass, rows), metrics);
  }

  /** Tells and returns the mean of a loss over the held-out rows; NaN if there are none. */
  private double look(long step, Learner.RowLoss loss) {
    Metrics metrics = new Metrics();
    double mean = learner.meanLoss(heldOut, loss, metrics);
    if (!heldOut.isEmpty()) {
      monitor.metric("validation-loss", step, mean);
      if (objective.idle().isPresent()) {
        monitor.metric("validation-loss-ratio", step, step == 0 ? 1 : mean / idleLoss);
      }
      metrics.report(monitor, "validation-", step);
    }
    return mean;
  }
}
