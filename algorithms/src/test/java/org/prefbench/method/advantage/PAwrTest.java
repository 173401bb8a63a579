package org.prefbench.method.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.offline.LabelledActions;

class PAwrTest {
  /**
   * Logged actions are N(0, 1), and the advantage of an action is itself: weights exp(T a) tilt
   * them to the mean T, which is what the policy's mean comes to; at 0 it clones. Deviations stay.
   */
  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0.5", "1, 1"})
  void clonesByTheTiltOfTheLog(String temperature, double mean) {
    GaussianPolicy reference =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            LabelledActions.SPEC.actions(),
            Standardizer.identity(1),
            Mlp.initial(List.of(1, 16, 1), Activation.RELU, new Seed(3)),
            new float[] {-1});
    GaussianPolicy policy =
        (GaussianPolicy)
            ConfiguredAlgorithm.of(
                    new PAwr(),
                    Map.ofEntries(
                        Map.entry("temperature", temperature),
                        Map.entry("weight-limit", "1000"),
                        Map.entry("steps", "1500"),
                        Map.entry("learning-rate", "0.003"),
                        Map.entry("reward-members", "1"),
                        Map.entry("reward-hidden-size", "16"),
                        Map.entry("reward-hidden-layers", "1"),
                        Map.entry("reward-bounded", "false"),
                        Map.entry("reward-learning-rate", "0.01"),
                        Map.entry("reward-steps", "300"),
                        Map.entry("advantage-hidden-size", "16"),
                        Map.entry("advantage-steps", "200"),
                        Map.entry("advantage-rounds", "1")))
                .algorithm()
                .train(
                    LabelledActions.input(reference, true),
                    new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT));
    float learned = policy.network().evaluator().evaluate(new FloatMatrix(1, 1)).get(0, 0);
    assertEquals(mean, learned, 0.12);
    assertEquals(-1, policy.logStd()[0]);
  }
}
