package org.prefbench.env.locomotion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Environments;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.env.VectorEnvironment.Stepping;

/** Copies stepped on any number of threads end up the same, bit for bit. */
class ParallelSteppingTest {
  private static final int COPIES = 24;

  @ParameterizedTest
  @ValueSource(strings = {"hopper-v2", "ant-v2"})
  void resultsDoNotDependOnTheNumberOfThreads(String id) {
    double[][] sequential = run(id, Stepping.SEQUENTIAL, 1);
    for (int threads : new int[] {1, 2, 5}) {
      assertArrayEquals(sequential, run(id, Stepping.PARALLEL, threads), threads + " threads");
    }
  }

  /**
   * Returns the state, rewards and ends of all copies after some steps; a parallel stream runs in
   * the caller's pool.
   */
  private static double[][] run(String id, Stepping stepping, int threads) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> run(id, stepping)).join();
    } finally {
      pool.shutdown();
    }
  }

  private static double[][] run(String id, Stepping stepping) {
    VectorEnvironment vector =
        new VectorEnvironment(Environments.registered().get(id), COPIES, stepping);
    Seed[] seeds = new Seed[COPIES];
    Arrays.setAll(seeds, i -> new Seed(11).child(i));
    vector.reset(seeds);
    RandomStream random = new Seed(12).generator();
    int size = vector.spec().stateSize();
    double[][] outcome = new double[COPIES][size + 2];
    FloatMatrix actions = new FloatMatrix(COPIES, vector.spec().actions().size());
    for (int t = 0; t < 60; t++) {
      for (int i = 0; i < COPIES; i++) {
        for (int j = 0; j < actions.columns(); j++) {
          actions.set(i, j, (float) random.uniform(-1, 1));
        }
      }
      vector.step(actions);
      for (int i = 0; i < COPIES; i++) {
        outcome[i][size] += vector.reward(i);
        outcome[i][size + 1] = vector.elapsed(i);
      }
    }
    double[] state = new double[size];
    for (int i = 0; i < COPIES; i++) {
      vector.readState(i, state);
      System.arraycopy(state, 0, outcome[i], 0, size);
    }
    return outcome;
  }

  @Test
  void anErrorInOneCopyReachesTheCaller() {
    VectorEnvironment vector =
        new VectorEnvironment(Environments.registered().get("hopper-v4"), 8, Stepping.PARALLEL);
    Seed[] seeds = new Seed[8];
    Arrays.setAll(seeds, i -> new Seed(i));
    vector.reset(seeds);
    FloatMatrix actions = new FloatMatrix(8, 3);
    actions.set(5, 1, Float.NaN);
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> vector.step(actions));
    assertEquals(
        "hopper-v4, step 0: action[1] must be a finite number, got NaN", error.getMessage());
  }
}
