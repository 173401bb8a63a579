package org.prefbench.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class VectorsTest {
  private static final List<Vectors> ALL = List.of(new Vectors(), new Vectors(new ScalarKernel()));
  private static final int AT = 3;

  private final float[] x = numbers("x");
  private final float[] y = numbers("y");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 31, 64, 77, 256})
  void sumsAreTheStatedChains(int count) {
    float[] sums = new float[16];
    float[] products = new float[16];
    for (int i = 0; i < count; i++) {
      sums[i % 16] += x[AT + i];
      products[i % 16] = Math.fma(x[AT + i], y[i], products[i % 16]);
    }
    for (Vectors vectors : ALL) {
      assertEquals(halved(sums, 16), vectors.sum(x, AT, count));
      assertEquals(halved(products, 16), vectors.dot(x, AT, y, 0, count));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 37, 64})
  void whatIsNotPositiveIsSetToZero(int count) {
    y[0] = 0;
    y[1] = -0f;
    y[2] = Float.NaN;
    for (Vectors vectors : ALL) {
      float[] kept = x.clone();
      vectors.keepWherePositive(y, kept, count);
      float[] expected = x.clone();
      for (int i = 0; i < count; i++) {
        if (!(y[i] > 0)) {
          expected[i] = 0;
        }
      }
      assertArrayEquals(expected, kept);
    }
  }

  /** The last entries of a tree of sums, each of an entry and the one half the length after it. */
  private static float halved(float[] chains, int length) {
    if (length == 1) {
      return chains[0];
    }
    float[] sums = new float[length / 2];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = chains[i] + chains[i + sums.length];
    }
    return halved(sums, sums.length);
  }

  private static float[] numbers(String name) {
    RandomStream random = new Seed(5).child(name).generator();
    float[] numbers = new float[300];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
