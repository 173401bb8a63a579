package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;

class GaussianDivergenceTest {
  private static final FloatMatrix INPUTS = new FloatMatrix(2, 1, new float[] {0, 2});

  /** A policy with mean {@code slope s + shift}, and the log-deviation {@code log}. */
  private static GaussianPolicy fixed(
      GaussianPolicy.Form form, float slope, float shift, float log) {
    return new GaussianPolicy(
        form,
        Space.box(1, -1, 1),
        Standardizer.identity(1),
        new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[] {slope, shift}),
        new float[] {log});
  }

  /**
   * N(0.5 s + 1, e^2) from N(1, 1): -1 + (e^2 + (0.5 s)^2) / 2 - 1 / 2, and the other way round 1 +
   * (1 + (0.5 s)^2) / (2 e^2) - 1 / 2; squashed the same.
   */
  @Test
  void isThatOfTheGaussians() {
    double square = Math.exp(2);
    for (GaussianPolicy.Form form : GaussianPolicy.Form.values()) {
      GaussianPolicy p = fixed(form, 0.5f, 1, 1);
      GaussianPolicy q = fixed(form, 0, 1, 0);
      assertArrayEquals(
          new double[] {square / 2 - 1.5, (square + 1) / 2 - 1.5},
          GaussianDivergence.of(p, q, INPUTS),
          1e-9);
      assertArrayEquals(
          new double[] {0.5 + 1 / (2 * square), 0.5 + 2 / (2 * square)},
          GaussianDivergence.of(q, p, INPUTS),
          1e-9);
      assertArrayEquals(new double[2], GaussianDivergence.of(p, p, INPUTS), 1e-12);
    }
  }

  /** Mean s and log-deviation s / 2 of one network, from N(s, 1): at s = 2 -1 + e^2 / 2 - 1 / 2. */
  @Test
  void deviationsMayDependOnTheState() {
    float[] weights = {1, 0.5f, 0, 0};
    Mlp both = new Mlp(List.of(1, 2), Activation.RELU, Activation.IDENTITY, weights);
    GaussianPolicy p =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            Space.box(1, -1, 1),
            Standardizer.identity(1),
            both,
            new float[0]);
    GaussianPolicy q = fixed(GaussianPolicy.Form.GAUSSIAN, 1, 0, 0);
    assertArrayEquals(
        new double[] {0, Math.exp(2) / 2 - 1.5}, GaussianDivergence.of(p, q, INPUTS), 1e-9);
  }

  @Test
  void otherFormsHaveNone() {
    assertEquals(
        "policies of different forms or scales of observations have no divergence in closed form",
        assertThrows(
                InvalidInputException.class,
                () ->
                    GaussianDivergence.of(
                        fixed(GaussianPolicy.Form.GAUSSIAN, 0, 0, 0),
                        fixed(GaussianPolicy.Form.TANH_GAUSSIAN, 0, 0, 0),
                        INPUTS))
            .getMessage());
  }
}
