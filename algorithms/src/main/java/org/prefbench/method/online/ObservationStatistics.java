package org.prefbench.method.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.FloatMatrix;
import org.prefbench.nn.Standardizer;

/** Mean and variance of every coordinate of all observations so far (Welford 1962). */
final class ObservationStatistics {
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
    return Standardizer.ofMoments(mean, squares, Math.max(1, count));
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
