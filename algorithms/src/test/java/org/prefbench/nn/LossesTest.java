package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.prefbench.core.Ledger;

/** Values and derivatives by closed forms, and what each loss estimates. */
class LossesTest {
  private static final float[] POINTS = {-30, -2, -0.5f, 0.25f, 1.5f, 30};

  @Test
  void softplusIsTheLogOfOnePlusExp() {
    expect(
        (pass, z) -> Losses.softplus(z),
        z -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
        LossesTest::sigmoid);
  }

  @Test
  void logisticIsTheCrossEntropy() {
    for (double p : new double[] {0, 0.5, 0.8, 1}) {
      expect(
          (pass, z) -> {
            float[] probabilities = new float[POINTS.length];
            Arrays.fill(probabilities, (float) p);
            return Losses.logistic(z, pass.array(probabilities, POINTS.length));
          },
          z -> p * Math.log1p(Math.exp(-z)) + (1 - p) * Math.log1p(Math.exp(z)),
          z -> sigmoid(z) - p);
    }
  }

  @Test
  void hingeIsWhatIsMissingToTheMargin() {
    expect((pass, z) -> Losses.hinge(pass, z, 1), z -> Math.max(0, 1 - z), z -> z < 1 ? -1 : 0);
    expect(
        (pass, z) -> Losses.hinge(pass, z, 0.3), z -> Math.max(0, 0.3 - z), z -> z < 0.3 ? -1 : 0);
  }

  @Test
  void expectileWeighsTheSquareBySide() {
    expect(
        (pass, u) -> Losses.expectile(pass, u, 0.7),
        u -> (u > 0 ? 0.7 : 0.3) * u * u,
        u -> (u > 0 ? 1.4 : 0.6) * u);
  }

  @Test
  void huberIsASquareThatGoesOnAsALine() {
    for (double delta : new double[] {1, 0.4}) {
      expect(
          (pass, e) -> Losses.huber(pass, e, delta),
          e -> Math.abs(e) <= delta ? e * e / 2 : delta * (Math.abs(e) - delta / 2),
          e -> Math.max(-delta, Math.min(delta, e)));
    }
  }

  /** Targets 0 and 1 in equal share have the expectile {@code share}. */
  @Test
  void theExpectileOfAFairCoinIsTheShare() {
    for (double share : new double[] {0.3, 0.5, 0.9}) {
      Learner learner = new Learner(Adam.of(0.05).withCosine(400), new Ledger());
      Learner.Vector estimate = learner.vector(0.5f);
      for (int step = 0; step < 400; step++) {
        learner.step(
            pass ->
                Losses.expectile(
                        pass, pass.array(new float[] {0, 1}, 2).sub(pass.value(estimate)), share)
                    .mean());
      }
      assertEquals(share, learner.read(estimate)[0], 1e-4);
    }
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** Compares a loss of single numbers and its derivative with their formulas. */
  private static void expect(
      BiFunction<Pass, NDArray, NDArray> loss,
      DoubleUnaryOperator value,
      DoubleUnaryOperator derivative) {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Vector points = learner.vector(POINTS);
    float[] values = new float[POINTS.length];
    learner.evaluate(
        pass -> {
          NDArray each = loss.apply(pass, pass.value(points));
          float[] computed = each.toFloatArray();
          System.arraycopy(computed, 0, values, 0, values.length);
          return each.sum();
        });
    float[] gradient = learner.gradient(pass -> loss.apply(pass, pass.value(points)).sum());
    float[] expectedValues = new float[POINTS.length];
    float[] expectedGradient = new float[POINTS.length];
    for (int i = 0; i < POINTS.length; i++) {
      expectedValues[i] = (float) value.applyAsDouble(POINTS[i]);
      expectedGradient[i] = (float) derivative.applyAsDouble(POINTS[i]);
    }
    for (int i = 0; i < POINTS.length; i++) {
      assertEquals(expectedValues[i], values[i], 1e-6 * Math.max(1, Math.abs(values[i])));
    }
    assertArrayEquals(expectedGradient, gradient, 1e-5f);
  }
}
