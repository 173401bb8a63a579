package org.prefbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * The bound against the return itself, which is a system of linear equations, on a grid with a wall
 * in which half of the steps go astray and one cell pays (as in the paper's released notebook, on a
 * smaller grid).
 */
class ModelPolicyBoundTest {
  private static final int SIZE = 4;
  private static final int STATES = SIZE * SIZE;
  private static final int ACTIONS = 4;
  private static final double GAMMA = 0.9;
  private static final double TOLERANCE = 1e-9;
  private static final double[][] REWARDS = new double[STATES][ACTIONS];
  private static final double[][][] DYNAMICS = new double[STATES][ACTIONS][STATES];

  static {
    for (int state = 0; state < STATES; state++) {
      Arrays.fill(REWARDS[state], state == SIZE - 1 ? 10 : 0.001);
      for (int action = 0; action < ACTIONS; action++) {
        DYNAMICS[state][action][after(state, action)] += 0.5;
        for (int astray = 0; astray < ACTIONS; astray++) {
          DYNAMICS[state][action][after(state, astray)] += 0.5 / ACTIONS;
        }
      }
    }
  }

  private static int after(int state, int action) {
    int row = state / SIZE + new int[] {-1, 0, 1, 0}[action];
    int column = state % SIZE + new int[] {0, 1, 0, -1}[action];
    boolean wall = column == 2 && row < 2;
    return row < 0 || row >= SIZE || column < 0 || column >= SIZE || wall
        ? state
        : row * SIZE + column;
  }

  private static final ModelPolicyBound BOUND = new ModelPolicyBound(GAMMA, REWARDS, DYNAMICS);

  /** p = (1/2, 1/2), V = (0, 1): the softmax of V, and log((1 + e) / 2). */
  @Test
  void theBestModelIsTheTrueOneTiltedByTheExponentialOfTheValue() {
    double[] law = {0.5, 0.5};
    assertArrayEquals(
        new double[] {0.2689, 0.7311}, ModelPolicyBound.tilted(law, new double[] {0, 1}), 5e-5);
    assertEquals(0.6201, ModelPolicyBound.logPartition(law, new double[] {0, 1}), 5e-5);
    assertEquals(1000.6201, ModelPolicyBound.logPartition(law, new double[] {1000, 1001}), 5e-5);
    assertArrayEquals(
        new double[] {1, 0},
        ModelPolicyBound.tilted(new double[] {1, 0}, new double[] {0, 999}),
        "what never happens is imagined never");
  }

  /** By hand: -(1 - 0.9) log(1 - 0.9) = 0.2302585; of the rest one part in ten, and all. */
  @Test
  void theRewardOfAStepByHand() {
    assertEquals(0.2302585, ModelPolicyBound.reward(0.9, 0, 0), 1e-7);
    assertEquals(0.2302585 + 0.1 * 3 - 2, ModelPolicyBound.reward(0.9, 3, -2), 1e-7);
    assertEquals(3, ModelPolicyBound.reward(0, 3, 0), 1e-12);
  }

  /**
   * From the first state to one of two that last, gamma = 1/2, with rewards 1/2 and there 1/2 and
   * e^2 / 2: the values there are 0 and 2, gamma V is (0, 1), and nothing else is left at the
   * start.
   */
  @Test
  void aTaskOfThreeStatesByHand() {
    double[][][] dynamics = {{{0, 0.5, 0.5}}, {{0, 1, 0}}, {{0, 0, 1}}};
    double[][] rewards = {{0.5}, {0.5}, {Math.exp(2) / 2}};
    ModelPolicyBound bound = new ModelPolicyBound(0.5, rewards, dynamics);
    double[][] only = {{1}, {1}, {1}};
    double[] values = bound.largest(only);
    assertArrayEquals(new double[] {0.6201, 0, 2}, values, 5e-5);
    assertArrayEquals(new double[] {0, 0.2689, 0.7311}, bound.optimisticModel(values)[0][0], 5e-5);
    assertEquals(0.5, bound.values(only, dynamics)[0], 1e-9, "under the true dynamics: E gamma V");
    double exact = Math.log(0.5 + 0.5 * (0.5 + 0.5 * Math.exp(2)));
    assertEquals(exact, bound.tightened(only)[0], 1e-9);
  }

