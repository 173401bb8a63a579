package org.prefbench.rl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.env.Space;
import org.prefbench.nn.GaussianPolicy;

/**
 * Tables of a few transitions, whose solution is known. The chain: in s0 the action 1 leads to s1
 * for nothing and -1 ends with 0.5; in s1 the action 1 ends with 1 and -1 with 0; all are equally
 * frequent and the discount is 0.9. With the expectile tau, V(s1) is that of {0, 1}, tau, and so
 * Q(s0, 1) = 0.9 tau, and V(s0) is that of {0.9 tau, 0.5}. The weights exp(3 Q) of the two actions
 * of a state give the mean tanh(3 (Q(s, 1) - Q(s, -1)) / 2).
 */
class IqlTest {
  private static final Space ACTIONS = Space.box(1, -1, 1);
  private static final Map<String, String> SMALL =
      Map.of(
          "hidden-size", "24",
          "steps", "1800",
          "batch-size", "32",
          "learning-rate", "0.005",
          "target-rate", "0.05",
          "discount", "0.9");

  /** A step of a table; states are numbers, and none follows where the task ends. */
  private record Step(int state, int action, double reward, Integer next) {}

  private static final Step FAR = new Step(0, 1, 0, 1);
  private static final Step NEAR = new Step(0, -1, 0.5, null);
  private static final Step GOOD = new Step(1, 1, 1, null);
  private static final Step BAD = new Step(1, -1, 0, null);

  private static GaussianPolicy train(
      List<Step> steps, Map<String, String> changes, Monitor monitor) {
    int n = steps.size();
    FloatMatrix before = new FloatMatrix(n, 2);
    FloatMatrix actions = new FloatMatrix(n, 1);
    FloatMatrix after = new FloatMatrix(n, 2);
    float[] continues = new float[n];
    float[] rewards = new float[n];
    for (int i = 0; i < n; i++) {
      Step step = steps.get(i);
      before.set(i, step.state, 1);
      actions.set(i, 0, step.action);
      rewards[i] = (float) step.reward;
      if (step.next != null) {
        after.set(i, step.next, 1);
        continues[i] = 1;
      }
    }
    Iql.Settings settings =
        Parameters.override(
            "iql", Parameters.override("iql", Iql.Settings.defaults(), SMALL), changes);
    return new Iql(settings)
        .train(
            new Transitions(before, actions, after, continues),
            rewards,
            ACTIONS,
            new TrainingContext(new Seed(3), new Ledger(), monitor));
  }

  private static double mean(GaussianPolicy policy, int state) {
    FloatMatrix observation = new FloatMatrix(1, 2);
    observation.set(0, state, 1);
    FloatMatrix inputs = policy.standardizer().apply(observation);
    return policy.network().evaluator().evaluate(inputs).get(0, 0);
  }

  /** The chain's choice at s0 turns where 0.9 tau = 0.5. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.45, 0.475", "0.7, 0.63, 0.591"})
  void theChainHasTheValuesOfTheExpectile(double tau, double far, double start) {
    RecordingMonitor monitor = new RecordingMonitor();
    GaussianPolicy policy =
        train(List.of(FAR, NEAR, GOOD, BAD), Map.of("expectile", "" + tau), monitor);
    assertEquals(Math.tanh(1.5), mean(policy, 1), 0.04);
    assertEquals(Math.tanh(1.5 * (far - 0.5)), mean(policy, 0), 0.04);
    List<Double> values = monitor.values("value");
    double late = values.subList(80, 100).stream().mapToDouble(v -> v).average().orElseThrow();
    assertEquals((start + tau) / 2, late, 0.03);
  }

  /** Without the good action in the data its value must not enter, however high the expectile. */
  @Test
  void whatIsNotInTheDataHasNoValue() {
    GaussianPolicy policy =
        train(List.of(FAR, NEAR, BAD), Map.of("expectile", "0.95"), Monitor.SILENT);
    assertEquals(Math.tanh(1.5 * (0 - 0.5)), mean(policy, 0), 0.04);
    assertEquals(-1, mean(policy, 1), 0.04);
  }

