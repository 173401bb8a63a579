package org.prefbench.dataset.format;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.hdf5.Hdf5Dataset;
import org.prefbench.dataset.hdf5.Hdf5Type;

/**
 * One column of an HDF5 file, of which a block of rows is held at a time: a dataset {@code [N]} or
 * {@code [N, width]} of numbers or booleans. h5py's booleans (an enumeration), bit fields and
 * integers all read as booleans; 32 and 64 bit floats and integers of any size read as numbers,
 * exactly but for doubles, which a column of floats rounds.
 */
final class Hdf5Column {
  private static final long EXACT = 1L << 53; // whole numbers up to here are doubles

  private final String label;
  private final Hdf5Dataset dataset;
  private final Hdf5Type type;
  private final long rows;
  private final int width;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long first;

  /** Opens a dataset of {@code file}. */
  Hdf5Column(Path file, Hdf5Dataset dataset) {
    label = file + ": " + dataset.name();
    this.dataset = dataset;
    type = dataset.type();
    long[] shape = dataset.shape();
    Checks.require(
        shape.length == 1 || shape.length == 2,
        "%s must have 1 or 2 dimensions, got %d",
        label,
        shape.length);
    boolean numbers =
        switch (type.kind()) {
          case WHOLE, FLOAT, ENUMERATION -> true;
          default -> false;
        };
    Checks.require(
        numbers,
        "%s holds %s, which cannot be read exactly: its type must be one of int8 to int64, uint8 to"
            + " uint64, float32, float64 and bool",
        label,
        type.title());
    rows = shape[0];
    long values = shape.length == 2 ? shape[1] : 1;
    Checks.require(
        values >= 1 && values <= Integer.MAX_VALUE, "%s has %d values in a row", label, values);
    width = (int) values;
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /** Returns the number of values in a row. */
  int width() {
    return width;
  }

  /** Returns whether the values are floats of 64 bits. */
  boolean isDouble() {
    return type.kind() == Hdf5Type.Kind.FLOAT && type.size() == Double.BYTES;
  }

  /** Returns this column if it has the given shape. */
  Hdf5Column require(long expectedRows, int expectedWidth) {
    Checks.require(
        rows == expectedRows && width == expectedWidth,
        "%s has shape [%d, %d], expected [%d, %d]",
        label,
        rows,
        width,
        expectedRows,
        expectedWidth);
    return this;
  }

  /** Loads {@code count} rows from row {@code from} on. */
  void load(long from, int count) {
    first = from;
    block = dataset.rows(from, count);
  }

  /** Copies a loaded row, doubles rounded to float, into {@code target}. */
  void read(long row, float[] target) {
    int at = Math.toIntExact(row - first) * width;
    for (int j = 0; j < width; j++) {
      double value = value(row, at + j);
      target[j] = (float) value;
      boolean kept =
          type.kind() == Hdf5Type.Kind.FLOAT
              ? Float.isFinite(target[j]) || !Double.isFinite(value)
              : target[j] == value;
      if (!kept) {
        throw inexact(row, Double.toString(value), "32-bit floats");
      }
    }
  }

  /** Copies a loaded row into {@code target}. */
  void read(long row, double[] target) {
    int at = Math.toIntExact(row - first) * width;
    for (int j = 0; j < width; j++) {
      target[j] = value(row, at + j);
    }
  }

  /** Returns whether a loaded value is true. */
  boolean isTrue(long row) {
    int at = Math.toIntExact(row - first);
    if (type.kind() == Hdf5Type.Kind.ENUMERATION) {
      String name = type.members().getOrDefault(whole(at), "?");
      Checks.require(
          name.equalsIgnoreCase("TRUE") || name.equalsIgnoreCase("FALSE"),
          "%s: row %d must be TRUE or FALSE, got %s",
          label,
          row,
          name);
      return name.equalsIgnoreCase("TRUE");
    }
    double value = value(row, at);
    Checks.require(
        value == 0 || value == 1, "%s: row %d must be 0 or 1, got %s", label, row, value);
    return value == 1;
  }

  private double value(long row, int index) {
    if (type.kind() == Hdf5Type.Kind.FLOAT) {
      return type.size() == Float.BYTES
          ? block.getFloat(index * Float.BYTES)
          : block.getDouble(index * Double.BYTES);
    }
    long value = whole(index);
    boolean large = !type.signed() && value < 0; // beyond 63 bits
    if (large || value > EXACT || value < -EXACT) {
      String text = large ? Long.toUnsignedString(value) : Long.toString(value);
      throw inexact(row, text, "64-bit floats");
    }
    return value;
  }

  private InvalidInputException inexact(long row, String value, String target) {
    return new InvalidInputException(
        label
            + ": row "
            + row
            + " holds "
            + value
            + " as "
            + type.title()
            + ", which "
            + target
            + " cannot hold");
  }

  private long whole(int index) {
    boolean signed = type.signed();
    return switch (type.size()) {
      case Byte.BYTES -> signed ? block.get(index) : block.get(index) & 0xFF;
      case Short.BYTES -> signed ? block.getShort(2 * index) : block.getShort(2 * index) & 0xFFFF;
      case Integer.BYTES ->
          signed ? block.getInt(4 * index) : block.getInt(4 * index) & 0xFFFFFFFFL;
      default -> block.getLong(8 * index);
    };
  }
}
