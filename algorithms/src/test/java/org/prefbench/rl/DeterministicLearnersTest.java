package org.prefbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

/** TD3+BC and ReBRAC on tables with linear critics, whose solution is known. */
class DeterministicLearnersTest {
  private static final Space ACTIONS = Space.box(1, -1, 1);
  private static final Map<String, String> SMALL =
      Map.of(
          "hidden-layers", "0",
          "steps", "3000",
          "batch-size", "1024",
          "learning-rate", "0.003",
          "target-rate", "0.1",
          "discount", "0.9");

  /** One state and the actions 1 and -1, which end with the rewards 1 + 0.1 a: Q(a) = 1 + 0.1 a. */
  private static final Transitions ONE_STATE =
      new Transitions(
          new FloatMatrix(2, 1), actions(1, -1), new FloatMatrix(2, 1), new float[] {0, 0});

  private static final float[] SLOPE = {1.1f, 0.9f};

  /**
   * Twice from s0 by the action 0 to s1, from where -1 and 1 end: with the same mean cloned, the
   * actor is at 0 in both states.
   */
  private static final Transitions TWO_STATES =
      new Transitions(
          FloatMatrix.of(new float[] {0}, new float[] {1}, new float[] {0}, new float[] {1}),
          actions(0, 1, 0, -1),
          FloatMatrix.of(new float[] {1}, new float[] {9}, new float[] {1}, new float[] {9}),
          new float[] {1, 0, 1, 0});

  private static FloatMatrix actions(float... values) {
    return new FloatMatrix(values.length, 1, values);
  }

  private static OfflineLearner td3Bc(Map<String, String> changes) {
    return new Td3Bc(
        Parameters.override(
            "td3-bc", Parameters.override("td3-bc", Td3Bc.Settings.defaults(), SMALL), changes));
  }

  private static OfflineLearner reBrac(Map<String, String> changes) {
    return new ReBrac(
        Parameters.override(
            "rebrac", Parameters.override("rebrac", ReBrac.Settings.defaults(), SMALL), changes));
  }

  private static GaussianPolicy train(
      OfflineLearner learner, Transitions data, float[] rewards, Monitor monitor) {
    return learner.train(
        data, rewards, ACTIONS, new TrainingContext(new Seed(3), new Ledger(), monitor));
  }

  private static double action(GaussianPolicy policy, double state) {
    FloatMatrix inputs =
        policy.standardizer().apply(new FloatMatrix(1, 1, new float[] {(float) state}));
    return Math.tanh(policy.network().evaluator().evaluate(inputs).get(0, 0));
  }

  /**
   * The actor's gradient vanishes where strength 0.1 / (1 + 0.1 a) = 2 weight a. With one action
   * coordinate, strength 2.5 and weight 1 this is a (1 + 0.1 a) = 0.125, so a = 0.12348, whatever
   * the scale of the rewards; ReBRAC has the strength 1 and the same answer at the weight 0.4. It
   * takes thousands of steps until Adam has forgotten the gradients at critics near 0.
   */
  @Test
  void theActorRestsWhereCloningHoldsTheCritic() {
    double expected = (Math.sqrt(1 + 4 * 0.1 * 0.125) - 1) / 0.2;
    Map<String, String> settled = Map.of("steps", "4000", "learning-rate", "0.005");
    Map<String, String> weak =
        Map.of("steps", "4000", "learning-rate", "0.005", "actor-penalty", "0.4");
    float[] scaled = {11, 9};
    assertEquals(
        expected, action(train(td3Bc(settled), ONE_STATE, SLOPE, Monitor.SILENT), 0), 0.02);
    assertEquals(
        expected, action(train(td3Bc(settled), ONE_STATE, scaled, Monitor.SILENT), 0), 0.02);
    assertEquals(expected, action(train(reBrac(weak), ONE_STATE, SLOPE, Monitor.SILENT), 0), 0.02);
  }

