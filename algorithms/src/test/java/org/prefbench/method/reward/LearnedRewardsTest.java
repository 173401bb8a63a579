package org.prefbench.method.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * Rewards of the logged steps, learned, true and wrong, where what is learned from them is known.
 */
class LearnedRewardsTest {
  private static final Map<String, String> IQL =
      Map.of(
          "hidden-size", "16",
          "hidden-layers", "1",
          "steps", "1500",
          "batch-size", "64",
          "learning-rate", "0.005",
          "target-rate", "0.1",
          "discount", "0.9",
          "reward-scale", "as-given",
          "reward-shift", "none");

  private static Map<String, String> all(Map<String, String> first, Map<String, String> second) {
    Map<String, String> all = new HashMap<>(first);
    all.putAll(second);
    return all;
  }

  /**
   * Weights of exp(Q) turn the odds of winning into those of acting: 3 to 1, so the mean is 1/2. A
   * constant changes nothing where every step is the last.
   */
  @ParameterizedTest
  @CsvSource({"none", "plus-half", "min-zero"})
  void pIqlActsByTheOddsOfTheLabels(String shift) {
    Map<String, String> settings =
        Bandit.with(all(IQL, Bandit.REWARD), "temperature", "1", "reward-shift", shift);
    assertEquals(0.5, Bandit.mean(Bandit.oddsOfThree().train("p-iql", settings)), 0.04);
  }

  /** In one state that nothing leaves there is one future, and so the reward of {@code p-iql}. */
  @Test
  void hplActsByTheOddsOfTheLabelsToo() {
    Map<String, String> settings =
        Bandit.with(
            all(IQL, Bandit.REWARD),
            "temperature",
            "1",
            "reward-shift",
            "none",
            "reward-prior-steps",
            "5");
    assertEquals(0.5, Bandit.mean(Bandit.oddsOfThree().train("hpl-light", settings)), 0.04);
  }

  /**
   * With a linear critic Q(a) = 1/2 + g a, g = log(3) / 2, the actor rests where strength g / Q(a)
   * = 2 weight a: with 2.5 and 1, or with 1 and 0.4, at the same place.
   */
  @ParameterizedTest
  @CsvSource({"p-td3-bc, alpha, 2.5", "p-rebrac, actor-penalty, 0.4"})
  void deterministicLearnersClimbTheLearnedReward(String method, String key, String value) {
    double g = Math.log(3) / 2;
    double expected = (Math.sqrt(0.25 + 5 * g * g) - 0.5) / (2 * g);
    Map<String, String> settings =
        Bandit.with(
            all(IQL, Bandit.REWARD),
            "hidden-layers",
            "0",
            "steps",
            "5000",
            "batch-size",
            "512",
            "reward-shift",
            "plus-half",
            key,
            value);
    assertEquals(expected, Bandit.mean(Bandit.oddsOfThree().train(method, settings)), 0.03);
  }

  /** Exp(3 r) of the rewards 1 and 0 has the mean tanh(1.5), and of their contrary minus that. */
  @Test
  void theOracleAndItsControlsReadTheirRewards() {
    Bandit arms = new Bandit().log(Bandit.last(1, 1), Bandit.last(-1, 0));
    assertEquals(Math.tanh(1.5), Bandit.mean(arms.train("iql-oracle", IQL)), 0.03);
    assertEquals(
        -Math.tanh(1.5),
        Bandit.mean(arms.train("iql-control", Bandit.with(IQL, "reward", "negated"))),
        0.03);
    assertEquals(0, Bandit.mean(arms.train("iql-control", IQL)), 0.03);
  }

  /**
   * Of eight steps alike in all but the drawn rewards, each keeps its own: the sum of many is not.
   */
  @Test
  void randomRewardsAreDrawnStepByStep() {
    Bandit arms = new Bandit();
    for (int i = 0; i < 400; i++) {
      arms.log(Bandit.last(i % 2 == 0 ? 1 : -1, 0));
    }
    Map<String, String> random = Bandit.with(IQL, "reward", "random", "temperature", "1");
    // means of 200 uniform numbers differ by 0.04 (one standard deviation), so the mean is near 0
    assertEquals(0, Bandit.mean(arms.train("iql-control", random)), 0.1);
    assertEquals(
        arms.train("iql-control", random), arms.train("iql-control", random), "the same seed");
  }

