package org.prefbench.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.locomotion.LocomotionEnvironment;

/** What every registered environment must do; a new one is tested without a new line here. */
class EnvironmentContractTest {
  private static final Seed SEED = new Seed(20240530);
  private static final int STEPS = 60;
  private static final int COPIES = 3;

  static List<Named<EnvironmentFactory>> environments() {
    return Environments.registered().all().stream()
        .map(factory -> Named.of(factory.spec().id(), factory))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void specificationIsTrue(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    assertEquals(spec, factory.create().spec());
    assertTrue(spec.title().length() > 10, spec.title());
    assertTrue(spec.stateSize() > 0);
    assertTrue(spec.actions().bounded() || spec.maxSteps() == 1, "unbounded actions");
    assertEquals(
        spec.state().size(), spec.state().stream().map(StateField::name).distinct().count());

    Environment environment = factory.create();
    StepResult result = new StepResult(spec);
    RandomStream random = SEED.child("actions").generator();
    double[] low = spec.observations().low();
    double[] high = spec.observations().high();
    for (int episode = 0; episode < 5; episode++) {
      environment.reset(SEED.child(episode), result.observation);
      for (int t = 0; t < STEPS; t++) {
        for (int j = 0; j < low.length; j++) {
          double value = result.observation[j];
          assertTrue(
              Double.isFinite(value) && value >= low[j] && value <= high[j],
              "observation " + j + " = " + value + " at step " + t);
        }
        environment.step(randomAction(spec, random), result);
        assertTrue(Double.isFinite(result.reward), "reward " + result.reward);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void sameSeedGivesTheSameBytes(EnvironmentFactory factory) {
    Environment used = factory.create();
    run(used, SEED.child("other"), STEPS); // its past must not matter
    assertArrayEquals(run(factory.create(), SEED, STEPS), run(used, SEED, STEPS));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void otherSeedsGiveOtherStartsUnlessTheStartIsFixed(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    double[] first = new double[spec.stateSize()];
    double[] second = new double[spec.stateSize()];
    Environment environment = factory.create();
    double[] observation = new double[spec.observations().size()];
    environment.reset(SEED.child(1), observation);
    environment.readState(first);
    environment.reset(SEED.child(2), observation);
    environment.readState(second);
    boolean sees = !Arrays.equals(spec.observations().low(), spec.observations().high());
    if (!sees) {
      assertArrayEquals(first, second);
    } else {
      assertFalse(Arrays.equals(first, second));
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aWrittenStateContinuesBitForBit(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    Environment source = factory.create();
    Environment copy = factory.create();
    run(copy, SEED.child("other"), 7);
    double[] state = new double[spec.stateSize()];
    double[] again = new double[spec.stateSize()];
    double[] observation = new double[spec.observations().size()];
    StepResult expected = new StepResult(spec);
    StepResult actual = new StepResult(spec);
    RandomStream random = SEED.child("actions").generator();
    source.reset(SEED, expected.observation);
    for (int t = 0; t < STEPS; t++) {
      source.readState(state);
      copy.writeState(state);
      copy.readState(again);
      assertArrayEquals(state, again);
      copy.observe(observation);
      assertArrayEquals(expected.observation, observation);
      Arrays.fill(state, Double.NaN); // the copy must not live in our array
      for (int ahead = 0; ahead < 4; ahead++) {
        double[] action = randomAction(spec, random);
        source.step(action, expected);
        copy.step(action, actual);
        assertSameResult(expected, actual);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void observeEqualsTheLastObservationAndChangesNothing(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    Environment environment = factory.create();
    StepResult result = new StepResult(spec);
    double[] observation = new double[spec.observations().size()];
    double[] before = new double[spec.stateSize()];
    double[] after = new double[spec.stateSize()];
    RandomStream random = SEED.child("actions").generator();
    environment.reset(SEED, result.observation);
    for (int t = 0; t < STEPS; t++) {
      environment.readState(before);
      environment.observe(observation);
      environment.readState(after);
      assertArrayEquals(result.observation, observation);
      assertArrayEquals(before, after);
      environment.step(randomAction(spec, random), result);
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void anActionOutsideTheSpaceActsAsTheClippedOne(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    Space space = spec.actions();
    Environment inside = factory.create();
    Environment outside = factory.create();
    StepResult expected = new StepResult(spec);
    StepResult actual = new StepResult(spec);
    inside.reset(SEED, expected.observation);
    outside.reset(SEED, actual.observation);
    RandomStream random = SEED.child("actions").generator();
    for (int t = 0; t < STEPS; t++) {
      double[] wide = randomAction(spec, random);
      double[] clipped = wide.clone();
      for (int j = 0; j < wide.length; j++) {
        if (space.bounded()) {
          double range = space.high()[j] - space.low()[j];
          wide[j] = (t % 2 == 0 ? 1e6 : 2) * random.uniform(-range, range);
          clipped[j] = Math.max(space.low()[j], Math.min(space.high()[j], wide[j]));
        }
      }
      double[] given = wide.clone();
      inside.step(clipped, expected);
      outside.step(given, actual);
      assertSameResult(expected, actual);
      assertArrayEquals(wide, given, "the action was changed");
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void anActionThatIsNotANumberIsRefusedAndChangesNothing(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    Environment environment = factory.create();
    assumeFalse(
        environment instanceof LocomotionEnvironment, "takes them as MuJoCo does, see its test");
    StepResult result = new StepResult(spec);
    environment.reset(SEED, result.observation);
    double[] before = new double[spec.stateSize()];
    double[] after = new double[spec.stateSize()];
    RandomStream random = SEED.child("actions").generator();
    for (int j = 0; j < spec.actions().size(); j++) {
      environment.step(randomAction(spec, random), result);
      environment.readState(before);
      double[] action = randomAction(spec, random);
      action[j] = Double.NaN;
      InvalidInputException error =
          assertThrows(InvalidInputException.class, () -> environment.step(action, result));
      assertTrue(error.getMessage().contains(spec.id()), error.getMessage());
      assertTrue(error.getMessage().contains("NaN"), error.getMessage());
      environment.readState(after);
      assertArrayEquals(before, after);
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aPolicyWithoutAnActionIsRefusedByStepAndCoordinate(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    VectorEnvironment copies = new VectorEnvironment(factory, 2);
    copies.reset(SEED.children(0, 2, "reset"));
    FloatMatrix actions = new FloatMatrix(2, spec.actions().size());
    int step = 0;
    if (spec.maxSteps() > 1) {
      copies.step(actions);
      step++;
    }
    int last = spec.actions().size() - 1;
    double[] before = new double[spec.stateSize()];
    double[] after = new double[spec.stateSize()];
    copies.readState(1, before);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      actions.set(1, last, bad);
      InvalidInputException error =
          assertThrows(InvalidInputException.class, () -> copies.step(actions));
      assertEquals(
          spec.id()
              + ", step "
              + step
              + ": action["
              + last
              + "] must be a finite number, got "
              + bad,
          error.getMessage());
      copies.readState(1, after);
      assertArrayEquals(before, after);
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aStepAllocatesNothing(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    Environment environment = factory.create();
    StepResult result = new StepResult(spec);
    double[] state = new double[spec.stateSize()];
    environment.reset(SEED, result.observation);
    environment.readState(state);
    double[] scratch = new double[spec.stateSize()];
    double[] action = randomAction(spec, SEED.generator());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int steps = 1000;
    long allocated = 0;
    for (int round = 0; round < 2; round++) { // the first round loads classes
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int t = 0; t < steps; t++) {
        if (t % 50 == 0) {
          environment.writeState(state);
        }
        environment.step(action, result);
        environment.observe(result.observation);
        environment.readState(scratch);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assumeTrue(allocated < steps || !strictMathAllocates(threads), "StrictMath allocates");
    assertTrue(allocated < steps, allocated + " bytes in " + steps + " steps");
  }

  /** From JDK 21 on fdlibm is Java, whose reduction of large angles returns an array. */
  private static boolean strictMathAllocates(ThreadMXBean threads) {
    double sum = StrictMath.sin(10); // loads classes
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      sum += StrictMath.sin(10 + i);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(Double.isFinite(sum));
    return allocated > 0;
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aFinishedCopyStandsStillAndEndsExcludeEachOther(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    VectorEnvironment vector = new VectorEnvironment(factory, COPIES);
    assertTrue(vector.allFinished(), "nothing to step before the first reset");
    vector.reset(seeds());
    assertFalse(vector.finished(0));
    RandomStream random = SEED.child("actions").generator();
    int steps = 0;
    while (!vector.allFinished()) {
      vector.step(randomActions(spec, random));
      steps++;
      for (int i = 0; i < COPIES; i++) {
        assertFalse(vector.terminated(i) && vector.truncated(i));
        assertEquals(
            vector.truncated(i), !vector.terminated(i) && vector.elapsed(i) == spec.maxSteps());
        assertTrue(vector.finished(i) || vector.elapsed(i) == steps);
      }
    }
    assertTrue(steps <= spec.maxSteps());

    double[][] states = states(vector);
    FloatMatrix observations = vector.observations().copy();
    int[] elapsed = {vector.elapsed(0), vector.elapsed(1), vector.elapsed(2)};
    vector.step(randomActions(spec, random));
    for (int i = 0; i < COPIES; i++) {
      assertEquals(0, vector.reward(i));
      assertTrue(vector.finished(i));
      assertEquals(elapsed[i], vector.elapsed(i));
    }
    assertArrayEquals(states, states(vector));
    assertEquals(observations, vector.observations());
  }

  @ParameterizedTest
  @MethodSource("environments")
  void everyCopyEqualsASingleEnvironment(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    VectorEnvironment vector = new VectorEnvironment(factory, COPIES);
    vector.reset(seeds());
    Environment[] singles = new Environment[COPIES];
    StepResult[] results = new StepResult[COPIES];
    for (int i = 0; i < COPIES; i++) {
      singles[i] = factory.create();
      results[i] = new StepResult(spec);
      singles[i].reset(seeds()[i], results[i].observation);
    }
    RandomStream random = SEED.child("actions").generator();
    double[] action = new double[spec.actions().size()];
    for (int t = 0; t < STEPS && !vector.allFinished(); t++) {
      FloatMatrix actions = randomActions(spec, random);
      boolean[] finished = {vector.finished(0), vector.finished(1), vector.finished(2)};
      vector.step(actions);
      for (int i = 0; i < COPIES; i++) {
        if (finished[i]) {
          continue;
        }
        actions.copyRow(i, action);
        singles[i].step(action, results[i]);
        assertEquals(results[i].reward, vector.reward(i));
        assertEquals(results[i].terminated, vector.terminated(i));
        for (int j = 0; j < results[i].observation.length; j++) {
          assertEquals((float) results[i].observation[j], vector.observations().get(i, j));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aForkLeavesItsSourceAloneAndSeesTheSameFuture(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    Ledger ledger = new Ledger();
    VectorEnvironment vector = new VectorEnvironment(factory, COPIES);
    EnvironmentAccess access = new EnvironmentAccess(vector, LookAhead.WITH_REWARDS, ledger);
    vector.reset(seeds());
    RandomStream random = SEED.child("actions").generator();
    VectorEnvironment fork = access.fork();
    for (int t = 0; t < 10 && !vector.allFinished(); t++) {
      access.refresh(fork);
      assertEquals(vector.observations(), fork.observations());
      double[][] states = states(vector);
      FloatMatrix observations = vector.observations().copy();
      FloatMatrix actions = randomActions(spec, random);
      fork.step(actions);
      for (int ahead = 0; ahead < 3; ahead++) {
        fork.step(randomActions(spec, random));
      }
      assertArrayEquals(states, states(vector));
      assertEquals(observations, vector.observations());

      access.refresh(fork);
      fork.step(actions);
      vector.step(actions);
      assertEquals(vector.observations(), fork.observations());
      for (int i = 0; i < COPIES; i++) {
        assertEquals(vector.reward(i), fork.reward(i));
        assertEquals(vector.terminated(i), fork.terminated(i));
      }
      assertArrayEquals(states(vector), states(fork));
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aForkKnowsNoTimeLimitAndItsStepsAreCounted(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    Ledger ledger = new Ledger();
    VectorEnvironment vector = new VectorEnvironment(factory, 1);
    EnvironmentAccess access = new EnvironmentAccess(vector, LookAhead.WITH_REWARDS, ledger);
    vector.reset(new Seed[] {SEED});
    VectorEnvironment fork = access.fork();
    int limit = spec.maxSteps() + 1;
    FloatMatrix action = middle(spec);
    int steps = 0;
    while (steps < limit && !fork.finished(0)) {
      fork.step(action);
      steps++;
      assertFalse(fork.truncated(0));
    }
    assertTrue(steps == limit || fork.terminated(0));
    assertEquals(steps, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
    assertEquals(0, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
    assertEquals(0, vector.elapsed(0));
    if (fork.finished(0)) {
      fork.step(action);
      assertEquals(steps, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS), "a finished copy is free");
    }
    vector.step(action);
    assertEquals(steps, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS), "real steps are not counted");
  }

  @ParameterizedTest
  @MethodSource("environments")
  void whatIsNotGrantedCannotBeSeen(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    Ledger ledger = new Ledger();
    VectorEnvironment vector = new VectorEnvironment(factory, 1);
    vector.reset(new Seed[] {SEED});
    EnvironmentAccess blind = new EnvironmentAccess(vector, LookAhead.WITHOUT_REWARDS, ledger);
    VectorEnvironment fork = blind.fork();
    assertTrue(Double.isNaN(fork.reward(0)));
    fork.step(middle(spec));
    assertTrue(Double.isNaN(fork.reward(0)));
    EnvironmentAccess none = new EnvironmentAccess(vector, LookAhead.NONE, ledger);
    IllegalStateException error = assertThrows(IllegalStateException.class, none::fork);
    assertTrue(error.getMessage().contains(spec.id()), error.getMessage());
    assertThrows(InvalidInputException.class, () -> blind.refresh(vector));

    VectorEnvironment training = new Simulator(factory, false, ledger).vector(2);
    training.reset(new Seed[] {SEED, SEED.child(1)});
    FloatMatrix middle = middle(spec);
    training.step(FloatMatrix.stack(List.of(middle, middle)));
    assertTrue(Double.isNaN(training.reward(1)));
    assertEquals(2, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
    VectorEnvironment rewarded = new Simulator(factory, true, ledger).vector(1);
    rewarded.reset(new Seed[] {SEED});
    rewarded.step(middle);
    assertTrue(Double.isFinite(rewarded.reward(0)));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aCopyStartsFromAGivenState(EnvironmentFactory factory) {
    EnvironmentSpec spec = factory.spec();
    VectorEnvironment vector = new VectorEnvironment(factory, 2);
    vector.reset(new Seed[] {SEED.child(1), SEED.child(2)});
    RandomStream random = SEED.child("actions").generator();
    FloatMatrix one = new FloatMatrix(1, spec.actions().size());
    one.setRow(0, randomAction(spec, random));
    FloatMatrix both = FloatMatrix.stack(List.of(one, one));
    vector.step(both);
    double[] state = new double[spec.stateSize()];
    vector.readState(0, state);
    vector.reset(0, state);
    vector.reset(1, state);
    assertEquals(0, vector.elapsed(1));
    assertFalse(vector.finished(1));
    assertArrayEquals(vector.observations().row(0), vector.observations().row(1));
    vector.step(both);
    assertEquals(vector.reward(0), vector.reward(1));
    assertArrayEquals(states(vector)[0], states(vector)[1]);
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aNearMissOfTheIdIsCorrected(EnvironmentFactory factory) {
    String id = factory.spec().id();
    assertSame(factory.getClass(), Environments.registered().get(id).getClass());
    String slip = id.substring(0, 3) + id.substring(4);
    assertNotEquals(id, slip);
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> Environments.registered().get(slip));
    assertTrue(error.getMessage().contains("did you mean '" + id + "'?"), error.getMessage());
  }

  private static Seed[] seeds() {
    Seed[] seeds = new Seed[COPIES];
    Arrays.setAll(seeds, SEED::child);
    return seeds;
  }

  /** Returns all numbers of an episode under random actions, states included. */
  private static double[][] run(Environment environment, Seed seed, int steps) {
    EnvironmentSpec spec = environment.spec();
    StepResult result = new StepResult(spec);
    double[][] trace = new double[3 * (steps + 1)][];
    RandomStream random = SEED.child("actions").generator();
    environment.reset(seed, result.observation);
    for (int t = 0; t <= steps; t++) {
      trace[3 * t] = result.observation.clone();
      trace[3 * t + 1] = new double[] {result.reward, result.terminated ? 1 : 0};
      trace[3 * t + 2] = new double[spec.stateSize()];
      environment.readState(trace[3 * t + 2]);
      environment.step(randomAction(spec, random), result);
    }
    return trace;
  }

  private static double[][] states(VectorEnvironment vector) {
    double[][] states = new double[vector.copies()][vector.spec().stateSize()];
    for (int i = 0; i < states.length; i++) {
      vector.readState(i, states[i]);
    }
    return states;
  }

  private static double[] randomAction(EnvironmentSpec spec, RandomStream random) {
    Space space = spec.actions();
    double[] action = new double[space.size()];
    for (int j = 0; j < action.length; j++) {
      action[j] =
          space.bounded() ? random.uniform(space.low()[j], space.high()[j]) : random.nextGaussian();
    }
    return action;
  }

  private static FloatMatrix randomActions(EnvironmentSpec spec, RandomStream random) {
    FloatMatrix actions = new FloatMatrix(COPIES, spec.actions().size());
    for (int i = 0; i < COPIES; i++) {
      actions.setRow(i, randomAction(spec, random));
    }
    return actions;
  }

  private static FloatMatrix middle(EnvironmentSpec spec) {
    FloatMatrix action = new FloatMatrix(1, spec.actions().size());
    if (spec.actions().bounded()) {
      for (int j = 0; j < spec.actions().size(); j++) {
        action.set(0, j, (float) (0.5 * (spec.actions().low()[j] + spec.actions().high()[j])));
      }
    }
    return action;
  }

  private static void assertSameResult(StepResult expected, StepResult actual) {
    assertArrayEquals(expected.observation, actual.observation);
    assertEquals(expected.reward, actual.reward);
    assertEquals(expected.terminated, actual.terminated);
  }
}