  @Test
  void noPolicyAndNoModelIsPromisedMoreThanItsReturn() {
    RandomStream random = new Seed(1).generator();
    for (int draw = 0; draw < 50; draw++) {
      double[][] policy = policy(random);
      double[] exact = logReturns(policy);
      double[] under = BOUND.values(policy, model(random));
      double[] largest = BOUND.largest(policy);
      double[] tightened = BOUND.tightened(policy);
      for (int state = 0; state < STATES; state++) {
        assertTrue(under[state] <= largest[state] + TOLERANCE, "the best model is the best");
        assertTrue(largest[state] <= tightened[state] + TOLERANCE, "a freer end is no worse");
        assertTrue(tightened[state] <= exact[state] + TOLERANCE, "a lower bound is one");
      }
      assertTrue(BOUND.values(policy, DYNAMICS)[0] < largest[0], "optimism is worth something");
    }
  }

  @Test
  void theOptimisticModelReachesTheLargestBound() {
    double[][] policy = policy(new Seed(2).generator());
    double[] largest = BOUND.largest(policy);
    assertArrayEquals(largest, BOUND.values(policy, BOUND.optimisticModel(largest)), TOLERANCE);
    double[] undiscounted = Arrays.stream(largest).map(value -> value / GAMMA).toArray();
    assertTrue(
        BOUND.values(policy, BOUND.optimisticModel(undiscounted))[0] < largest[0],
        "a tilt by e^V is another model");
  }

  /** Nothing is left to learn of where to end: a reward that never changes is its own return. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.9, 0.99})
  void theBoundIsTightWhereRewardsAreConstant(double discount) {
    double[][] rewards = new double[STATES][ACTIONS];
    Arrays.stream(rewards).forEach(row -> Arrays.fill(row, 3));
    ModelPolicyBound bound = new ModelPolicyBound(discount, rewards, DYNAMICS);
    double[][] policy = policy(new Seed(3).generator());
    double exact = Math.log(3 / (1 - discount));
    assertEquals(exact, bound.values(policy, DYNAMICS)[5], TOLERANCE);
    assertEquals(exact, bound.largest(policy)[5], TOLERANCE);
    assertEquals(exact, bound.tightened(policy)[5], TOLERANCE);
  }

  @Test
  void theTightenedBoundIsTheReturnOfThePoliciesThatLeaveNothingToChance() {
    RandomStream random = new Seed(4).generator();
    for (int draw = 0; draw < 20; draw++) {
      double[][] policy = new double[STATES][ACTIONS];
      Arrays.stream(policy).forEach(row -> row[random.nextInt(ACTIONS)] = 1);
      assertArrayEquals(logReturns(policy), BOUND.tightened(policy), TOLERANCE);
    }
  }

  /** Howard's policy iteration on the returns themselves says what is best. */
  @Test
  void atTheOptimumTheTightenedBoundIsTheBestReturn() {
    double[][] policy = policy(new Seed(5).generator());
    for (int round = 0; round < 20; round++) {
      double[] returns = returns(policy);
      for (int state = 0; state < STATES; state++) {
        double[] worth = new double[ACTIONS];
        for (int action = 0; action < ACTIONS; action++) {
          worth[action] = REWARDS[state][action];
          for (int next = 0; next < STATES; next++) {
            worth[action] += GAMMA * DYNAMICS[state][action][next] * returns[next];
          }
        }
        int best = 0;
        for (int action = 1; action < ACTIONS; action++) {
          best = worth[action] > worth[best] ? action : best;
        }
        Arrays.fill(policy[state], 0);
        policy[state][best] = 1;
      }
    }
    double[] best = logReturns(policy);
    assertArrayEquals(best, BOUND.tightened(policy), TOLERANCE);
    RandomStream random = new Seed(6).generator();
    for (int draw = 0; draw < 50; draw++) {
      double[] other = BOUND.tightened(policy(random));
      for (int state = 0; state < STATES; state++) {
        assertTrue(other[state] <= best[state] + TOLERANCE);
      }
    }
  }

