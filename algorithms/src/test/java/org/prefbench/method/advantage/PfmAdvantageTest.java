package org.prefbench.method.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.method.flow.Line;
import org.prefbench.method.flow.Normal;
import org.prefbench.offline.LabelledActions;
import org.prefbench.policy.Policy;

/** Actions on the line in one state, of which more is better or none is. */
class PfmAdvantageTest {
  private static final Policy REFERENCE = new Normal(1, 1);
  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("temperature", "0.3"),
          Map.entry("weight-limit", "1000"),
          Map.entry("hidden-size", "32"),
          Map.entry("hidden-layers", "2"),
          Map.entry("steps", "1000"),
          Map.entry("reward-members", "1"),
          Map.entry("reward-hidden-size", "16"),
          Map.entry("reward-hidden-layers", "1"),
          Map.entry("reward-bounded", "false"),
          Map.entry("reward-learning-rate", "0.01"),
          Map.entry("reward-steps", "300"),
          Map.entry("advantage-hidden-size", "32"),
          Map.entry("advantage-steps", "1500"),
          Map.entry("advantage-rounds", "1"));

  private static Policy train(boolean moreIsBetter, Map<String, String> changes) {
    Map<String, String> all = new HashMap<>(SMALL);
    all.putAll(changes);
    return ConfiguredAlgorithm.of(new PfmAdvantage(), all)
        .algorithm()
        .train(
            LabelledActions.input(REFERENCE, moreIsBetter),
            new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT));
  }

  /**
   * Logged actions and the reference's are N(0, 1), and the advantage of an action is itself: a
   * flow moves by the temperature, as the weights exp(0.3 a) move the mean of the log.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.3", "2, 0.6"})
  void theReferencesActionsAreMovedUphill(String reapply, double expected) {
    Policy policy = train(true, Map.of("reapply", reapply));
    double moved =
        Line.meanReturn(policy, 4_000, EnvironmentAccess.LookAhead.NONE)
            - Line.meanReturn(REFERENCE, 4_000, EnvironmentAccess.LookAhead.NONE);
    assertEquals(expected, moved, 0.15 * expected);
    assertEquals(
        expected,
        Line.meanReturn(policy.deterministic(), 1, EnvironmentAccess.LookAhead.NONE),
        0.2 * expected);
  }

  /** Labels by the toss of a coin make no reward, and so nothing moves. */
  @Test
  void nothingMovesWhereLabelsTellNothing() {
    Policy policy = train(false, Map.of("reward-keep", "best", "reward-validation-share", "0.5"));
    double moved =
        Line.meanReturn(policy, 4_000, EnvironmentAccess.LookAhead.NONE)
            - Line.meanReturn(REFERENCE, 4_000, EnvironmentAccess.LookAhead.NONE);
    assertEquals(0, moved, 0.1);
  }
}
