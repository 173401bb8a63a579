package org.prefbench.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;

/** The forward pass in plain Java against hand work and against the engine. */
class MlpTest {
  private static final Seed SEED = new Seed(7);

  @Test
  void matchesHandWork() {
    // x = (1, 2); W1 = [[1, -1], [2, 0.5]], b1 = (0.5, -3): before (5.5, -3), ReLU (5.5, 0);
    // W2 = [[2], [7]], b2 = -1: 10
    Mlp network =
        new Mlp(
            List.of(2, 2, 1),
            Activation.RELU,
            Activation.IDENTITY,
            new float[] {1, -1, 2, 0.5f, 0.5f, -3, 2, 7, -1});
    assertEquals(10f, network.evaluator().evaluate(FloatMatrix.of(new float[] {1, 2})).get(0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheEngine(Activation activation) {
    Mlp network = Mlp.initial(List.of(5, 33, 18, 3), activation, activation, SEED);
    FloatMatrix inputs = normal(40, 5);
    FloatMatrix java = network.evaluator().evaluate(inputs);
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Network handle = learner.network(network);
    float[][] engine = new float[2][];
    learner.evaluate(
        pass -> {
          engine[0] = pass.forward(handle, pass.array(inputs)).toFloatArray();
          engine[1] = pass.forward(network, pass.array(inputs)).toFloatArray();
          return pass.array(new float[] {0});
        });
    assertArrayEquals(engine[0], java.values(), 1e-5f, "trained network");
    assertArrayEquals(engine[1], java.values(), 1e-5f, "frozen network");
  }

  @Test
  void rowsDoNotDependOnTheirBatch() {
    Mlp network = Mlp.initial(List.of(5, 64, 3), Activation.RELU, SEED);
    FloatMatrix inputs = normal(17, 5);
    FloatMatrix all = network.evaluator().evaluate(inputs);
    for (int i = 0; i < inputs.rows(); i++) {
      assertArrayEquals(
          all.row(i), network.evaluator().evaluate(inputs.slice(i, i + 1)).values(), 0f);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SILU", "TANH", "IDENTITY"}) // smooth ones, for the finite difference
  void jacobianIsTheLimitOfDifferences(Activation activation) {
    Mlp network = Mlp.initial(List.of(4, 16, 16, 3), activation, activation, SEED);
    float[] input = {0.3f, -0.7f, 1.1f, 0.2f};
    FloatMatrix jacobian = new FloatMatrix(2, 3);
    float[] output = new float[3];
    network.evaluator().jacobian(input, output, jacobian);
    assertArrayEquals(
        network.evaluator().evaluate(FloatMatrix.of(input)).values(), output, 0f, "output");
    float h = 1e-2f;
    for (int j = 0; j < 2; j++) {
      float[] up = input.clone();
      float[] down = input.clone();
      up[j] += h;
      down[j] -= h;
      FloatMatrix ends = network.evaluator().evaluate(FloatMatrix.of(up, down));
      for (int k = 0; k < 3; k++) {
        // central difference: error h^2 / 6 times the third derivative, plus rounding 1e-7 / h
        double slope = ((double) ends.get(0, k) - ends.get(1, k)) / ((double) up[j] - down[j]);
        assertEquals(slope, jacobian.get(j, k), 1e-4);
      }
    }
  }

  @Test
  void jacobianOfReluNetworkIsTheProductOfActiveWeights() {
    // the network of matchesHandWork at (1, 2): only the first hidden unit is active, so the
    // derivatives are (1 * 2, 2 * 2)
    Mlp network =
        new Mlp(
            List.of(2, 2, 1),
            Activation.RELU,
            Activation.IDENTITY,
            new float[] {1, -1, 2, 0.5f, 0.5f, -3, 2, 7, -1});
    FloatMatrix jacobian = new FloatMatrix(2, 1);
    network.evaluator().jacobian(new float[] {1, 2}, new float[1], jacobian);
    assertArrayEquals(new float[] {2, 4}, jacobian.values());
  }

  @Test
  void initialWeightsFollowTheLawOfPyTorch() {
    Mlp network = Mlp.initial(List.of(100, 400), Activation.RELU, SEED);
    float[] weights = network.weights();
    double squares = 0;
    for (float weight : weights) {
      assertTrue(Math.abs(weight) <= 0.1, "bound 1 / sqrt(100)");
      squares += (double) weight * weight;
    }
    // variance of a uniform law on +-0.1 is 0.01 / 3; 40,400 draws, relative error below 2 %
    assertEquals(0.01 / 3, squares / weights.length, 0.02 * 0.01 / 3);
    assertEquals(network, Mlp.initial(List.of(100, 400), Activation.RELU, SEED));
  }

  @Test
  void refusesWeightsOfAnotherShape() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> new Mlp(List.of(2, 1), Activation.RELU, Activation.IDENTITY, new float[4]));
    assertEquals("a network of sizes [2, 1] needs 3 weights, got 4", error.getMessage());
  }

  private static FloatMatrix normal(int rows, int columns) {
    FloatMatrix matrix = new FloatMatrix(rows, columns);
    RandomStream random = SEED.child("inputs").generator();
    for (int i = 0; i < matrix.values().length; i++) {
      matrix.values()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}
