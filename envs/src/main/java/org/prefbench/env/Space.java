package org.prefbench.env;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.prefbench.core.Checks;

/**
 * A box of real vectors: bounds for every coordinate, in the coordinate's own unit; bounds may be
 * infinite.
 */
public record Space(double[] low, double[] high) {
  private static final int MOST_COORDINATES = 100_000; // in a file

  /** Copies and validates the bounds. */
  public Space {
    Checks.require(
        low.length == high.length, "bounds differ in length: %d and %d", low.length, high.length);
    for (int i = 0; i < low.length; i++) {
      Checks.require(
          low[i] <= high[i], "low[%d] = %s exceeds high[%d] = %s", i, low[i], i, high[i]);
    }
    low = low.clone();
    high = high.clone();
  }

  /** Returns the box {@code [low, high]} in every one of {@code size} coordinates. */
  public static Space box(int size, double low, double high) {
    double[] lows = new double[size];
    double[] highs = new double[size];
    Arrays.fill(lows, low);
    Arrays.fill(highs, high);
    return new Space(lows, highs);
  }

  /** Returns the space of all real vectors of {@code size} coordinates. */
  public static Space unbounded(int size) {
    return box(size, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Returns the number of coordinates. */
  public int size() {
    return low.length;
  }

  /** Returns whether all bounds are finite. */
  public boolean bounded() {
    for (int i = 0; i < low.length; i++) {
      if (Double.isInfinite(low[i]) || Double.isInfinite(high[i])) {
        return false;
      }
    }
    return true;
  }

  /** Returns a copy of the lower bounds. */
  @Override
  public double[] low() {
    return low.clone();
  }

  /** Returns a copy of the upper bounds. */
  @Override
  public double[] high() {
    return high.clone();
  }

  /** Returns the lower bound of one coordinate. */
  public double low(int index) {
    return low[index];
  }

  /** Returns the upper bound of one coordinate. */
  public double high(int index) {
    return high[index];
  }

  /** Returns the middle of a bounded coordinate. */
  public double middle(int index) {
    return 0.5 * (low[index] + high[index]);
  }

  /** Returns half the range of a bounded coordinate. */
  public double halfRange(int index) {
    return 0.5 * (high[index] - low[index]);
  }

  /** Returns the coordinate {@code value} moved into the bounds of coordinate {@code index}. */
  public double clip(int index, double value) {
    return Math.max(low[index], Math.min(high[index], value));
  }

  /** Writes the number of coordinates and the bounds of each. */
  public void write(DataOutput output) throws IOException {
    output.writeInt(size());
    for (int j = 0; j < size(); j++) {
      output.writeDouble(low[j]);
      output.writeDouble(high[j]);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param name what the space is, for errors
   */
  public static Space read(String name, DataInput input) throws IOException {
    int size = input.readInt();
    Checks.between("coordinates of " + name, size, 1, MOST_COORDINATES);
    double[] low = new double[size];
    double[] high = new double[size];
    for (int j = 0; j < size; j++) {
      low[j] = input.readDouble();
      high[j] = input.readDouble();
    }
    return new Space(low, high);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Space that
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return "Box("
        + size()
        + ", low="
        + Arrays.toString(low)
        + ", high="
        + Arrays.toString(high)
        + ")";
  }
}
