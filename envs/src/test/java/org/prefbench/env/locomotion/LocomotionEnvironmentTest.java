package org.prefbench.env.locomotion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;
import org.prefbench.physics.GoldenModels;

/**
 * What the tasks promise beyond the contract of every environment; expected values from Gym's and
 * D4RL's sources.
 */
class LocomotionEnvironmentTest {
  private static LocomotionEnvironment create(String id) {
    return (LocomotionEnvironment) Environments.registered().get(id).create();
  }

  static List<String> ids() {
    return GoldenModels.ALL.stream().map(GoldenModels::environment).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "hopper-v2, 11, 3, 12, 0.008, 1000", "hopper-v4, 11, 3, 12, 0.008, 1000",
    "halfcheetah-v2, 17, 6, 18, 0.05, 1000", "halfcheetah-v4, 17, 6, 18, 0.05, 1000",
    "walker2d-v2, 17, 6, 18, 0.008, 1000", "walker2d-v4, 17, 6, 18, 0.008, 1000",
    "ant-v2, 111, 8, 30, 0.05, 1000", "ant-v4, 27, 8, 30, 0.05, 1000",
    "swimmer-v4, 8, 2, 10, 0.04, 1000", "reacher-v4, 11, 2, 11, 0.02, 50",
    "inverted-pendulum-v4, 4, 1, 4, 0.04, 1000", "inverted-double-pendulum-v4, 11, 1, 9, 0.05, 1000"
  })
  void sizesAndTimes(
      String id, int observations, int actions, int state, double controlStep, int maxSteps) {
    LocomotionEnvironment environment = create(id);
    assertEquals(observations, environment.spec().observations().size());
    assertEquals(actions, environment.spec().actions().size());
    assertEquals(state, environment.spec().stateSize());
    assertEquals(controlStep, environment.spec().controlStep());
    assertEquals(controlStep, environment.model().timestep() * environment.frameSkip(), 1e-15);
    assertEquals(maxSteps, environment.spec().maxSteps());
    assertEquals(actions, environment.model().nu());
    assertArrayEquals(environment.model().controlLower(), environment.spec().actions().low());
    assertArrayEquals(environment.model().controlUpper(), environment.spec().actions().high());
  }

  @ParameterizedTest
  @CsvSource({
    "hopper-v2, -20.272305, 3234.3", "halfcheetah-v2, -280.178953, 12135.0",
    "walker2d-v2, 1.629008, 4592.3", "ant-v2, -325.6, 3879.7"
  })
  void referenceScoresAreThoseOfD4rl(String id, double random, double expert) {
    assertEquals(random, create(id).spec().scores().orElseThrow().random());
    assertEquals(expert, create(id).spec().scores().orElseThrow().expert());
  }

  @ParameterizedTest
  @MethodSource("ids")
  void absurdStatesAreRefusedByNameAndValue(String id) {
    LocomotionEnvironment environment = create(id);
    StepResult result = new StepResult(environment.spec());
    environment.reset(new Seed(1), result.observation);
    double[] before = new double[environment.spec().stateSize()];
    double[] after = before.clone();
    environment.readState(before);
    for (double absurd : new double[] {Double.NaN, 1e11, Double.NEGATIVE_INFINITY}) {
      for (int i = 0; i < before.length; i++) {
        double[] state = before.clone();
        state[i] = absurd;
        InvalidInputException error =
            assertThrows(InvalidInputException.class, () -> environment.writeState(state));
        assertTrue(error.getMessage().contains(id), error.getMessage());
        assertTrue(error.getMessage().contains(String.valueOf(absurd)), error.getMessage());
        environment.readState(after);
        assertArrayEquals(before, after);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void anActionWithABadCoordinateMovesAsNoActionDoes(String id) {
    LocomotionEnvironment environment = create(id);
    StepResult result = new StepResult(environment.spec());
    environment.reset(new Seed(1), result.observation);
    double[] before = new double[environment.spec().stateSize()];
    double[] expected = before.clone();
    double[] after = before.clone();
    environment.readState(before);
    environment.step(new double[environment.model().nu()], result);
    environment.readState(expected);
    boolean terminated = result.terminated;
    for (double bad :
        new double[] {
          Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.1e10, -1.1e10
        }) {
      for (int i = 0; i < environment.model().nu(); i++) {
        double[] action = new double[environment.model().nu()];
        Arrays.fill(action, 0.5);
        action[i] = bad;
        environment.writeState(before);
        environment.step(action, result);
        environment.readState(after);
        assertArrayEquals(expected, after, "action[" + i + "] = " + bad);
        assertEquals(terminated, result.terminated);
      }
    }
  }

  /** Hopper-v4 charges 0.001 for the square of the action as it was given. */
  @Test
  void theRewardOfABadActionFollowsFromTheActionAsGiven() {
    LocomotionEnvironment environment = create("hopper-v4");
    StepResult result = new StepResult(environment.spec());
    environment.reset(new Seed(1), result.observation);
    double[] state = new double[environment.spec().stateSize()];
    environment.readState(state);
    for (double[] badAndCost :
        new double[][] {
          {Double.NaN, Double.NaN},
          {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY},
          {2e10, -4e17}
        }) {
      environment.writeState(state);
      environment.step(new double[] {0.5, badAndCost[0], -1}, result);
      assertEquals(badAndCost[1], result.reward, 1e3);
    }
  }

  /** 1e10 is the last value that MuJoCo takes for a control; it is clipped like any other. */
  @Test
  void aLargeActionIsClipped() {
    LocomotionEnvironment environment = create("hopper-v4");
    StepResult result = new StepResult(environment.spec());
    environment.reset(new Seed(1), result.observation);
    double[] state = new double[environment.spec().stateSize()];
    environment.readState(state);
    environment.step(new double[] {1, -1, 0.5}, result);
    double[] expected = new double[state.length];
    environment.readState(expected);
    environment.writeState(state);
    environment.step(new double[] {1e10, -1e10, 0.5}, result);
    environment.readState(state);
    assertArrayEquals(expected, state);
  }

  /**
   * A velocity that the check of states admits, but with which one step leaves the range of sound
   * numbers.
   */
  @ParameterizedTest
  @ValueSource(strings = {"hopper-v4", "walker2d-v4", "ant-v4", "halfcheetah-v2"})
  void aStepThatDivergesSaysSoAndChangesNothing(String id) {
    LocomotionEnvironment environment = create(id);
    StepResult result = new StepResult(environment.spec());
    environment.reset(new Seed(1), result.observation);
    double[] state = new double[environment.spec().stateSize()];
    environment.readState(state);
    for (int i = 0; i < environment.model().nv(); i++) {
      state[environment.model().nq() + i] = i % 2 == 0 ? 9e9 : -8e9;
    }
    environment.writeState(state);
    double[] action = new double[environment.model().nu()];
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> environment.step(action, result));
    assertTrue(error.getMessage().startsWith(id + ": a step from this state diverges: q"));
    double[] after = new double[state.length];
    environment.readState(after);
    assertArrayEquals(state, after);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void setStateForgetsEverythingElse(String id) {
    LocomotionEnvironment used = create(id);
    LocomotionEnvironment fresh = create(id);
    StepResult expected = new StepResult(used.spec());
    StepResult actual = new StepResult(used.spec());
    RandomStream random = new Seed(3).generator();
    double[] action = new double[used.model().nu()];
    used.reset(new Seed(2), expected.observation);
    double[] qpos = new double[used.model().nq()];
    double[] qvel = new double[used.model().nv()];
    for (int t = 0; t < 100; t++) {
      for (int i = 0; i < action.length; i++) {
        action[i] = random.uniform(-1, 1);
      }
      used.getState(qpos, qvel);
      used.setState(qpos, qvel);
      fresh.setState(qpos, qvel);
      used.step(action, expected);
      fresh.step(action, actual);
      assertArrayEquals(expected.observation, actual.observation);
      assertEquals(expected.reward, actual.reward);
    }
  }

  @Test
  void antStartsWithAUnitQuaternion() {
    LocomotionEnvironment ant = create("ant-v2");
    double[] observation = new double[111];
    ant.reset(new Seed(4), observation);
    double norm = 0;
    for (int i = 1; i < 5; i++) {
      norm += observation[i] * observation[i];
    }
    assertEquals(1, norm, 1e-15);
    for (int i = 27; i < 111; i++) {
      assertEquals(0, observation[i]);
    }
  }

  /**
   * The ends exactly as Gym writes their inequalities: strict for hopper and walker2d, inclusive
   * for ant.
   */
  @ParameterizedTest
  @CsvSource({
    "hopper-v4, 1, 0.5, true",
    "hopper-v4, 1, 1.2, false",
    "hopper-v4, 2, 0.25, true",
    "hopper-v4, 2, -0.1, false",
    "hopper-v4, 3, -101, true",
    "walker2d-v4, 1, 0.75, true",
    "walker2d-v4, 1, 2.5, true",
    "walker2d-v4, 2, 1.2, true",
    "walker2d-v4, 2, -0.9, false",
    "ant-v4, 2, 1.2, true",
    "ant-v4, 2, 0.9, false",
    "halfcheetah-v4, 2, 3, false",
    "inverted-pendulum-v4, 1, 0.3, true",
    "inverted-double-pendulum-v4, 1, 1.5, true"
  })
  void endsWhereGymEnds(String id, int coordinate, double value, boolean terminated) {
    LocomotionEnvironment environment = create(id);
    StepResult result = new StepResult(environment.spec());
    double[] qpos = environment.model().initialPosition();
    qpos[coordinate] = value;
    environment.setState(qpos, new double[environment.model().nv()]);
    environment.step(new double[environment.model().nu()], result);
    assertEquals(terminated, result.terminated);
  }
}
