package org.prefbench.preference.numpy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.prefbench.core.Checks;

/**
 * An array of numbers in row-major order.
 *
 * @param shape sizes of its axes, {@code []} for a single number
 * @param type what a number is
 * @param bytes all numbers
 */
public record NumpyArray(int[] shape, NumberType type, ByteBuffer bytes) {
  private static final int MOST_AXES = 32; // as in NumPy

  /** Validates that the bytes are those of the shape. */
  public NumpyArray {
    shape = shape.clone();
    Checks.require(
        (long) size(shape) * type.bytes() == bytes.remaining(),
        "an array of shape %s of %s has %d bytes",
        Arrays.toString(shape),
        type.text(),
        bytes.remaining());
  }

  /** Returns a list of numbers as an array of one axis. */
  static NumpyArray of(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Double.BYTES, values.length));
    bytes.asDoubleBuffer().put(values);
    return new NumpyArray(new int[] {values.length}, NumberType.of(">f8"), bytes);
  }

  /**
   * Returns the number of numbers in an array of a shape.
   *
   * @throws org.prefbench.core.InvalidInputException if an axis has a size that no array has
   */
  static int size(int[] shape) {
    Checks.require(
        shape.length <= MOST_AXES, "an array has at most %d axes, got %d", MOST_AXES, shape.length);
    long size = 1;
    for (int axis : shape) {
      size *= axis;
      Checks.require(
          axis >= 0 && size <= Integer.MAX_VALUE,
          "an array of shape %s is larger than any that is read",
          Arrays.toString(shape));
    }
    return (int) size;
  }

  /** Returns a copy of the shape. */
  @Override
  public int[] shape() {
    return shape.clone();
  }

  /** Returns the number of axes. */
  public int axes() {
    return shape.length;
  }

  /** Returns the size of one axis. */
  public int shape(int axis) {
    return shape[axis];
  }

  /** Returns the number of numbers. */
  public int size() {
    return size(shape);
  }

  /** Returns number {@code index} in row-major order. */
  public double get(int index) {
    return type.get(bytes, bytes.position() + index * type.bytes());
  }

  /** Returns the array with its numbers in row-major order, of one in column-major order. */
  NumpyArray fromColumnMajor() {
    int width = type.bytes();
    ByteBuffer rows = ByteBuffer.allocate(bytes.remaining());
    int[] index = new int[shape.length];
    int size = size();
    for (int i = 0; i < size; i++) {
      int at = 0;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at = at * shape[axis] + index[axis];
      }
      rows.put(i * width, bytes, bytes.position() + at * width, width);
      for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return new NumpyArray(shape, type, rows);
  }
}
