package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloatMatrixTest {
  private final FloatMatrix matrix = FloatMatrix.of(new float[][] {{1, 2, 3}, {4, 5, 6}});

  @Test
  void isStoredRowAfterRow() {
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, matrix.values());
    assertEquals(6, matrix.get(1, 2));
    matrix.set(0, 1, 9);
    assertEquals(9, matrix.values()[1]);
    assertArrayEquals(new float[] {1, 9, 3}, matrix.row(0));
    float[] values = new float[4];
    assertSame(values, new FloatMatrix(2, 2, values).values(), "wraps without copying");
  }

  @Test
  void rowsAreCopiedInAndOut() {
    float[] row = {7, 8, 9};
    matrix.setRow(0, row);
    row[0] = 0;
    matrix.row(0)[1] = 0;
    assertArrayEquals(new float[] {7, 8, 9}, matrix.row(0));
    matrix.setRow(1, new double[] {0.1, 1e-50, 1e50});
    assertArrayEquals(new float[] {0.1f, 0, Float.POSITIVE_INFINITY}, matrix.row(1));
    double[] wide = new double[3];
    matrix.copyRow(0, wide);
    assertArrayEquals(new double[] {7, 8, 9}, wide);
  }

  @Test
  void slicesSelectionsAndCopiesAreIndependent() {
    FloatMatrix slice = matrix.slice(1, 2);
    FloatMatrix selection = matrix.select(new int[] {1, 0, 1});
    FloatMatrix copy = matrix.copy();
    matrix.set(1, 0, -1);
    assertEquals(FloatMatrix.of(new float[][] {{4, 5, 6}}), slice);
    assertEquals(FloatMatrix.of(new float[][] {{4, 5, 6}, {1, 2, 3}, {4, 5, 6}}), selection);
    assertEquals(4, copy.get(1, 0));
    assertEquals(0, matrix.slice(1, 1).rows());
  }

  @Test
  void stackingKeepsTheOrder() {
    FloatMatrix one = FloatMatrix.of(new float[][] {{7, 8, 9}});
    assertEquals(
        FloatMatrix.of(new float[][] {{7, 8, 9}, {1, 2, 3}, {4, 5, 6}}),
        FloatMatrix.stack(List.of(one, matrix)));
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> FloatMatrix.stack(List.of(matrix, new FloatMatrix(1, 2))));
    assertEquals("cannot stack 2 columns on 3", error.getMessage());
  }

  @Test
  void equalityIsBitwise() {
    FloatMatrix same = FloatMatrix.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertEquals(matrix, same);
    assertEquals(matrix.hashCode(), same.hashCode());
    assertNotEquals(matrix, new FloatMatrix(3, 2, matrix.values()), "same values, other shape");
    FloatMatrix zero = new FloatMatrix(1, 1);
    assertNotEquals(zero, FloatMatrix.of(new float[] {-0f}));
    assertEquals(FloatMatrix.of(new float[] {Float.NaN}), FloatMatrix.of(new float[] {Float.NaN}));
  }

  @Test
  void wrongShapesAreRefusedWithBothNumbers() {
    InvalidInputException values =
        assertThrows(InvalidInputException.class, () -> new FloatMatrix(2, 3, new float[5]));
    assertEquals("a [2, 3] matrix needs 6 values, got 5", values.getMessage());
    InvalidInputException row =
        assertThrows(InvalidInputException.class, () -> matrix.setRow(0, new float[2]));
    assertEquals("a row needs 3 values, got 2", row.getMessage());
    assertThrows(InvalidInputException.class, () -> matrix.setRow(0, new double[4]));
    assertThrows(ArithmeticException.class, () -> new FloatMatrix(1 << 20, 1 << 20));
  }

  @Test
  void rowsStandBesideRows() {
    FloatMatrix left = new FloatMatrix(2, 1, new float[] {1, 2});
    FloatMatrix right = new FloatMatrix(2, 2, new float[] {3, 4, 5, 6});
    assertEquals(new FloatMatrix(2, 3, new float[] {1, 3, 4, 2, 5, 6}), left.beside(right));
    assertThrows(InvalidInputException.class, () -> left.beside(new FloatMatrix(3, 1)));
  }
}
