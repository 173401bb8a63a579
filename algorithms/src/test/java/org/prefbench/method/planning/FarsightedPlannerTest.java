package org.prefbench.method.planning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Grants;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.TwoDoors;
import org.prefbench.policy.UniformPolicy;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;

/** Planning in {@link TwoDoors}, where what pays at once leads nowhere. */
class FarsightedPlannerTest {
  private static final EnvironmentFactory DOORS = new TwoDoors();
  private static final Seed SEED = new Seed(12);
  private static final int COPIES = 100;

  /** Takes a door at random, uniform in [-1, 1), and plays 0 after it. */
  private static final Policy ANY_DOOR = new Drawn(0);

  /**
   * Draws a uniform number in [-1, 1) at every step and plays it, after the door times a factor.
   */
  private record Drawn(double later) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      RandomStream[] streams =
          Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
      FloatMatrix actions = new FloatMatrix(seeds.length, 1);
      return observations -> {
        for (int i = 0; i < seeds.length; i++) {
          double factor = observations.get(i, 0) == 0 ? 1 : later;
          actions.set(i, 0, (float) (factor * draw(streams[i])));
        }
        return actions;
      };
    }

    @Override
    public Policy deterministic() {
      return new TwoDoors.Plays(-1, 0);
    }
  }

  private static double draw(RandomStream stream) {
    return 2 * stream.nextDouble() - 1;
  }

  /** The doors that the candidates of the first plan of a copy take. */
  private static float[] doors(int copy, int n) {
    float[] doors = new float[n];
    for (int c = 0; c < n; c++) {
      doors[c] = (float) draw(SEED.child(copy).child(0).child(c).generator());
    }
    return doors;
  }

  private static float firstOr(float[] doors, boolean paying) {
    for (float door : doors) {
      if (door < 0 == paying) {
        return door;
      }
    }
    return doors[0];
  }

  private static Policy planner(Policy reference, Map<String, String> set) {
    return planner(DOORS, reference, set);
  }

  private static Policy planner(
      EnvironmentFactory task, Policy reference, Map<String, String> set) {
    Map<String, String> all = new HashMap<>(Map.of("segment-length", "1"));
    all.putAll(set);
    ConfiguredAlgorithm method = ConfiguredAlgorithm.of(new BestOfN(), all);
    Segment any =
        PairSampler.rollOut(
                new Simulator(task, true, new Ledger()),
                reference,
                new double[][] {new double[task.spec().stateSize()]},
                1,
                new Seed[] {SEED})
            .get(0);
    return method
        .algorithm()
        .train(
            new Grants(method.needs())
                .input(
                    task,
                    reference,
                    new TrajectoryDataset(task.spec().id(), List.of(any), Map.of()),
                    new PreferenceDataset(task.spec().id(), List.of(), Map.of()),
                    () -> {
                      throw new AssertionError("nobody is asked");
                    },
                    new Ledger()),
            new TrainingContext(SEED, new Ledger(), Monitor.SILENT));
  }

  /** Returns the actions of every step, {@code [steps][copies]}. */
  private static float[][] play(
      EnvironmentFactory task, Policy policy, int copies, int steps, double[] returns) {
    VectorEnvironment environment = new VectorEnvironment(task, copies);
    Seed[] seeds = new Seed[copies];
    Arrays.setAll(seeds, SEED::child);
    environment.reset(seeds);
    EnvironmentAccess access =
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.WITH_REWARDS, new Ledger());
    float[][] actions = new float[steps][];
    try (Actor actor = policy.start(access, seeds)) {
      for (int t = 0; t < steps; t++) {
        FloatMatrix chosen = actor.act(environment.observations());
        actions[t] = chosen.values().clone();
        environment.step(chosen);
        for (int i = 0; i < copies; i++) {
          returns[i] += environment.reward(i);
        }
      }
    }
    return actions;
  }

  @Test
  void withoutAValueItTakesWhatPaysAtOnce() {
    double[] returns = new double[COPIES];
    float[][] actions = play(DOORS, planner(ANY_DOOR, Map.of("n", "3")), COPIES, 8, returns);
    for (int i = 0; i < COPIES; i++) {
      float expected = firstOr(doors(i, 3), false);
      assertEquals(expected, actions[0][i]);
      assertEquals(expected < 0 ? 5 : 1, returns[i]);
    }
  }

  @Test
  void withTheValueOfContinuationsItTakesWhatPaysLater() {
    double[] returns = new double[COPIES];
    Policy planner = planner(ANY_DOOR, Map.of("n", "3", "value", "continuation"));
    float[][] actions = play(DOORS, planner, COPIES, 8, returns);
    for (int i = 0; i < COPIES; i++) {
      float expected = firstOr(doors(i, 3), true); // the task that ends has no value
      assertEquals(expected, actions[0][i]);
      assertEquals(expected < 0 ? 5 : 1, returns[i]);
    }
  }

  /** With one step of value both doors are worth 1, so that the first candidate is taken. */
  @Test
  void theValueReachesAsFarAsItIsTold() {
    Map<String, String> set = Map.of("n", "3", "value", "continuation", "value-steps", "1");
    float[][] actions = play(DOORS, planner(ANY_DOOR, set), COPIES, 1, new double[COPIES]);
    for (int i = 0; i < COPIES; i++) {
      assertEquals(doors(i, 3)[0], actions[0][i]);
    }
  }

  /** In the paying room the candidate's own reward decides, as continuations share their noise. */
  @Test
  void candidatesShareTheNoiseOfTheirContinuations() {
    Policy planner = planner(new Drawn(1), Map.of("n", "2", "value", "continuation", "forks", "2"));
    float[][] actions = play(DOORS, planner, COPIES, 2, new double[COPIES]);
    int compared = 0;
    for (int i = 0; i < COPIES; i++) {
      if (actions[0][i] < 0) {
        Seed plan = SEED.child(i).child(1);
        float first = (float) draw(plan.child(0).generator());
        float second = (float) draw(plan.child(1).generator());
        assertEquals(Math.max(first, second), actions[1][i]);
        compared++;
      }
    }
    assertTrue(compared > COPIES / 2, compared + " copies in the paying room");
  }

  @Test
  void continuationsAreCounted() {
    int copies = 40;
    VectorEnvironment environment = new VectorEnvironment(DOORS, copies);
    Seed[] seeds = new Seed[copies];
    Arrays.setAll(seeds, SEED::child);
    environment.reset(seeds);
    Ledger ledger = new Ledger();
    Policy planner = planner(ANY_DOOR, Map.of("n", "2", "value", "continuation", "forks", "3"));
    planner
        .start(
            new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.WITH_REWARDS, ledger),
            seeds)
        .act(environment.observations());
    long expected = 0;
    for (int i = 0; i < copies; i++) {
      for (float door : doors(i, 2)) { // five payments, nothing, or the rest of eight steps
        expected += 1 + 3 * (door < 0 ? 5 : door > 0.5 ? 0 : 7);
      }
    }
    assertEquals(expected, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
  }

  @Test
  void severalActionsOfAPlanAreExecuted() {
    Policy planner =
        planner(new Drawn(1), Map.of("n", "1", "segment-length", "4", "rollout-frequency", "3"));
    float[][] actions = play(DOORS, planner, COPIES, 5, new double[COPIES]);
    for (int i = 0; i < COPIES; i++) {
      if (actions[0][i] > 0.5) {
        continue; // the task ended
      }
      RandomStream first = SEED.child(i).child(0).child(0).generator();
      RandomStream second = SEED.child(i).child(3).child(0).generator();
      for (int t = 0; t < 5; t++) {
        assertEquals((float) draw(t < 3 ? first : second), actions[t][i], "step " + t);
      }
    }
  }

  /** Of one roll-out there is nothing to choose: the plan is the reference's own roll-out. */
  @Test
  void oneRollOutIsTheReference() {
    double[] planned = new double[COPIES];
    double[] played = new double[COPIES];
    Policy reference = new TwoDoors.Plays(-1, 0.5);
    Map<String, String> set =
        Map.of("n", "1", "segment-length", "3", "rollout-frequency", "2", "value", "continuation");
    assertArrayEquals(
        play(DOORS, reference, COPIES, 6, played),
        play(DOORS, planner(reference, set), COPIES, 6, planned));
    assertArrayEquals(played, planned);
    assertEquals(7.5, planned[0], "five payments of 1.5");
  }

  @Test
  void withALearnedValueItTakesWhatPaysLaterToo() {
    Map<String, String> set =
        Map.of(
            "n", "3",
            "value", "learned",
            "learned-episodes", "60",
            "learned-hidden-size", "32",
            "learned-steps", "1000");
    ConfiguredAlgorithm method = ConfiguredAlgorithm.of(new BestOfN(), set);
    assertEquals(
        EnumSet.of(Needs.LOOK_AHEAD, Needs.TRUE_REWARDS, Needs.TRAINING_SIMULATOR), method.needs());
    Policy planner = planner(ANY_DOOR, set);
    float[][] actions = play(DOORS, planner, COPIES, 1, new double[COPIES]);
    for (int i = 0; i < COPIES; i++) {
      assertEquals(firstOr(doors(i, 3), true) < 0, actions[0][i] < 0);
    }
  }

  @Test
  void filesHoldEveryKindOfPlanner() {
    EnvironmentFactory task = Environments.registered().get("point-mass-v0");
    List<Map<String, String>> kinds =
        List.of(
            Map.of(),
            Map.of("segment-length", "5", "rollout-frequency", "5"),
            Map.of("value", "continuation", "forks", "2", "value-steps", "7"),
            Map.of("value", "learned", "learned-episodes", "2", "learned-steps", "5"));
    for (Map<String, String> set : kinds) {
      Policy planner = planner(task, new UniformPolicy(), set);
      byte[] bytes = PolicyFiles.toBytes(planner);
      Policy read = PolicyFiles.fromBytes("planner", bytes);
      assertArrayEquals(bytes, PolicyFiles.toBytes(read));
      assertArrayEquals(
          play(task, planner, 3, 4, new double[3]), play(task, read, 3, 4, new double[3]));
      String start = new String(bytes, 0, 40, StandardCharsets.ISO_8859_1);
      assertTrue(
          start.contains(set.isEmpty() ? "best-of-n-v1" : "best-of-n-v2"),
          "files of plain planners stay as they were");
    }
  }

  @Test
  void plansCannotBeExecutedBeyondTheirEnd() {
    Map<String, String> set = Map.of("segment-length", "3", "rollout-frequency", "4");
    String reason = "best-of-n.rollout-frequency must be <= the steps of a roll-out 3, got 4";
    assertEquals(
        reason,
        assertThrows(InvalidInputException.class, () -> planner(ANY_DOOR, set)).getMessage());
    Prospect prospect = new Prospect(DOORS.spec(), OptionalInt.of(10), true, Optional.empty());
    assertEquals(
        reason,
        assertThrows(
                InvalidInputException.class,
                () -> ConfiguredAlgorithm.check(new BestOfN(), set, prospect))
            .getMessage());
    ConfiguredAlgorithm.check(new BestOfN(), Map.of("rollout-frequency", "10"), prospect);
  }
}
