package org.prefbench.method.planning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.env.Space;
import org.prefbench.generative.DynamicsModel;
import org.prefbench.generative.TransitionClassifier;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.reward.LinearReward;
import org.prefbench.reward.NormalLine;

class MnmTest {
  private static final double MEAN_OF_TWO = 0.5642; // of the larger of two normal numbers

  private static Policy train(Map<String, String> settings, Ledger ledger) {
    Map<String, String> quick =
        Map.of("dynamics-steps", "100", "dynamics-hidden-size", "8", "classifier-steps", "200");
    Map<String, String> all = new TreeMap<>(quick);
    all.putAll(settings);
    return NormalLine.train(new Mnm(), all, 200, ledger);
  }

  /** As for best-of-n-learned: the dynamics of one step leave nothing to correct. */
  @ParameterizedTest
  @CsvSource({"1, 0, 0", "2, 0, 0.5642", "8, 0, 1.4236", "2, 1, 0.5642"})
  void choosesAsTheTruthWhereTheModelHasNoErrors(String n, String correction, double mean) {
    Policy policy = train(Map.of("n", n, "correction", correction), new Ledger());
    assertEquals(mean, NormalLine.meanReturn(policy), 0.05);
    assertEquals(0, NormalLine.meanReturn(policy.deterministic()), 1e-6);
  }

  @Test
  void asksNoSimulatorAndNoTeacher() {
    Ledger ledger = new Ledger();
    train(Map.of(), ledger);
    assertEquals(0, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
    assertEquals(0, ledger.count(Ledger.Entry.TEACHER_QUERIES));
  }

  /**
   * A log reward of 1 per unit of action counts 1 - gamma = 0.1, the log-odds -0.5 per unit count
   * whole: the correction turns the choice round, and a tenth of it does not.
   */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.1, 1", "1, -1"})
  void theCorrectionCountsWholeAndTheRewardByOneLessGamma(double correction, double sign) {
    Policy policy =
        new ImaginedPlanner(
            NormalLine.REFERENCE, 2, 1, 1, 0.9, reward(0, 1), dynamics(0, -0.5f), correction);
    assertEquals(sign * MEAN_OF_TWO, NormalLine.meanReturn(policy), 0.05);
  }

  /** What is rewarded is where the action leads, and only a roll-out knows. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "-1, 1, -1", "1, -1, -1"})
  void plansByWhereTheModelLeads(float moved, double rewarded, double sign) {
    Policy policy =
        new ImaginedPlanner(
            NormalLine.REFERENCE, 2, 2, 1, 0.9, reward(rewarded, 0), dynamics(moved, 0), 1);
    assertEquals(sign * MEAN_OF_TWO, NormalLine.meanReturn(policy), 0.05);
  }

  /**
   * By hand, gamma = 1/2: steps of log reward 2 and 3 and log-ratio -1 and 4 have r~ = 1 - 1 +
   * log(2) / 2 and 1.5 + 4 + log(2) / 2, and the second counts half.
   */
  @Test
  void aPlanIsWorthTheDiscountedSumOfTheAugmentedReward() {
    ImaginedPlanner planner =
        new ImaginedPlanner(NormalLine.REFERENCE, 2, 2, 1, 0.5, reward(1, 1), dynamics(0, 0), 1);
    FloatMatrix observations = FloatMatrix.of(new float[] {2}, new float[] {2});
    FloatMatrix actions = FloatMatrix.of(new float[] {0}, new float[] {1});
    assertEquals(
        2.75 + 0.75 * Math.log(2),
        planner.worth(observations, actions, new double[] {-1, 4}),
        1e-9);
  }

  @Test
  void isReadAsItWasWritten() {
    Policy policy = train(Map.of(), new Ledger());
    byte[] bytes = PolicyFiles.toBytes(policy);
    Policy read = PolicyFiles.fromBytes("policy", bytes);
    assertArrayEquals(bytes, PolicyFiles.toBytes(read));
    assertEquals(NormalLine.meanReturn(policy), NormalLine.meanReturn(read));
  }

  @Test
  void refusesWhatCannotBe() {
    assertEquals(
        "mnm.discount must be >= 0 and < 1, got 1.0",
        assertThrows(
                InvalidInputException.class, () -> train(Map.of("discount", "1"), new Ledger()))
            .getMessage());
    assertEquals(
        "mnm.rollout-frequency must be <= the segment length 1, got 2",
        assertThrows(
                InvalidInputException.class,
                () -> train(Map.of("rollout-frequency", "2"), new Ledger()))
            .getMessage());
  }

  /** log r = of observation and action, so many per unit. */
  private static LinearReward reward(double observation, double action) {
    return new LinearReward(Standardizer.identity(2), new double[] {0, observation, action, 0, 0});
  }

  /** The observation moves by {@code moved} per unit of action, whose log-odds are linear too. */
  private static TransitionClassifier dynamics(float moved, float logOdds) {
    DynamicsModel model =
        new DynamicsModel(
            Space.unbounded(1),
            Standardizer.identity(2),
            Standardizer.identity(1),
            List.of(linear(0, moved)));
    return new TransitionClassifier(model, Standardizer.identity(1), linear(0, logOdds, 0));
  }

  /** The network without hidden layers with these weights, and no bias. */
  private static Mlp linear(float... weights) {
    return new Mlp(
        List.of(weights.length, 1),
        Activation.RELU,
        Activation.IDENTITY,
        Arrays.copyOf(weights, weights.length + 1));
  }
}
