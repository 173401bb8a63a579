package org.prefbench.core;

import java.util.Arrays;

/**
 * A dense row-major matrix {@code [rows, columns]} of floats: the array type of the API. Mutable
 * and not thread-safe; {@link #values} is the live backing array, so that inner loops and engines
 * read it without a copy.
 */
public final class FloatMatrix {
  private final int rows;
  private final int columns;
  private final float[] values;

  /** Creates a matrix of zeros. */
  public FloatMatrix(int rows, int columns) {
    this(rows, columns, new float[Math.multiplyExact(rows, columns)]);
  }

  /** Wraps {@code values} (length {@code rows * columns}, row after row) without copying. */
  public FloatMatrix(int rows, int columns, float[] values) {
    Checks.require(
        values.length == (long) rows * columns,
        "a [%d, %d] matrix needs %d values, got %d",
        rows,
        columns,
        (long) rows * columns,
        values.length);
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** Returns a matrix with a copy of the given rows, all of one length. */
  public static FloatMatrix of(float[]... rows) {
    FloatMatrix matrix = new FloatMatrix(rows.length, rows.length == 0 ? 0 : rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      matrix.setRow(i, rows[i]);
    }
    return matrix;
  }

  /** Returns the matrices stacked on top of each other; all have the same number of columns. */
  public static FloatMatrix stack(Iterable<FloatMatrix> parts) {
    int rows = 0;
    int columns = -1;
    for (FloatMatrix part : parts) {
      Checks.require(
          columns < 0 || columns == part.columns,
          "cannot stack %d columns on %d",
          part.columns,
          columns);
      rows += part.rows;
      columns = part.columns;
    }
    FloatMatrix result = new FloatMatrix(rows, Math.max(columns, 0));
    int at = 0;
    for (FloatMatrix part : parts) {
      System.arraycopy(part.values, 0, result.values, at, part.values.length);
      at += part.values.length;
    }
    return result;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns;
  }

  /** Returns the live backing array, row after row. */
  public float[] values() {
    return values;
  }

  /** Returns one entry. */
  public float get(int row, int column) {
    return values[row * columns + column];
  }

  /** Sets one entry. */
  public void set(int row, int column, float value) {
    values[row * columns + column] = value;
  }

  /** Returns a copy of one row. */
  public float[] row(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  /** Copies {@code source} into one row. */
  public void setRow(int row, float[] source) {
    Checks.require(
        source.length == columns, "a row needs %d values, got %d", columns, source.length);
    System.arraycopy(source, 0, values, row * columns, columns);
  }

  /** Copies {@code source}, rounded to float, into one row. */
  public void setRow(int row, double[] source) {
    Checks.require(
        source.length == columns, "a row needs %d values, got %d", columns, source.length);
    for (int j = 0; j < columns; j++) {
      values[row * columns + j] = (float) source[j];
    }
  }

  /** Copies one row into {@code target}, widened to double. */
  public void copyRow(int row, double[] target) {
    for (int j = 0; j < columns; j++) {
      target[j] = values[row * columns + j];
    }
  }

  /** Returns a copy of the rows {@code from <= i < to}. */
  public FloatMatrix slice(int from, int to) {
    return new FloatMatrix(
        to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
  }

  /** Returns a copy of the rows at {@code indices}, in their order. */
  public FloatMatrix select(int[] indices) {
    FloatMatrix result = new FloatMatrix(indices.length, columns);
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * columns, result.values, i * columns, columns);
    }
    return result;
  }

  /**
   * Returns the rows of this matrix followed by those of another, {@code [n, columns + others]}.
   */
  public FloatMatrix beside(FloatMatrix other) {
    Checks.require(rows == other.rows, "%d rows cannot stand beside %d", rows, other.rows);
    int width = columns + other.columns;
    FloatMatrix joined = new FloatMatrix(rows, width);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, joined.values, i * width, columns);
      System.arraycopy(
          other.values, i * other.columns, joined.values, i * width + columns, other.columns);
    }
    return joined;
  }

  /** Returns a copy with the same entries. */
  public FloatMatrix copy() {
    return new FloatMatrix(rows, columns, values.clone());
  }

  /** Returns whether the other object is a matrix of the same shape with bitwise equal entries. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FloatMatrix that
        && rows == that.rows
        && columns == that.columns
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "FloatMatrix[" + rows + ", " + columns + "]";
  }
}
