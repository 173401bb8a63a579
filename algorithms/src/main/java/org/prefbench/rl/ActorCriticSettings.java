package org.prefbench.rl;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Fitting;

/**
 * What twin delayed deterministic policy gradients (Fujimoto et al. 2018, arXiv 1802.09477) are
 * told; {@link Td3Bc} and {@link ReBrac} differ in their values and add what ties them to the data.
 * How far values come with slow targets is told by {@link Iql}; these take n / delay steps.
 */
public record ActorCriticSettings(
    @Help("units per hidden layer of actor and critics, >= 1 (TD3+BC, ReBRAC: 256)") int hiddenSize,
    @Help("number of hidden layers, >= 0 (TD3+BC: 2; ReBRAC: 3)") int hiddenLayers,
    @Inline(without = {"schedule", "warm-up", "max-gradient-norm", "validation-share"})
        @Help(of = "learning-rate", value = "Adam's step size, > 0 (TD3+BC: 3e-4; ReBRAC: 1e-3)")
        @Help(of = "batch-size", value = "transitions per update, >= 1 (TD3+BC: 256; ReBRAC: 1024)")
        @Help(of = "steps", value = "updates of the critics, >= 1 (TD3+BC, ReBRAC: 1e6)")
        Fitting fitting,
    @Help("discount per step, in [0, 1) (TD3+BC, ReBRAC: 0.99)") double discount,
    @Help("share of the networks that their targets take over, in (0, 1] (TD3+BC, ReBRAC: 0.005)")
        double targetRate,
    @Help("noise on the targets' actions in units of half their range, >= 0 (TD3: 0.2)")
        double targetNoise,
    @Help("largest such noise, >= 0 (TD3: 0.5)") double noiseLimit,
    @Help("updates of the critics per update of actor and targets, >= 1 (TD3: 2)") int delay) {
  /** Validates. */
  public ActorCriticSettings {
    Checks.atLeast("hidden-size", hiddenSize, 1);
    Checks.atLeast("hidden-layers", hiddenLayers, 0);
    Checks.between("discount", discount, 0, Math.nextDown(1.0));
    Checks.between("target-rate", targetRate, Double.MIN_NORMAL, 1);
    Checks.notNegative("target-noise", targetNoise);
    Checks.notNegative("noise-limit", noiseLimit);
    Checks.atLeast("delay", delay, 1);
  }

  /** Returns settings with the values that the two methods share. */
  static ActorCriticSettings of(int hiddenLayers, Fitting fitting) {
    return new ActorCriticSettings(256, hiddenLayers, fitting, 0.99, 0.005, 0.2, 0.5, 2);
  }
}
