package org.prefbench.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class MatrixProductTest {
  private static final Seed SEED = new Seed(11);

  /** What is added to c: factors and start at random. */
  record Problem(int m, int k, int n, float[] a, float[] b, float[] c) {
    static Problem of(int m, int k, int n, Seed seed) {
      return new Problem(
          m,
          k,
          n,
          numbers(m * k, seed.child("a")),
          numbers(k * n, seed.child("b")),
          numbers(m * n, seed.child("c")));
    }

    /** Returns the result, by factors that lie transposed or not. */
    float[] with(MatrixProduct product, boolean left, boolean right) {
      float[] result = c.clone();
      float[] packed = right ? transposed(b, k, n) : b;
      product.add(
          left ? transposed(a, m, k) : a,
          0,
          left,
          m,
          product.pack(packed, 0, k, n, right),
          result,
          0);
      return result;
    }

    /** The chains as the class comment says them, one element at a time. */
    float[] chains() {
      float[] result = c.clone();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          for (int p = 0; p < k; p++) {
            result[i * n + j] = Math.fma(a[i * k + p], b[p * n + j], result[i * n + j]);
          }
        }
      }
      return result;
    }
  }

  /** Shapes at random, and those at the edges of panels, groups and passes. */
  static Stream<List<Integer>> shapes() {
    List<List<Integer>> shapes =
        new ArrayList<>(
            List.of(
                List.of(0, 3, 4),
                List.of(3, 0, 4),
                List.of(3, 4, 0),
                List.of(1, 1, 1),
                List.of(6, 256, 32),
                List.of(7, 257, 33),
                List.of(1, 513, 129),
                List.of(13, 2, 128)));
    RandomStream random = SEED.child("shapes").generator();
    int[] sizes = {1, 2, 3, 5, 7, 11, 13, 17, 31, 32, 37, 61, 64, 67, 97, 127, 131};
    while (shapes.size() < 200) {
      shapes.add(
          List.of(
              sizes[random.nextInt(sizes.length)],
              sizes[random.nextInt(sizes.length)],
              sizes[random.nextInt(sizes.length)]));
    }
    return shapes.stream();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void isTheStatedChainWithAnyKernelAndAnyLayout(List<Integer> shape) {
    Problem problem =
        Problem.of(shape.get(0), shape.get(1), shape.get(2), SEED.child(shape.toString()));
    float[] expected = problem.chains();
    for (MatrixProduct product :
        List.of(new MatrixProduct(), new MatrixProduct(new ScalarKernel()))) {
      for (boolean left : new boolean[] {false, true}) {
        for (boolean right : new boolean[] {false, true}) {
          assertArrayEquals(expected, problem.with(product, left, right), 0f);
        }
      }
    }
  }

  /** Each of k products and sums rounds once, by at most half a unit in the last place. */
  @Test
  void liesWithinItsRoundingOfTheProductInDoublePrecision() {
    Problem problem = Problem.of(50, 300, 70, SEED.child("accuracy"));
    float[] result = problem.with(new MatrixProduct(), false, false);
    for (int i = 0; i < problem.m; i++) {
      for (int j = 0; j < problem.n; j++) {
        double sum = problem.c[i * problem.n + j];
        double magnitude = Math.abs(sum);
        for (int p = 0; p < problem.k; p++) {
          double term = (double) problem.a[i * problem.k + p] * problem.b[p * problem.n + j];
          sum += term;
          magnitude += Math.abs(term);
        }
        double bound = problem.k * 0x1p-24 * 1.01 * magnitude;
        double error = Math.abs(result[i * problem.n + j] - sum);
        assertTrue(error <= bound, () -> "error " + error + " beyond " + bound);
      }
    }
  }

  @Test
  void aRowAloneIsTheRowInABatch() {
    Problem problem = Problem.of(23, 77, 45, SEED.child("rows"));
    MatrixProduct product = new MatrixProduct();
    float[] together = problem.with(product, false, false);
    MatrixProduct.Packed packed = product.pack(problem.b, 0, 77, 45, false);
    for (int i = 0; i < problem.m; i++) {
      float[] alone = Arrays.copyOfRange(problem.c, i * 45, (i + 1) * 45);
      product.add(problem.a, i * 77, false, 1, packed, alone, 0);
      assertArrayEquals(Arrays.copyOfRange(together, i * 45, (i + 1) * 45), alone, 0f);
    }
  }

  @Test
  void touchesNothingBesideTheResult() {
    MatrixProduct product = new MatrixProduct();
    float[] c = new float[7 + 5 * 9 + 7];
    Arrays.fill(c, 3);
    float[] a = numbers(2 + 5 * 4, SEED.child("a"));
    float[] b = numbers(3 + 4 * 9, SEED.child("b"));
    product.add(a, 2, false, 5, product.pack(b, 3, 4, 9, false), c, 7);
    for (int i = 0; i < 7; i++) {
      assertEquals(3, c[i]);
      assertEquals(3, c[c.length - 1 - i]);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    MatrixProduct product = new MatrixProduct();
    MatrixProduct.Packed packed = product.pack(new float[6], 0, 2, 3, false);
    InvalidInputException left =
        assertThrows(
            InvalidInputException.class,
            () -> product.add(new float[3], 0, false, 2, packed, new float[6], 0));
    assertEquals("left factor [2, 2] from 0 does not lie in 3 values", left.getMessage());
    assertThrows(
        InvalidInputException.class,
        () -> product.add(new float[4], 0, false, 2, packed, new float[6], 1));
    assertThrows(InvalidInputException.class, () -> product.pack(new float[5], 0, 2, 3, false));
  }

  private static float[] numbers(int count, Seed seed) {
    RandomStream random = seed.generator();
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }
}