  @Test
  void takingTurnsNeverLowersTheBound() {
    double[][] policy = new double[STATES][ACTIONS];
    Arrays.stream(policy).forEach(row -> Arrays.fill(row, 1.0 / ACTIONS));
    double[][][] model = DYNAMICS;
    double[] first = BOUND.values(policy, model);
    double[] values = first;
    for (int turn = 0; turn < 30; turn++) {
      if (turn % 2 == 0) {
        model = BOUND.optimisticModel(BOUND.largest(policy));
      } else {
        policy = BOUND.greedyPolicy(values);
        model = BOUND.optimisticModel(values);
      }
      double[] next = BOUND.values(policy, model);
      for (int state = 0; state < STATES; state++) {
        assertTrue(next[state] >= values[state] - TOLERANCE, "turn " + turn + " in " + state);
      }
      values = next;
    }
    double[] exact = logReturns(policy);
    for (int state = 0; state < STATES; state++) {
      assertTrue(values[state] > first[state], "and raised it");
      assertTrue(values[state] <= exact[state] + TOLERANCE);
    }
    assertArrayEquals(values, BOUND.largest(BOUND.greedyPolicy(values)), TOLERANCE);
  }

  @Test
  void aModelThatDoesTheImpossiblePromisesNothing() {
    double[][][] elsewhere = model(new Seed(7).generator());
    elsewhere[0][0] = new double[STATES];
    elsewhere[0][0][STATES - 1] = 1; // from one corner into the other
    double[][] policy = policy(new Seed(8).generator());
    assertEquals(Double.NEGATIVE_INFINITY, BOUND.values(policy, elsewhere)[0]);
    ModelPolicyBound myopic = new ModelPolicyBound(0, REWARDS, DYNAMICS);
    assertEquals(Double.NEGATIVE_INFINITY, myopic.values(policy, elsewhere)[0]);
  }

  @Test
  void refusesWhatHasNoLogarithm() {
    double[][] rewards = {{0}};
    double[][][] dynamics = {{{1}}};
    assertThrows(InvalidInputException.class, () -> new ModelPolicyBound(0.9, rewards, dynamics));
    double[][] one = {{1}};
    assertEquals(
        "discount must be >= 0 and < 1, got 1.0",
        assertThrows(InvalidInputException.class, () -> new ModelPolicyBound(1, one, dynamics))
            .getMessage());
  }

  private static double[][] policy(RandomStream random) {
    double[][] policy = new double[STATES][];
    Arrays.setAll(policy, state -> law(random, new double[ACTIONS], 1));
    return policy;
  }

  /** A model that knows what is possible and nothing else. */
  private static double[][][] model(RandomStream random) {
    double[][][] model = new double[STATES][ACTIONS][];
    for (int state = 0; state < STATES; state++) {
      for (int action = 0; action < ACTIONS; action++) {
        model[state][action] = law(random, DYNAMICS[state][action], 0);
      }
    }
    return model;
  }

  /** Random probabilities where {@code like} plus {@code more} is positive. */
  private static double[] law(RandomStream random, double[] like, double more) {
    double[] law =
        Arrays.stream(like)
            .map(share -> share + more > 0 ? StrictMath.exp(2 * random.nextGaussian()) : 0)
            .toArray();
    double sum = Arrays.stream(law).sum();
    return Arrays.stream(law).map(share -> share / sum).toArray();
  }

  private static double[] logReturns(double[][] policy) {
    return Arrays.stream(returns(policy)).map(Math::log).toArray();
  }

  /** V = (I - gamma P)^-1 r by Gaussian elimination; the matrix is diagonally dominant. */
  private static double[] returns(double[][] policy) {
    double[][] rows = new double[STATES][STATES + 1];
    for (int state = 0; state < STATES; state++) {
      rows[state][state] = 1;
      for (int action = 0; action < ACTIONS; action++) {
        rows[state][STATES] += policy[state][action] * REWARDS[state][action];
        for (int next = 0; next < STATES; next++) {
          rows[state][next] -= GAMMA * policy[state][action] * DYNAMICS[state][action][next];
        }
      }
    }
    for (int pivot = 0; pivot < STATES; pivot++) {
      for (int row = 0; row < STATES; row++) {
        double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
        for (int column = pivot; column <= STATES; column++) {
          rows[row][column] -= factor * rows[pivot][column];
        }
      }
    }
    double[] values = new double[STATES];
    Arrays.setAll(values, state -> rows[state][STATES] / rows[state][state]);
    return values;
  }
}
