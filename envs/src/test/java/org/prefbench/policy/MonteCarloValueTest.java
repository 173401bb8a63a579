package org.prefbench.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;

class MonteCarloValueTest {
  private static final double[] START = {0, 0};
  private static final double[] EMPTY = {1, 0};
  private static final double[] PAYING = {2, 0};
  private static final double[] THREE_PAID = {2, 3};

  /** Uniform in [0, 1) at every step. */
  private static final Policy NOISE =
      new Policy() {
        @Override
        public Actor start(EnvironmentAccess environment, Seed[] seeds) {
          RandomStream[] streams =
              Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
          FloatMatrix actions = new FloatMatrix(seeds.length, 1);
          return observations -> {
            for (int i = 0; i < seeds.length; i++) {
              actions.set(i, 0, (float) streams[i].nextDouble());
            }
            return actions;
          };
        }

        @Override
        public Policy deterministic() {
          return this;
        }
      };

  private static VectorEnvironment at(double[]... states) {
    VectorEnvironment environment = new VectorEnvironment(new TwoDoors(), states.length);
    for (int i = 0; i < states.length; i++) {
      environment.reset(i, states[i]);
    }
    return environment;
  }

  private static MonteCarloValue value(
      VectorEnvironment environment, Policy policy, int forks, Ledger ledger) {
    return new MonteCarloValue(
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.WITH_REWARDS, ledger),
        policy,
        forks);
  }

  private static Seed[] seeds(int count) {
    Seed[] seeds = new Seed[count];
    Arrays.setAll(seeds, new Seed(6)::child);
    return seeds;
  }

  private static int[] steps(int count, int steps) {
    int[] all = new int[count];
    Arrays.fill(all, steps);
    return all;
  }

  @Test
  void itIsTheSumOfWhatIsStillPaid() {
    Policy policy = new TwoDoors.Plays(-1, 0);
    VectorEnvironment environment = at(START, EMPTY, PAYING, THREE_PAID);
    MonteCarloValue value = value(environment, policy, 3, new Ledger());
    assertArrayEquals(new double[] {5, 0, 5, 2}, value.values(seeds(4), steps(4, 100)));
    assertArrayEquals(new double[] {2, 0, 3, 2}, value.values(seeds(4), steps(4, 3)));
    assertArrayEquals(new double[] {0, 0, 5, 1}, value.values(seeds(4), new int[] {1, 9, 5, 1}));
    assertArrayEquals(new double[4], value.values(seeds(4), steps(4, 0)));
  }

  @Test
  void itIsThatOfThePresentStateWhichItLeavesAlone() {
    Policy policy = new TwoDoors.Plays(-1, 0);
    VectorEnvironment environment = at(START, START);
    MonteCarloValue value = value(environment, policy, 2, new Ledger());
    FloatMatrix doors = new FloatMatrix(2, 1);
    doors.set(0, 0, 1); // the task ends
    doors.set(1, 0, -1);
    assertArrayEquals(new double[] {5, 5}, value.values(seeds(2), steps(2, 9)));
    environment.step(doors);
    assertArrayEquals(new double[] {0, 5}, value.values(seeds(2), steps(2, 9)));
    assertEquals(1, environment.elapsed(1));
    assertEquals(2, environment.observations().get(1, 0));
  }

  /** Five payments of 1 + a with a uniform in [0, 1): each roll-out is worked out by hand. */
  @Test
  void rollOutsAreAveragedAndEachHasItsStream() {
    double[] values =
        value(at(PAYING, PAYING, THREE_PAID), NOISE, 3, new Ledger())
            .values(seeds(3), steps(3, 100));
    for (int i = 0; i < 3; i++) {
      int left = i == 2 ? 2 : 5;
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        RandomStream stream = seeds(3)[i].child(k).generator();
        for (int t = 0; t < left; t++) {
          sum += 1 + (double) (float) stream.nextDouble();
        }
      }
      assertEquals(sum / 3, values[i], 1e-12);
    }
    assertTrue(values[0] != values[1]);
    assertEquals(
        values[1],
        value(at(PAYING), NOISE, 3, new Ledger())
            .values(new Seed[] {seeds(3)[1]}, steps(1, 100))[0],
        "alone or among others");
  }

  @Test
  void everyStepIsCounted() {
    Ledger ledger = new Ledger();
    value(at(PAYING, THREE_PAID, EMPTY), new TwoDoors.Plays(0, 0), 4, ledger)
        .values(seeds(3), steps(3, 10));
    assertEquals(4 * (5 + 2 + 10), ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
  }

  @Test
  void rewardsThatAreHiddenStayHidden() {
    VectorEnvironment fork =
        new EnvironmentAccess(at(PAYING), EnvironmentAccess.LookAhead.WITHOUT_REWARDS, new Ledger())
            .fork();
    double[] values =
        value(fork, new TwoDoors.Plays(0, 0), 1, new Ledger()).values(seeds(1), steps(1, 2));
    assertTrue(Double.isNaN(values[0]), "a fork of a fork shows no more than the fork");
    EnvironmentAccess closed =
        new EnvironmentAccess(at(PAYING), EnvironmentAccess.LookAhead.NONE, new Ledger());
    assertThrows(IllegalStateException.class, () -> new MonteCarloValue(closed, NOISE, 1));
  }
}
