package org.prefbench.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.comparison.Probe;

/**
 * An example on which theorem 4.2 of Kim et al. 2024 is tried, see {@link TheoremsCheck}.
 *
 * @param name the name of its probe
 * @param preferences the items and their preferences
 * @param reference the law that the iteration begins with
 * @param shown how many rounds are shown
 */
record IterationExample(
    String name, PreferenceIteration preferences, double[] reference, int shown) {
  static final int ROUNDS = 400;

  /** Wins that differ by less than this are equal but for rounding. */
  private static final double ROUNDING = 1e-9;

  static final IterationExample ONE_BEST =
      new IterationExample(
          "one-best-item",
          PreferenceIteration.bradleyTerry(0, 1, 2, 3),
          new double[] {0.4, 0.3, 0.2, 0.1},
          16);

  static final IterationExample TIES =
      new IterationExample(
          "ties",
          PreferenceIteration.bradleyTerry(0, 1, 2, 2),
          new double[] {0.4, 0.3, 0.2, 0.1},
          16);

  static final IterationExample CYCLE =
      new IterationExample(
          "cycle",
          new PreferenceIteration(
              new double[][] {{0.5, 0.9, 0.1}, {0.1, 0.5, 0.9}, {0.9, 0.1, 0.5}}),
          new double[] {0.5, 0.3, 0.2},
          100);

  static final IterationExample MOVING_ARGMAX =
      new IterationExample(
          "moving-argmax",
          new PreferenceIteration(
              new double[][] {{0.5, 0.95, 0.45}, {0.05, 0.5, 0.45}, {0.55, 0.55, 0.5}}),
          new double[] {0.2, 0.7, 0.1},
          100);

  static final List<IterationExample> ALL = List.of(ONE_BEST, TIES, CYCLE, MOVING_ARGMAX);

  /** Returns the laws of all rounds. */
  List<double[]> laws() {
    return preferences.run(reference, ROUNDS);
  }

  /** Returns the law of the last round. */
  double[] end() {
    return laws().get(ROUNDS);
  }

  /** Returns the limit of theorem 4.2: even on the items that win most against the reference. */
  double[] claimed() {
    double[] wins = preferences.wins(reference);
    double most = Arrays.stream(wins).max().orElseThrow();
    double[] best = Arrays.stream(wins).map(win -> win > most - ROUNDING ? 1 : 0).toArray();
    double count = Arrays.stream(best).sum();
    return Arrays.stream(best).map(one -> one / count).toArray();
  }

  /** Returns the shares of the items in the rounds shown, beside the limit of theorem 4.2. */
  Probe probe(String task) {
    List<String> columns = new ArrayList<>(List.of("round"));
    for (int item = 0; item < reference.length; item++) {
      columns.add("share_" + item);
    }
    for (int item = 0; item < reference.length; item++) {
      columns.add("claimed_" + item);
    }
    double[] limit = claimed();
    List<double[]> laws = laws().subList(0, shown + 1);
    double[][] values = new double[laws.size()][];
    for (int round = 0; round < values.length; round++) {
      double[] row = new double[columns.size()];
      row[0] = round;
      System.arraycopy(laws.get(round), 0, row, 1, limit.length);
      System.arraycopy(limit, 0, row, 1 + limit.length, limit.length);
      values[round] = row;
    }
    return new Probe("iteration", task, name, 0, columns, values);
  }
}
