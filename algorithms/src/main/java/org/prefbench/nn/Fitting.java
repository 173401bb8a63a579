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
    @Help("examples per step, >= 1") int batchSize,
    @Help("gradient steps, >= 1") int steps,
    @Help("longest gradient before it is scaled down, > 0") double maxGradientNorm,
    @Help("share of the examples held out, in [0, 0.5]") double validationShare) {
  /** Validates. */
  public Fitting {
    Checks.positive("learning-rate", learningRate);
    Checks.atLeast("batch-size", batchSize, 1);
    Checks.atLeast("steps", steps, 1);
    Checks.require(maxGradientNorm > 0, "max-gradient-norm must be > 0, got %s", maxGradientNorm);
    Checks.between("validation-share", validationShare, 0, 0.5);
  }

  /** Returns the settings of a fit whose gradients are not clipped. */
  public static Fitting unclipped(
      double learningRate, Schedule schedule, int batchSize, int steps, double validationShare) {
    return new Fitting(
        learningRate, schedule, batchSize, steps, Double.POSITIVE_INFINITY, validationShare);
  }

  /** Returns a learner with Adam so set, which counts its costs in {@code ledger}. */
  public Learner learner(Ledger ledger) {
    return new Learner(
        Adam.of(learningRate).withMaxNorm(maxGradientNorm).with(schedule, steps), ledger);
  }

  /** Returns the batches of the rows 0 .. rows-1. */
  public Minibatches batches(int rows, Seed seed) {
    return Minibatches.of(rows, validationShare, batchSize, seed);
  }

  /** Returns the batches of rows in groups, whole groups of which are held out. */
  public Minibatches batchesOfGroups(int[] sizes, Seed seed) {
    return Minibatches.ofGroups(sizes, validationShare, batchSize, seed);
  }
}