  /** Of two actions with Q in {0, 1} the better has the probability e^3 / (1 + e^3) = 0.9526. */
  @Test
  void theTemperatureIsTheSlopeOfTheLogOdds() {
    for (double temperature : new double[] {0, 3}) {
      GaussianPolicy policy =
          train(
              List.of(GOOD, BAD),
              Map.of("temperature", "" + temperature, "steps", "1000"),
              Monitor.SILENT);
      double better = (1 + mean(policy, 1)) / 2;
      assertEquals(1 / (1 + Math.exp(-temperature)), better, 0.03);
    }
    // the weights min(e^1.5, 1) and e^-1.5 of a limit that cuts
    GaussianPolicy cut =
        train(
            List.of(GOOD, BAD),
            Map.of("expectile", "0.5", "weight-limit", "1", "steps", "1000"),
            Monitor.SILENT);
    assertEquals(1 / (1 + Math.exp(-1.5)), (1 + mean(cut, 1)) / 2, 0.03);
  }

  /** A reward of 1 in every step is worth 1 / (1 - 0.9), and 1 where the task ends with it. */
  @Test
  void onlyTheEndOfTheTaskEndsTheValue() {
    for (boolean ends : new boolean[] {true, false}) {
      RecordingMonitor monitor = new RecordingMonitor();
      List<Step> steps = new ArrayList<>();
      for (int action : new int[] {-1, 1}) {
        steps.add(new Step(0, action, 1, ends ? null : 0));
      }
      train(steps, Map.of("steps", "1500", "target-rate", "0.2"), monitor);
      assertEquals(ends ? 1 : 10, monitor.values("value").get(99), ends ? 0.02 : 0.3);
    }
  }

  /**
   * A reward of 1 in every step: where critics and V fit, an update takes V to V + rate (1 + 0.9 V
   * - V), so that of what the value 10 lacks after the first third, in which Adam forgets the first
   * errors, (1 - 0.1 rate)^1005 is left at the end.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.02})
  void valuesComeNoFasterThanTheirTargets(double rate) {
    RecordingMonitor monitor = new RecordingMonitor();
    train(
        List.of(new Step(0, -1, 1, 0), new Step(0, 1, 1, 0)),
        Map.of("steps", "1500", "target-rate", "" + rate),
        monitor);
    List<Double> values = monitor.values("value"); // after every 15 updates
    double left = (10 - values.get(99)) / (10 - values.get(32)); // updates 495 and 1,500
    assertEquals(Math.pow(1 - rate * (1 - 0.9), 1005), left, 0.02);
  }

  @Test
  void theSameSeedGivesTheSamePolicyAndWatchingChangesNothing() {
    Map<String, String> few = Map.of("steps", "50");
    RecordingMonitor watcher = new RecordingMonitor(5);
    GaussianPolicy watched = train(List.of(FAR, NEAR, GOOD, BAD), few, watcher);
    assertEquals(train(List.of(FAR, NEAR, GOOD, BAD), few, Monitor.SILENT), watched);
    assertEquals(5, watcher.validationLosses().size());
  }

  @Test
  void refusesWhatDoesNotFit() {
    Transitions one =
        new Transitions(
            new FloatMatrix(1, 2), new FloatMatrix(1, 1), new FloatMatrix(1, 2), new float[] {1});
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () ->
                new Iql(Iql.Settings.defaults())
                    .train(
                        one,
                        new float[2],
                        ACTIONS,
                        new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT)));
    assertEquals("2 rewards do not fit 1 transitions", error.getMessage());
    assertThrows(
        InvalidInputException.class,
        () ->
            new Transitions(
                new FloatMatrix(1, 2),
                new FloatMatrix(1, 1),
                new FloatMatrix(1, 2),
                new float[] {1, 1}));
    for (Map<String, String> wrong :
        List.of(
            Map.of("expectile", "1"),
            Map.of("discount", "1"),
            Map.of("temperature", "-1"),
            Map.of("weight-limit", "0.5"),
            Map.of("target-rate", "0"))) {
      assertThrows(
          InvalidInputException.class,
          () -> Parameters.override("iql", Iql.Settings.defaults(), wrong));
    }
  }
}
