package org.prefbench.rl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Standardizer;

class TanhGaussianHeadTest {
  private static final Space ACTIONS = new Space(new double[] {-2, 0}, new double[] {4, 0.5});

  /** The policy's density has been checked by integration; the units differ by the half ranges. */
  @Test
  void theLogDensityIsThatOfThePolicy() {
    Learner learner = new Learner(Adam.of(1e-3), new Ledger());
    Mlp network = Mlp.initial(Mlp.sizes(3, 16, 1, 4), Activation.RELU, new Seed(1));
    TanhGaussianHead head = new TanhGaussianHead(learner, network, ACTIONS);
    FloatMatrix observations = new FloatMatrix(200, 3);
    var random = new Seed(2).generator();
    for (int k = 0; k < observations.values().length; k++) {
      observations.values()[k] = (float) random.nextGaussian();
    }
    FloatMatrix noise = head.noise(200, random);
    FloatMatrix actions = new FloatMatrix(200, 2);
    float[] densities = new float[200];
    learner.evaluate(
        pass -> {
          TanhGaussianHead.Sample drawn = head.sample(pass, pass.array(observations), noise);
          System.arraycopy(drawn.action().toFloatArray(), 0, actions.values(), 0, 400);
          System.arraycopy(drawn.logDensity().toFloatArray(), 0, densities, 0, 200);
          return drawn.logDensity().mean();
        });
    GaussianPolicy policy = head.policy(Standardizer.identity(3));
    double[] expected = policy.logProbabilities(observations, actions);
    double units = Math.log(3) + Math.log(0.25);
    for (int i = 0; i < 200; i++) {
      assertTrue(ACTIONS.low(0) <= actions.get(i, 0) && actions.get(i, 0) <= ACTIONS.high(0));
      assertTrue(ACTIONS.low(1) <= actions.get(i, 1) && actions.get(i, 1) <= ACTIONS.high(1));
      assertEquals(expected[i] + units, densities[i], 0.02, "row " + i);
    }
  }

  /**
   * Without observations the action of noise z is 1 + 3 tanh(m + exp(l) z), so that its derivative
   * by m is 3 (1 - tanh^2), and by l that times exp(l) z.
   */
  @Test
  void theDerivativeGoesThroughTheAction() {
    Learner learner = new Learner(Adam.of(1e-3), new Ledger());
    Mlp network =
        Mlp.initial(Mlp.sizes(1, 1, 0, 2), Activation.RELU, new Seed(1))
            .withWeights(new float[] {0, 0, 0.3f, -0.7f}); // m and l are the biases
    TanhGaussianHead head = new TanhGaussianHead(learner, network, Space.box(1, -2, 4));
    FloatMatrix noise = FloatMatrix.of(new float[] {1.5f});
    float[] gradient =
        learner.gradient(
            pass -> head.sample(pass, pass.array(new FloatMatrix(1, 1)), noise).action().mean());
    double deviation = Math.exp(-0.7);
    double tanh = Math.tanh(0.3 + deviation * 1.5);
    assertEquals(3 * (1 - tanh * tanh), gradient[2], 1e-5);
    assertEquals(3 * (1 - tanh * tanh) * deviation * 1.5, gradient[3], 1e-5);
  }
}