  /**
   * To live costs 1 for ever, to leave costs 2 once, with the discount 0.9: the task's optimum is
   * to leave (-10 against -2). With c added to every reward it turns at c = 8/9.
   */
  @Test
  void theZeroOfTheRewardDecidesWhetherToLive() {
    Bandit task = new Bandit().log(Bandit.step(1, -1, End.TRUNCATED), Bandit.last(-1, -2));
    Map<String, String> settings = Bandit.with(IQL, "expectile", "0.9");
    assertTrue(Bandit.mean(task.train("iql-oracle", settings)) < -0.5);
    assertTrue(
        Bandit.mean(task.train("iql-oracle", Bandit.with(settings, "reward-shift", "plus-half")))
            < 0);
    assertTrue(
        Bandit.mean(task.train("iql-oracle", Bandit.with(settings, "reward-shift", "min-zero")))
            > 0.5);
  }

  /** r = (0, 1, 2), each pair as often: the mean label of an arm is the rate at which it wins. */
  @Test
  void orlGivesAStepItsRateOfWinning() {
    int count = 10_000;
    Bandit arms =
        new Bandit()
            .pairs(0, -1, count, wins(count, 1))
            .pairs(1, 0, count, wins(count, 1))
            .pairs(1, -1, count, wins(count, 2));
    PreferenceDataset pairs = arms.preferences();
    double[] rewards = Orl.rewards(pairs);
    double[] sums = new double[3];
    for (int i = 0; i < rewards.length; i++) {
      PreferencePair pair = pairs.pairs().get(i / 2);
      Segment segment = i % 2 == 0 ? pair.first() : pair.second();
      sums[1 + (int) segment.actions().get(0, 0)] += rewards[i] / (2 * count);
    }
    assertArrayEquals(new double[] {0.1941, 0.5, 0.8059}, sums, 2e-4);
  }

  private static int wins(int count, double difference) {
    return (int) Math.round(count / (1 + Math.exp(-difference)));
  }

  /** Each arm beats the next nine times in ten: all win half the time, and nothing is learned. */
  @Test
  void orlFindsNoBestArmInACircle() {
    Bandit circle = new Bandit().pairs(-1, 0, 20, 18).pairs(0, 1, 20, 18).pairs(1, -1, 20, 18);
    circle.log(Bandit.last(0, 0)); // what is logged besides is not looked at
    assertEquals(0, Bandit.mean(circle.train("orl", IQL)), 0.05);
    // exp(3 (r - 1/2)) with the rewards 3/4 and 1/4 has the mean tanh(3/4)
    Bandit decided = new Bandit().pairs(1, -1, 40, 30).log(Bandit.last(0, 0));
    assertEquals(Math.tanh(0.75), Bandit.mean(decided.train("orl", IQL)), 0.04);
  }

  @Test
  void whatMustFailIsToldFirst() {
    EnvironmentSpec unbounded =
        new EnvironmentSpec(
            "line-v0",
            "Free",
            Space.unbounded(1),
            Space.unbounded(1),
            List.of(),
            1,
            10,
            Optional.empty());
    assertTrue(
        refusal("p-td3-bc", new Prospect(unbounded, OptionalInt.of(1), true, Optional.empty()))
            .startsWith("p-td3-bc needs bounded actions"));
    assertTrue(
        refusal("p-iql", new Prospect(unbounded, OptionalInt.empty(), false, Optional.empty()))
            .contains("p-iql learns from labelled pairs"));
  }

  private static String refusal(String method, Prospect prospect) {
    return assertThrows(
            InvalidInputException.class,
            () ->
                ConfiguredAlgorithm.check(Algorithms.registered().get(method), Map.of(), prospect))
        .getMessage();
  }
}
