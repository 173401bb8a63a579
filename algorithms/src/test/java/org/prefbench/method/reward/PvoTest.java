package org.prefbench.method.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.offline.LoggedSteps;

class PvoTest {
  private static final Map<String, String> SMALL =
      Map.of(
          "hidden-size", "16",
          "steps", "1500",
          "batch-size", "32",
          "learning-rate", "0.005",
          "target-rate", "0.05",
          "discount", "0.9",
          "stretch", "2",
          "pairs-per-update", "16");

  private static GaussianPolicy train(
      List<Segment> episodes, Map<String, String> changes, Monitor monitor) {
    LoggedSteps steps = LoggedSteps.of(episodes, Space.box(1, -1, 1));
    double[] rewards = steps.rewards(segment -> doubles(segment.rewards().values()));
    float[] given = new float[rewards.length];
    for (int i = 0; i < given.length; i++) {
      given[i] = (float) rewards[i];
    }
    Pvo.Hyper hyper =
        Parameters.override(
            "pvo", Parameters.override("pvo", new Pvo().defaults(), SMALL), changes);
    return Pvo.train(hyper, steps, given, new TrainingContext(new Seed(3), new Ledger(), monitor));
  }

  private static double[] doubles(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** An episode of a table: states are numbers, and the last step ends the task. */
  private static Segment episode(int[] states, int[] actions, float... rewards) {
    FloatMatrix observations = new FloatMatrix(states.length + 1, 2);
    FloatMatrix taken = new FloatMatrix(states.length, 1);
    for (int t = 0; t < states.length; t++) {
      observations.set(t, states[t], 1);
      taken.set(t, 0, actions[t]);
    }
    return new Segment(
        observations,
        taken,
        new FloatMatrix(states.length, 1, rewards),
        End.TERMINATED,
        Optional.empty());
  }

  private static double mean(GaussianPolicy policy, int state) {
    FloatMatrix observation = new FloatMatrix(1, 2);
    observation.set(0, state, 1);
    return policy
        .network()
        .evaluator()
        .evaluate(policy.standardizer().apply(observation))
        .get(0, 0);
  }

  /**
   * The chain: in s0 the action 1 leads to s1 for nothing and -1 ends with 0.5; in s1 the action 1
   * ends with 1 and -1 with 0. Stretches of one and of two steps tell all rewards apart, zero
   * included, so the values are those of implicit Q-learning: Q(s0, 1) = 0.9 tau against 0.5, and
   * weights of exp(3 Q) give the means tanh(3 (Q(s, 1) - Q(s, -1)) / 2).
   */
  @ParameterizedTest
  @CsvSource({"0.5", "0.7"})
  void theChainHasTheValuesOfTheExpectile(double tau) {
    List<Segment> episodes =
        List.of(
            episode(new int[] {0, 1}, new int[] {1, 1}, 0, 1),
            episode(new int[] {0, 1}, new int[] {1, -1}, 0, 0),
            episode(new int[] {0}, new int[] {-1}, 0.5f),
            episode(new int[] {0}, new int[] {-1}, 0.5f));
    RecordingMonitor monitor = new RecordingMonitor();
    GaussianPolicy policy = train(episodes, Map.of("expectile", "" + tau), monitor);
    assertEquals(Math.tanh(1.5), mean(policy, 1), 0.05);
    assertEquals(Math.tanh(1.5 * (0.9 * tau - 0.5)), mean(policy, 0), 0.05);
    List<Double> losses = monitor.values("critic-loss");
    // two critics; gaps of rewards between 0 and 1, not met at all, have squares of some tenths
    double late =
        losses.subList(50, 100).stream().mapToDouble(loss -> loss).average().orElseThrow();
    assertEquals(0, late, 0.01);
  }

  /**
   * To live costs 1 for ever, to leave costs 2 once, with the discount 0.9: to leave is best (-10
   * against -2), and not with 1 more in every step. Stretches of one step all weigh the same in a
   * gap, so this is the anchor's alone.
   */
  @ParameterizedTest
  @CsvSource({"0, -1", "1, 1"})
  void theAnchorKeepsTheZeroOfTheReward(float more, int side) {
    List<Segment> episodes =
        List.of(Bandit.step(1, -1 + more, End.TRUNCATED), Bandit.last(-1, -2 + more));
    Map<String, String> settings = Map.of("expectile", "0.9", "stretch", "1");
    double mean = Bandit.mean(train(episodes, settings, Monitor.SILENT));
    assertTrue(side * mean > 0.5, "mean " + mean);
  }

  /** Without the anchor a constant in every step changes nothing that is learned. */
  @Test
  void gapsDoNotSeeAConstant() {
    Map<String, String> settings =
        Map.of("anchor", "0", "stretch", "1", "steps", "50", "pairs-per-update", "4");
    GaussianPolicy[] policies = new GaussianPolicy[2];
    for (int more = 0; more < 2; more++) {
      // halves, so that sums are exact
      List<Segment> episodes =
          List.of(Bandit.step(1, -0.5 + more, End.TRUNCATED), Bandit.last(-1, -1.5 + more));
      policies[more] = train(episodes, settings, Monitor.SILENT);
    }
    assertEquals(Bandit.mean(policies[0]), Bandit.mean(policies[1]), 1e-4);
  }

  /** Two actions of which one wins three times in four: the odds of acting are 3 to 1, too. */
  @Test
  void oneStepPairsGiveTheLearnedReward() {
    Map<String, String> all = new HashMap<>(SMALL);
    all.putAll(Bandit.REWARD);
    Map<String, String> settings = Bandit.with(all, "reward-scale", "as-given", "temperature", "1");
    assertEquals(0.5, Bandit.mean(Bandit.oddsOfThree().train("pvo", settings)), 0.04);
  }

  @Test
  void refusesWhatCannotBe() {
    Bandit arms = new Bandit().log(Bandit.last(1, 0)).pairs(1, -1, 2, 1);
    Map.of("stretch", "0", "pairs-per-update", "0", "anchor", "-1")
        .forEach(
            (key, value) ->
                assertThrows(
                    InvalidInputException.class,
                    () -> arms.train("pvo", Bandit.with(SMALL, key, value))));
  }
}
