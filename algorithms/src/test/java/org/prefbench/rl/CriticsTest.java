package org.prefbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;

class CriticsTest {
  private static final FloatMatrix OBSERVATIONS =
      FloatMatrix.of(new float[] {0.5f}, new float[] {-1}, new float[] {2});
  private static final FloatMatrix ACTIONS =
      FloatMatrix.of(new float[] {1}, new float[] {-3}, new float[] {0.25f});

  /** Q_1 = s + 2 a, Q_2 = 1 - a. */
  private static Critics lines() {
    Mlp shape = Mlp.initial(List.of(2, 1), Activation.RELU, new Seed(1));
    return new Critics(
        List.of(
            shape.withWeights(new float[] {1, 2, 0}), shape.withWeights(new float[] {0, -1, 1})),
        false,
        Adam.of(0.1),
        new Ledger());
  }

  private static float[] read(BiFunction<Pass, NDArray, NDArray> values) {
    float[][] result = new float[1][];
    Learner other = new Learner(Adam.of(1), new Ledger());
    other.vector(0);
    other.evaluate(
        pass -> {
          NDArray inputs = pass.array(OBSERVATIONS).concat(pass.array(ACTIONS), 1);
          NDArray found = values.apply(pass, inputs);
          assertEquals(1, found.getShape().dimension());
          result[0] = found.toFloatArray();
          return found.mean();
        });
    return result[0];
  }

  @Test
  void theSmallestIsTakenRowByRow() {
    Critics critics = lines();
    // Q_1: 2.5, -7, 2.5; Q_2: 0, 4, 0.75
    assertArrayEquals(new float[] {0, -7, 0.75f}, read(critics::smallest));
    assertArrayEquals(new float[] {0, -7, 0.75f}, read(critics::smallestTarget));
  }

  @Test
  void theLossIsTheSumOfTheCriticsMeanSquares() {
    // errors to y = 1: 1.5, -8, 1.5 and -1, 3, -0.25
    double expected = (2.25 + 64 + 2.25) / 3 + (1 + 9 + 0.0625) / 3;
    double loss = lines().step(OBSERVATIONS, ACTIONS, pass -> pass.array(new float[] {1, 1, 1}, 3));
    assertEquals(expected, loss, 1e-4);
  }

  @Test
  void targetsFollowByTheirShareOfTheWay() {
    Critics critics = lines();
    critics.step(OBSERVATIONS, ACTIONS, pass -> pass.array(new float[] {1, 1, 1}, 3));
    assertArrayEquals(new float[] {0, -7, 0.75f}, read(critics::smallestTarget));
    critics.follow(0.25);
    float[] weights = critics.target().values();
    float[] now = critics.learner().state().parameters();
    float[] before = {1, 2, 0, -1, 0, 1}; // matrices, then biases
    for (int i = 0; i < before.length; i++) {
      assertEquals(0.1, Math.abs(now[i] - before[i]), 1e-4); // Adam's first step
      assertEquals(before[i] + 0.25 * (now[i] - before[i]), weights[i], 1e-6);
    }
    critics.follow(1);
    assertArrayEquals(read(critics::smallest), read(critics::smallestTarget));
  }

  /** Any values can be learned where every row has inputs of its own. */
  @Test
  void learnsWhatItIsToldWithAndWithoutNormalization() {
    float[] y = {3, -2, 0.5f};
    for (boolean normalized : new boolean[] {false, true}) {
      List<Mlp> initial = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        initial.add(Mlp.initial(List.of(2, 16, 1), Activation.RELU, new Seed(2).child(k)));
      }
      Critics critics = new Critics(initial, normalized, Adam.of(0.02), new Ledger());
      double loss = 0;
      for (int step = 0; step < 800; step++) {
        loss = critics.step(OBSERVATIONS, ACTIONS, pass -> pass.array(y, 3));
      }
      assertEquals(0, loss, 1e-3);
      assertArrayEquals(y, read(critics::smallest), 0.05f, Arrays.toString(y));
    }
  }
}
