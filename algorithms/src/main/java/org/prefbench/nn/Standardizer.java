package org.prefbench.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.LittleEndian;

/**
 * The map x -> (x - mean) / scale of every coordinate, kept with the network whose inputs it
 * prepares. Immutable.
 */
public final class Standardizer {
  /** Added to the standard deviation, so that a constant coordinate is not blown up. */
  private static final double FLOOR = 1e-3;

  private final float[] mean;
  private final float[] scale;

  /** Creates the map; {@code scale} must be positive. */
  public Standardizer(float[] mean, float[] scale) {
    Checks.require(
        mean.length == scale.length, "got %d means and %d scales", mean.length, scale.length);
    for (float value : scale) {
      Checks.positive("scale of a standardised input", value);
    }
    this.mean = mean.clone();
    this.scale = scale.clone();
  }

  /** Returns the map that changes nothing. */
  public static Standardizer identity(int size) {
    float[] ones = new float[size];
    Arrays.fill(ones, 1);
    return new Standardizer(new float[size], ones);
  }

  /**
   * Returns the map with the mean and the population standard deviation plus 1e-3 of the rows, the
   * convention of the D4RL baselines (Tarasov et al. 2022, "CORL", arXiv 2210.07105).
   */
  public static Standardizer of(FloatMatrix rows) {
    Checks.atLeast("rows to standardise by", rows.rows(), 1);
    int size = rows.columns();
    double[] mean = new double[size];
    for (int i = 0; i < rows.rows(); i++) {
      for (int j = 0; j < size; j++) {
        mean[j] += rows.get(i, j);
      }
    }
    for (int j = 0; j < size; j++) {
      mean[j] /= rows.rows();
    }
    double[] squares = new double[size];
    for (int i = 0; i < rows.rows(); i++) {
      for (int j = 0; j < size; j++) {
        double deviation = rows.get(i, j) - mean[j];
        squares[j] += deviation * deviation;
      }
    }
    return ofMoments(mean, squares, rows.rows());
  }

  /**
   * Returns the same map from what is known of the rows.
   *
   * @param means of every coordinate
   * @param squares the sum of the squared deviations of every coordinate
   * @param count the number of rows
   */
  public static Standardizer ofMoments(double[] means, double[] squares, long count) {
    float[] mean = new float[means.length];
    float[] scale = new float[means.length];
    for (int j = 0; j < means.length; j++) {
      mean[j] = (float) means[j];
      scale[j] = (float) (Math.sqrt(squares[j] / count) + FLOOR);
    }
    return new Standardizer(mean, scale);
  }

  /** Returns the number of coordinates. */
  public int size() {
    return mean.length;
  }

  /** Returns a copy of the means. */
  public float[] mean() {
    return mean.clone();
  }

  /** Returns a copy of the scales. */
  public float[] scale() {
    return scale.clone();
  }

  /** Returns a new matrix with the map applied to every row of {@code [n, size]}. */
  public FloatMatrix apply(FloatMatrix rows) {
    FloatMatrix result = new FloatMatrix(rows.rows(), rows.columns());
    apply(rows, result);
    return result;
  }

  /** Writes the map applied to every row of {@code [n, size]}; both may be the same matrix. */
  public void apply(FloatMatrix rows, FloatMatrix result) {
    Checks.require(
        rows.columns() == mean.length, "rows need %d columns, got %d", mean.length, rows.columns());
    float[] from = rows.values();
    float[] to = result.values();
    for (int i = 0, at = 0; i < rows.rows(); i++) {
      for (int j = 0; j < mean.length; j++, at++) {
        to[at] = (from[at] - mean[j]) / scale[j];
      }
    }
  }

  /** Writes the map; the same map gives the same bytes. */
  public void write(DataOutput file) throws IOException {
    LittleEndian.writeFloats(file, mean);
    LittleEndian.writeFloats(file, scale);
  }

  /** Reads what {@link #write} wrote. */
  public static Standardizer read(DataInput file) throws IOException {
    return new Standardizer(LittleEndian.readFloats(file), LittleEndian.readFloats(file));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Standardizer that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(scale, that.scale);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(scale);
  }
}
