package org.prefbench.method.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.FloatMatrix;
import org.prefbench.nn.Standardizer;

/** Mean and variance of every coordinate of all observations so far (Welford 1962). */
final class ObservationStatistics {
  /** Added to the standard deviation, so that a constant coordinate is not blown up. */
  private static final double FLOOR = 1e-3;

  private final double[] mean;
  private final double[] squares;
  private long count;

  ObservationStatistics(int size) {
    mean = new double[size];
    squares = new double[size];
  }

  void add(FloatMatrix observations, int row) {
    count++;
    for (int j = 0; j < mean.length; j++) {
      double value = observations.get(row, j);
      double before = value - mean[j];
      mean[j] += before / count;
      squares[j] += before * (value - mean[j]);
    }
  }

  /** Returns the map to mean 0 and standard deviation 1. */
  Standardizer standardizer() {
    float[] center = new float[mean.length];
    float[] scale = new float[mean.length];
    for (int j = 0; j < mean.length; j++) {
      center[j] = (float) mean[j];
      scale[j] = (float) (Math.sqrt(squares[j] / Math.max(1, count)) + FLOOR);
    }
    return new Standardizer(center, scale);
  }

  void write(DataOutput output) throws IOException {
    output.writeLong(count);
    for (int j = 0; j < mean.length; j++) {
      output.writeDouble(mean[j]);
      output.writeDouble(squares[j]);
    }
  }

  void read(DataInput input) throws IOException {
    count = input.readLong();
    for (int j = 0; j < mean.length; j++) {
      mean[j] = input.readDouble();
      squares[j] = input.readDouble();
    }
  }
}
