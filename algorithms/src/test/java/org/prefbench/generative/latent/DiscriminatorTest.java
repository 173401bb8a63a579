package org.prefbench.generative.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;

class DiscriminatorTest {
  private static final Seed SEED = new Seed(3);
  private static final List<Integer> SIZES = List.of(2, 3, 1);
  private static final float[] INPUT = {0.7f, -1.2f};

  /** What it says of {@link #INPUT}, as often as there are rows. */
  private static float[] said(double dropout, int rows) {
    Learner learner = new Learner(Adam.of(0.01), new Ledger());
    Discriminator discriminator = new Discriminator(learner, SIZES, dropout, SEED);
    FloatMatrix inputs = new FloatMatrix(rows, 2);
    for (int i = 0; i < rows; i++) {
      inputs.setRow(i, INPUT);
    }
    float[][] said = new float[1][];
    learner.evaluate(
        pass -> {
          NDArray values =
              discriminator.of(pass, pass, pass.array(inputs), SEED.child("dropped").generator());
          said[0] = values.toFloatArray();
          return values.mean();
        });
    return said[0];
  }

  private static float[] hidden() {
    float[] sums = layer(1, INPUT);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sums[i] > 0 ? sums[i] : 0.2f * sums[i];
    }
    return sums;
  }

  private static float output(float... hidden) {
    return layer(2, hidden)[0];
  }

  /** The sums of a layer, whose weights are row after row of inputs, then the biases. */
  private static float[] layer(int layer, float... inputs) {
    List<Integer> sizes = SIZES.subList(layer - 1, layer + 1);
    float[] weights = Mlp.initial(sizes, Activation.IDENTITY, SEED.child(layer)).weights();
    int outputs = sizes.get(1);
    float[] sums = Arrays.copyOfRange(weights, inputs.length * outputs, weights.length);
    for (int i = 0; i < inputs.length; i++) {
      for (int j = 0; j < outputs; j++) {
        sums[j] += inputs[i] * weights[i * outputs + j];
      }
    }
    return sums;
  }

  @Test
  void hiddenUnitsLeakAFifth() {
    assertArrayEquals(new float[] {output(hidden())}, said(0, 1), 1e-6f);
  }

  /**
   * Of three units any may be dropped, the others then count double; on average nothing changes.
   */
  @Test
  void dropsUnitsOfEveryRowForItself() {
    int rows = 40_000;
    float[] said = said(0.5, rows);
    float[] possible = new float[8];
    double mean = 0;
    double square = 0;
    for (int kept = 0; kept < 8; kept++) {
      float[] hidden = hidden();
      for (int unit = 0; unit < 3; unit++) {
        hidden[unit] *= (kept >> unit & 1) == 1 ? 2 : 0;
      }
      possible[kept] = output(hidden);
      mean += possible[kept] / 8;
      square += possible[kept] * possible[kept] / 8;
    }
    assertEquals(output(hidden()), mean, 1e-6);
    double sum = 0;
    int[] seen = new int[8];
    for (float value : said) {
      sum += value;
      for (int kept = 0; kept < 8; kept++) {
        seen[kept] += Math.abs(value - possible[kept]) < 1e-5 ? 1 : 0;
      }
    }
    double error = Math.sqrt((square - mean * mean) / rows);
    assertEquals(mean, sum / rows, 5 * error);
    for (int kept = 0; kept < 8; kept++) {
      assertEquals(rows / 8.0, seen[kept], 5 * Math.sqrt(rows * 7 / 64.0), Arrays.toString(seen));
    }
  }

  @Test
  void refusesToDropAll() {
    assertThrows(InvalidInputException.class, () -> said(1, 1));
  }
}
