package org.prefbench.method.online;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/**
 * What soft actor-critic is told. The defaults are those of Haarnoja et al. 2018 ("Soft
 * actor-critic algorithms and applications", arXiv 1812.05905, table 1), which D4RL's behaviour
 * policies were trained with, but for what makes an update count for more where a simulated step
 * costs a thousandth of one: more environment steps per update, and what of Bhatt et al. 2024
 * ("CrossQ", arXiv 1902.05605) and Lee et al. 2025 ("SimBa", arXiv 2410.09754) costs next to
 * nothing: standardised observations, critics with layer normalisation, a larger step size and a
 * policy that learns less often than the critics. Critics so normalised bear targets that follow
 * four times as fast, without which values take 1 / (0.005 (1 - 0.99)) = 20,000 updates to reach
 * back over the horizon.
 */
public record SacSettings(
    @Help("environment steps in all, >= 1") long steps,
    @Help("copies of the environment stepped in lockstep, >= 1") int copies,
    @Help("environment steps per update of the critics, > 0 (SAC: 1)") double stepsPerUpdate,
    @Help("environment steps with uniform actions before the first update, >= 1") long warmUpSteps,
    @Help("transitions kept, >= 1 (SAC: 1e6)") int bufferSize,
    @Help("transitions per update, >= 1 (SAC: 256)") int batchSize,
    @Help("units per hidden layer of actor and critics, >= 1 (SAC: 256)") int hiddenSize,
    @Help("number of hidden layers, >= 1 (SAC: 2)") int hiddenLayers,
    @Help("whether critics normalise every hidden layer before its ReLU (SAC: false)")
        boolean layerNormalization,
    @Help("Adam's step size of the critics, > 0 (SAC: 3e-4)") double criticLearningRate,
    @Help("Adam's step size of the actor and the temperature, > 0 (SAC: 3e-4)")
        double actorLearningRate,
    @Help("updates of the critics per update of the actor, >= 1 (SAC: 1)") int policyDelay,
    @Help("environment steps at the end in which the step sizes fall linearly to 0 (SAC: 0)")
        long annealingSteps,
    @Help("discount per step, in [0, 1) (SAC: 0.99)") double discount,
    @Help("share of the critics that their targets take over per update, in (0, 1] (SAC: 0.005)")
        double targetRate,
    @Help("entropy that the temperature aims at, in nats per action coordinate (SAC: -1)")
        double targetEntropy,
    @Help("environment steps between evaluations and snapshots, >= 1") long evaluationInterval,
    @Help("episodes of an evaluation, >= 2") int evaluationEpisodes) {
  /** Validates. */
  public SacSettings {
    Checks.atLeast("steps", steps, 1L);
    Checks.atLeast("copies", copies, 1);
    Checks.positive("steps-per-update", stepsPerUpdate);
    Checks.atLeast("warm-up-steps", warmUpSteps, 1L);
    Checks.atLeast("buffer-size", bufferSize, 1);
    Checks.atLeast("batch-size", batchSize, 1);
    Checks.atLeast("hidden-size", hiddenSize, 1);
    Checks.atLeast("hidden-layers", hiddenLayers, 1);
    Checks.positive("critic-learning-rate", criticLearningRate);
    Checks.positive("actor-learning-rate", actorLearningRate);
    Checks.atLeast("policy-delay", policyDelay, 1);
    Checks.between("annealing-steps", annealingSteps, 0L, steps);
    Checks.between("discount", discount, 0, Math.nextDown(1.0));
    Checks.between("target-rate", targetRate, Double.MIN_VALUE, 1);
    Checks.finite("target-entropy", targetEntropy);
    Checks.atLeast("evaluation-interval", evaluationInterval, 1L);
    Checks.atLeast("evaluation-episodes", evaluationEpisodes, 2);
  }

  /** Returns the defaults. */
  public static SacSettings defaults() {
    return new SacSettings(
        2_000_000, 16, 8, 10_000, 1_000_000, 256, 256, 2, true, 1e-3, 5e-4, 2, 0, 0.99, 0.02, -1,
        50_000, 10);
  }
}
