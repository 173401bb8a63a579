package org.prefbench.method.imitation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Blocks of items with scores like each other, from worst to best: the clusters of one-dimensional
 * k-means (Lloyd 1982), begun at equal numbers of items, so that the same scores give the same
 * blocks.
 *
 * @param members the items of each block, none of which is empty
 */
record ScoreBlocks(List<List<Integer>> members) {
  private static final int ROUNDS = 100; // far more than it takes

  /**
   * Returns the blocks; fewer than asked for where scores are few or alike, or a cluster loses its
   * last item to its neighbours.
   *
   * @param scores of the items
   * @param count of blocks, at least 1
   */
  static ScoreBlocks of(double[] scores, int count) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      order.add(i);
    }
    order.sort((a, b) -> Double.compare(scores[a], scores[b]));
    int n = scores.length;
    double[] sums = new double[n + 1]; // of the smallest scores
    for (int i = 0; i < n; i++) {
      sums[i + 1] = sums[i] + scores[order.get(i)];
    }
    int[] starts = new int[count + 1]; // of the blocks in the order; the last is the end
    for (int k = 0; k <= count; k++) {
      starts[k] = (int) ((long) k * n / count);
    }
    for (int round = 0; round < ROUNDS; round++) {
      int[] before = starts.clone();
      List<Double> means = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        if (starts[k + 1] > starts[k]) {
          means.add((sums[starts[k + 1]] - sums[starts[k]]) / (starts[k + 1] - starts[k]));
        }
      }
      Arrays.fill(starts, n);
      starts[0] = 0;
      for (int k = 1; k < means.size(); k++) {
        double border = (means.get(k - 1) + means.get(k)) / 2;
        int at = starts[k - 1];
        while (at < n && scores[order.get(at)] <= border) {
          at++;
        }
        starts[k] = at;
      }
      if (Arrays.equals(before, starts)) {
        break;
      }
    }
    List<List<Integer>> members = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      if (starts[k + 1] > starts[k]) {
        members.add(List.copyOf(order.subList(starts[k], starts[k + 1])));
      }
    }
    return new ScoreBlocks(Collections.unmodifiableList(members));
  }
}
