package org.prefbench.core;

import java.util.Arrays;

/**
 * A dense row-major matrix {@code [rows, columns]} of doubles: simulator states, whose last bit
 * counts. Mutable and not thread-safe; {@link #values} is the live backing array.
 */
public final class DoubleMatrix {
  private final int rows;
  private final int columns;
  private final double[] values;

  /** Creates a matrix of zeros. */
  public DoubleMatrix(int rows, int columns) {
    this(rows, columns, new double[Math.multiplyExact(rows, columns)]);
  }

  /** Wraps {@code values} (length {@code rows * columns}, row after row) without copying. */
  public DoubleMatrix(int rows, int columns, double[] values) {
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
  public static DoubleMatrix of(double[]... rows) {
    DoubleMatrix matrix = new DoubleMatrix(rows.length, rows.length == 0 ? 0 : rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      matrix.setRow(i, rows[i]);
    }
    return matrix;
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
  public double[] values() {
    return values;
  }

  /** Returns one entry. */
  public double get(int row, int column) {
    return values[row * columns + column];
  }

  /** Sets one entry. */
  public void set(int row, int column, double value) {
    values[row * columns + column] = value;
  }

  /** Returns a copy of one row. */
  public double[] row(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  /** Copies {@code source} into one row. */
  public void setRow(int row, double[] source) {
    Checks.require(
        source.length == columns, "a row needs %d values, got %d", columns, source.length);
    System.arraycopy(source, 0, values, row * columns, columns);
  }

  /** Copies one row into {@code target}. */
  public void copyRow(int row, double[] target) {
    System.arraycopy(values, row * columns, target, 0, columns);
  }

  /** Returns a copy of the rows {@code from <= i < to}. */
  public DoubleMatrix slice(int from, int to) {
    return new DoubleMatrix(
        to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
  }

  /** Returns whether the other object is a matrix of the same shape with bitwise equal entries. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DoubleMatrix that
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
    return "DoubleMatrix[" + rows + ", " + columns + "]";
  }
}
