package org.prefbench.rl;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/** What proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347) is told. */
public record PpoSettings(
    @Help("environment steps in the simulator in all, >= 1") int simulatorSteps,
    @Help("episodes rolled out in lockstep, >= 1") int copies,
    @Help("steps per copy between two updates, >= 1") int horizon,
    @Help("passes over the steps of an update, >= 1") int epochs,
    @Help("steps per gradient step, >= 1") int batchSize,
    @Help("Adam's learning rate of policy and value, > 0") double learningRate,
    @Help("how far the probability ratio may count, in (0, 1)") double clip,
    @Help("nats that an update should move the policy, > 0; the rate of its steps adapts to it")
        double targetKl,
    @Help("discount factor, in [0, 1]") double discount,
    @Help("decay of generalised advantages, in [0, 1]") double gaeDecay,
    @Help("longest gradient, > 0") double maxGradientNorm,
    @Help("units per hidden layer of the value network, >= 1") int valueHiddenSize) {
  /** Validates. */
  public PpoSettings {
    Checks.atLeast("simulator-steps", simulatorSteps, 1);
    Checks.atLeast("copies", copies, 1);
    Checks.atLeast("horizon", horizon, 1);
    Checks.atLeast("epochs", epochs, 1);
    Checks.atLeast("batch-size", batchSize, 1);
    Checks.positive("learning-rate", learningRate);
    Checks.between("clip", clip, Double.MIN_NORMAL, 1);
    Checks.positive("target-kl", targetKl);
    Checks.between("discount", discount, 0, 1);
    Checks.between("gae-decay", gaeDecay, 0, 1);
    Checks.positive("max-gradient-norm", maxGradientNorm);
    Checks.atLeast("value-hidden-size", valueHiddenSize, 1);
  }

  /** Returns the values in common use. */
  public static PpoSettings defaults() {
    return new PpoSettings(200_000, 16, 128, 10, 64, 3e-4, 0.2, 0.01, 0.99, 0.95, 0.5, 256);
  }
}