  /**
   * From s0 the value is 0.9 (1 - penalty 1^2), because the data take -1 or 1 where the actor is at
   * 0; at s1 it is 1.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.95", "0.5, 0.725"})
  void theTargetsActionsPayForTheirDistance(double penalty, double value) {
    RecordingMonitor monitor = new RecordingMonitor();
    train(
        reBrac(Map.of("actor-penalty", "100", "critic-penalty", "" + penalty, "target-noise", "0")),
        TWO_STATES,
        new float[] {0, 1, 0, 1},
        monitor);
    assertEquals(value, monitor.values("value").get(99), 0.03);
  }

  /** A reward of 1 in every step is worth 1 / (1 - 0.9), and 1 where the task ends with it. */
  @Test
  void onlyTheEndOfTheTaskEndsTheValue() {
    for (float continues : new float[] {0, 1}) {
      RecordingMonitor monitor = new RecordingMonitor();
      train(
          td3Bc(Map.of("learning-rate", "0.02")),
          new Transitions(
              new FloatMatrix(2, 1),
              actions(1, -1),
              new FloatMatrix(2, 1),
              new float[] {continues, continues}),
          new float[] {1, 1},
          monitor);
      assertEquals(continues == 0 ? 1 : 10, monitor.values("value").get(99), 0.2);
    }
  }

  /**
   * A reward of 1 in every step: where the critics fit their targets T, these go from T to T + rate
   * (1 + 0.9 T - T) after every second update, so that of what the value 10 lacks after the first
   * third, in which Adam forgets the first errors, (1 - 0.1 rate)^1005 is left at the end.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.02})
  void valuesComeNoFasterThanTheirTargets(double rate) {
    RecordingMonitor monitor = new RecordingMonitor();
    train(
        td3Bc(Map.of("target-rate", "" + rate, "learning-rate", "0.02", "batch-size", "64")),
        new Transitions(
            new FloatMatrix(2, 1), actions(1, -1), new FloatMatrix(2, 1), new float[] {1, 1}),
        new float[] {1, 1},
        monitor);
    List<Double> values = monitor.values("value"); // after every 30 updates
    double left = (10 - values.get(99)) / (10 - values.get(32)); // updates 990 and 3,000
    assertEquals(Math.pow(1 - rate * (1 - 0.9), 1005), left, 0.02);
  }

  @Test
  void whatTheLogDidNextIsKnownInsideEpisodesOnly() {
    DeterministicTraining.Followers followers =
        DeterministicTraining.Followers.of(
            new Transitions(
                FloatMatrix.of(new float[] {0}, new float[] {1}, new float[] {5}, new float[] {6}),
                actions(0.1f, 0.2f, 0.3f, 0.4f),
                FloatMatrix.of(new float[] {1}, new float[] {2}, new float[] {6}, new float[] {7}),
                new float[] {1, 1, 0, 1}));
    assertArrayEquals(new float[] {1, 0, 0, 0}, followers.known());
    assertArrayEquals(new float[] {0.2f, 0, 0, 0}, followers.actions().values());
  }

  @Test
  void theSameSeedGivesTheSamePolicyAndWatchingChangesNothing() {
    OfflineLearner few = reBrac(Map.of("steps", "20", "batch-size", "8", "hidden-layers", "2"));
    RecordingMonitor watcher = new RecordingMonitor(4);
    GaussianPolicy watched = train(few, TWO_STATES, new float[] {0, 1, 0, 1}, watcher);
    assertEquals(train(few, TWO_STATES, new float[] {0, 1, 0, 1}, Monitor.SILENT), watched);
    assertEquals(4, watcher.validationLosses().size());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertEquals(
        "3 rewards do not fit 2 transitions",
        assertThrows(
                InvalidInputException.class,
                () -> train(td3Bc(Map.of()), ONE_STATE, new float[3], Monitor.SILENT))
            .getMessage());
    assertThrows(
        InvalidInputException.class,
        () ->
            td3Bc(Map.of())
                .train(
                    ONE_STATE,
                    SLOPE,
                    Space.unbounded(1),
                    new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT)));
    for (Map<String, String> wrong :
        List.of(
            Map.of("discount", "1"),
            Map.of("target-rate", "0"),
            Map.of("target-noise", "-1"),
            Map.of("noise-limit", "-1"),
            Map.of("delay", "0"))) {
      assertThrows(InvalidInputException.class, () -> td3Bc(wrong));
    }
    assertThrows(InvalidInputException.class, () -> td3Bc(Map.of("alpha", "0")));
    assertThrows(InvalidInputException.class, () -> reBrac(Map.of("actor-penalty", "-1")));
    assertThrows(InvalidInputException.class, () -> reBrac(Map.of("critic-penalty", "-1")));
  }
}
