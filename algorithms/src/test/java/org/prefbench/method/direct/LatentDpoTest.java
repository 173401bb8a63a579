package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environments;
import org.prefbench.generative.latent.LatentVariableLine;
import org.prefbench.generative.latent.LatentVariablePolicy;
import org.prefbench.method.reward.LatentRlhf;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * Generators fine-tuned on the line, a = slope z + deviation e, where the teacher prefers the
 * larger of two actions with the odds of Bradley and Terry for a reward of twice the action.
 */
final class LatentDpoTest {
  private static final Seed SEED = new Seed(5);
  private static final double SLOPE = 1;
  private static final double DEVIATION = 0.5;
  private static final double REWARD = 2; // per unit of action

  private static PreferenceDataset pairs(LatentVariablePolicy reference) {
    FloatMatrix actions = LatentVariableLine.draws(reference, 20_000, SEED.child("pairs"));
    RandomStream random = SEED.child("labels").generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < actions.rows(); i += 2) {
      double better = REWARD * (actions.get(i, 0) - actions.get(i + 1, 0));
      boolean first = random.nextDouble() < 1 / (1 + Math.exp(-better));
      pairs.add(
          new PreferencePair(
              segment(actions.get(i, 0)),
              segment(actions.get(i + 1, 0)),
              first ? Label.FIRST : Label.SECOND,
              "teacher"));
    }
    return new PreferenceDataset("gaussian-1d-v0", pairs, Map.of());
  }

  private static Segment segment(float action) {
    return new Segment(
        new FloatMatrix(2, 1),
        FloatMatrix.of(new float[][] {{action}}),
        new FloatMatrix(1, 1),
        End.TERMINATED,
        Optional.empty());
  }

  private static double shift(AlgorithmFactory<?> method, Map<String, String> set) {
    LatentVariablePolicy reference = LatentVariableLine.generator(SLOPE, 0, DEVIATION);
    PreferenceDataset pairs = pairs(reference);
    LatentVariablePolicy trained =
        (LatentVariablePolicy)
            ConfiguredAlgorithm.of(method, set)
                .algorithm()
                .train(
                    new TrainingInput(
                        Environments.registered().get("gaussian-1d-v0").spec(),
                        Optional.of(reference),
                        new TrajectoryDataset("gaussian-1d-v0", List.of(segment(0)), Map.of()),
                        pairs,
                        Optional.empty(),
                        Optional.empty()),
                    new TrainingContext(SEED.child("training"), new Ledger(), Monitor.SILENT));
    float[] weights = trained.conditional().network().weights();
    assertEquals(SLOPE, weights[0], 0.15, "a linear reward leaves the slope");
    return weights[2];
  }

  /**
   * With the mean latent behind an action in place of the latent, and everything linear, DPO's
   * optimum is that of the action's own law: N(0, slope^2 + deviation^2) moves by its variance
   * times the reward's slope over beta.
   */
  @Test
  void dpoReachesTheOptimumOfTheActionsLaw() {
    double shift =
        shift(
            new LatentDpo(),
            Map.of(
                "start", "given",
                "beta", "5",
                "learning-rate", "0.003",
                "batch-size", "256",
                "steps", "1500",
                "validation-share", "0",
                "inference-hidden-size", "16",
                "inference-steps", "1500"));
    assertEquals((SLOPE * SLOPE + DEVIATION * DEVIATION) * REWARD / 5, shift, 0.08);
  }

  /** Held to the reference latent by latent, only the noise's own variance moves. */
  @Test
  void rlhfReachesTheOptimumGivenTheLatents() {
    double shift =
        shift(
            new LatentRlhf(),
            Map.of(
                "start", "given",
                "beta", "0.5",
                "learning-rate", "0.01",
                "batch-size", "256",
                "steps", "1500",
                "reward-hidden-size", "32",
                "reward-hidden-layers", "1",
                "reward-learning-rate", "0.003",
                "reward-steps", "1500"));
    assertEquals(DEVIATION * DEVIATION * REWARD / 0.5, shift, 0.2);
  }
}
