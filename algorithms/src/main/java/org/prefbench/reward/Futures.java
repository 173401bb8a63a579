package org.prefbench.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Standardizer;

/**
 * What follows a step, told by one of a few typical futures: how far the observation moves within a
 * window, standardised, and the nearest of the means that k-means finds (Lloyd 1982, begun as by
 * Arthur and Vassilvitskii 2007, "k-means++").
 *
 * @param window steps that a future lasts; fewer where the segment ends
 * @param scales of the moves
 * @param typical the futures, {@code [futures, obs]}, standardised
 */
record Futures(int window, Standardizer scales, FloatMatrix typical) {
  private static final int ROUNDS = 30;
  private static final int MOST = 10_000; // moves that the means are found from, a matter of time

  /** Returns the futures of some segments; fewer than asked for where fewer moves differ. */
  static Futures of(List<Segment> segments, int window, int count, RandomStream random) {
    FloatMatrix moves =
        FloatMatrix.stack(segments.stream().map(segment -> moves(segment, window)).toList());
    Standardizer scales = Standardizer.of(moves);
    int[] order = random.permutation(moves.rows());
    FloatMatrix some =
        scales.apply(moves.select(Arrays.copyOf(order, Math.min(MOST, order.length))));
    FloatMatrix typical = begin(some, count, random);
    for (int round = 0; round < ROUNDS; round++) {
      typical = means(some, typical);
    }
    return new Futures(window, scales, typical);
  }

  /** Returns how far the observation moves after each step, {@code [T, obs]}. */
  private static FloatMatrix moves(Segment segment, int window) {
    int length = segment.length();
    FloatMatrix observations = segment.observations();
    FloatMatrix moves = new FloatMatrix(length, observations.columns());
    for (int t = 0; t < length; t++) {
      int end = Math.min(t + window, length);
      for (int j = 0; j < moves.columns(); j++) {
        moves.set(t, j, observations.get(end, j) - observations.get(t, j));
      }
    }
    return moves;
  }

  /** Rows drawn one after another by their squared distance to the nearest one so far. */
  private static FloatMatrix begin(FloatMatrix rows, int count, RandomStream random) {
    List<float[]> chosen = new ArrayList<>(List.of(rows.row(0)));
    double[] nearest = new double[rows.rows()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    while (chosen.size() < count) {
      double total = 0;
      for (int i = 0; i < nearest.length; i++) {
        nearest[i] = Math.min(nearest[i], distance(rows, i, chosen.get(chosen.size() - 1)));
        total += nearest[i];
      }
      if (total == 0) {
        break;
      }
      double left = random.nextDouble() * total;
      int drawn = -1;
      for (int i = 0; i < nearest.length && left >= 0; i++) {
        if (nearest[i] > 0) {
          drawn = i;
          left -= nearest[i];
        }
      }
      chosen.add(rows.row(drawn));
    }
    return FloatMatrix.of(chosen.toArray(float[][]::new));
  }

  /** Returns the means of the rows nearest to each of some centres; one without rows stays. */
  private static FloatMatrix means(FloatMatrix rows, FloatMatrix centres) {
    double[][] sums = new double[centres.rows()][centres.columns()];
    int[] counts = new int[centres.rows()];
    for (int i = 0; i < rows.rows(); i++) {
      int k = nearest(rows, i, centres);
      counts[k]++;
      for (int j = 0; j < rows.columns(); j++) {
        sums[k][j] += rows.get(i, j);
      }
    }
    FloatMatrix means = centres.copy();
    for (int k = 0; k < sums.length; k++) {
      for (int j = 0; counts[k] > 0 && j < means.columns(); j++) {
        means.set(k, j, (float) (sums[k][j] / counts[k]));
      }
    }
    return means;
  }

  private static int nearest(FloatMatrix rows, int row, FloatMatrix centres) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < centres.rows(); k++) {
      double distance = distance(rows, row, centres.row(k));
      if (distance < least) {
        least = distance;
        best = k;
      }
    }
    return best;
  }

  private static double distance(FloatMatrix rows, int row, float... centre) {
    double sum = 0;
    for (int j = 0; j < centre.length; j++) {
      double difference = (double) rows.get(row, j) - centre[j];
      sum += difference * difference;
    }
    return sum;
  }

  /** Returns the number of futures. */
  int count() {
    return typical.rows();
  }

  /** Returns which future followed each step of a segment, {@code [T]}. */
  int[] after(Segment segment) {
    FloatMatrix moves = scales.apply(moves(segment, window));
    int[] after = new int[moves.rows()];
    Arrays.setAll(after, t -> nearest(moves, t, typical));
    return after;
  }

  /**
   * Returns the segment whose observations tell, behind themselves, of a future.
   *
   * @param future of each step, {@code [T]}
   */
  Segment told(Segment segment, int... future) {
    FloatMatrix observations = segment.observations();
    FloatMatrix told = new FloatMatrix(observations.rows(), typical.columns());
    for (int t = 0; t < future.length; t++) {
      told.setRow(t, typical.row(future[t]));
    }
    return new Segment(
        observations.beside(told),
        segment.actions(),
        segment.rewards(),
        segment.end(),
        Optional.empty());
  }
}
