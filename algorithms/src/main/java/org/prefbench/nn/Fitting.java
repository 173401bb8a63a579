package org.prefbench.nn;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;

/**
 * How a method fits its networks to examples: what every method that trains by minibatches is told.
 * A method holds one as a nested record ({@link org.prefbench.core.Inline}), leaves out what is no
 * choice there, and may say what its examples are.
 */
public record Fitting(
    @Help("Adam's step size, > 0") double learningRate,
    @Help("how the step size moves over the training") Schedule schedule,
    @Help("first steps over which the step size rises in a straight line from 0, >= 0") int warmUp,
    @Help("examples per step, >= 1") int batchSize,
    @Help("gradient steps, >= 1") int steps,
    @Help("longest gradient before it is scaled down, > 0") double maxGradientNorm,
    @Help("share of the examples held out, in [0, 0.5]") double validationShare,
    @Help(
            "the state that is kept: last, or best: the smallest loss on held-out examples, looked at"
                + " before the first step and after every hundredth of the training")
        Keep keep) {
  /** Validates. */
  public Fitting {
    Checks.positive("learning-rate", learningRate);
    Checks.atLeast("warm-up", warmUp, 0);
    Checks.atLeast("batch-size", batchSize, 1);
    Checks.atLeast("steps", steps, 1);
    Checks.require(maxGradientNorm > 0, "max-gradient-norm must be > 0, got %s", maxGradientNorm);
    Checks.between("validation-share", validationShare, 0, 0.5);
  }

  /** Returns settings without warm-up and clipping that keep the last state. */
  public static Fitting of(
      double learningRate, Schedule schedule, int batchSize, int steps, double validationShare) {
    return new Fitting(
        learningRate,
        schedule,
        0,
        batchSize,
        steps,
        Double.POSITIVE_INFINITY,
        validationShare,
        Keep.LAST);
  }

  /** Returns the same settings with gradients no longer than {@code norm}. */
  public Fitting clipped(double norm) {
    return new Fitting(
        learningRate, schedule, warmUp, batchSize, steps, norm, validationShare, keep);
  }

  /** Returns the same settings with the step size rising over the first steps. */
  public Fitting warmedUp(int first) {
    return new Fitting(
        learningRate, schedule, first, batchSize, steps, maxGradientNorm, validationShare, keep);
  }

  /** Returns the same settings with another state kept. */
  public Fitting keeping(Keep state) {
    return new Fitting(
        learningRate, schedule, warmUp, batchSize, steps, maxGradientNorm, validationShare, state);
  }

  /** Returns a learner with Adam so set, which counts its costs in {@code ledger}. */
  public Learner learner(Ledger ledger) {
    return new Learner(
        Adam.of(learningRate).withMaxNorm(maxGradientNorm).with(schedule, steps).withWarmUp(warmUp),
        ledger);
  }

  /** Returns the batches of the rows 0 .. rows-1. */
  public Minibatches batches(int rows, Seed seed) {
    return Minibatches.of(rows, validationShare, batchSize, seed);
  }

  /** Returns the batches of rows in groups, whole groups of which are held out. */
  public Minibatches batchesOfGroups(int[] sizes, Seed seed) {
    return Minibatches.ofGroups(sizes, validationShare, batchSize, seed);
  }

  /** Which state of a training is kept. */
  public enum Keep {
    /** The one at its end. */
    LAST,
    /**
     * The one with the smallest loss on held-out examples, of those looked at: before the first
     * step, after every hundredth part of the training, and at its end. The earlier of two that are
     * equal stays. This is early stopping that sees all steps before it chooses (Prechelt 1998,
     * "Early stopping, but when?"). Without held-out examples it is the last.
     */
    BEST
  }

  /**
   * What a training left the learner at.
   *
   * @param step the steps taken until then
   * @param validationLoss the mean loss on the held-out rows there; NaN without such rows
   * @param untouched whether doing nothing was best: then what was trained is not to be used
   */
  public record Result(long step, double validationLoss, boolean untouched) {}
}
