package org.prefbench.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.FDistribution;
import org.prefbench.core.Checks;

/**
 * Methods ranked on every task, 1 for the best, and whether the mean ranks differ by more than
 * chance (Demsar 2006, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7):
 * Friedman's test in the form of Iman and Davenport, and Nemenyi's critical difference.
 *
 * @param ranks mean rank of each method
 * @param tasks how many tasks there are
 * @param friedman Friedman's chi-squared
 * @param p the p-value of Iman and Davenport's F, that all methods rank alike; 0 where every task
 *     ranks them in the same order
 * @param criticalDifference mean ranks that are further apart differ, at a level of 5 % for all
 *     pairs together
 */
public record MeanRanks(
    double[] ranks, int tasks, double friedman, double p, double criticalDifference) {
  /** The level of the critical difference. */
  public static final double LEVEL = 0.05;

  /** Copies the ranks. */
  public MeanRanks {
    ranks = ranks.clone();
  }

  /**
   * Returns the mean ranks of scores, of which more is better; equal ones share their ranks.
   *
   * @param scores {@code [task][method]}, at least two of either, all finite
   */
  public static MeanRanks of(double[][] scores) {
    Checks.atLeast("tasks", scores.length, 2);
    double[] means = new double[scores[0].length];
    for (double[] task : scores) {
      Checks.length("scores of a task", task, means.length);
      double[] own = ranks(task);
      for (int i = 0; i < means.length; i++) {
        means[i] += own[i] / scores.length;
      }
    }
    return ofMeans(means, scores.length);
  }

  /** Returns what mean ranks over a number of tasks say. */
  static MeanRanks ofMeans(double[] ranks, int tasks) {
    int k = ranks.length;
    Checks.atLeast("methods", k, 2);
    double squares = Arrays.stream(ranks).map(rank -> rank * rank).sum();
    double chi = 12.0 * tasks / (k * (k + 1.0)) * (squares - k * (k + 1.0) * (k + 1) / 4);
    double rest = tasks * (k - 1.0) - chi;
    double p =
        rest <= 1e-9 * tasks
            ? 0
            : FDistribution.of(k - 1.0, (k - 1.0) * (tasks - 1.0))
                .survivalProbability(Math.max(0, (tasks - 1) * chi / rest));
    double q = StudentizedRange.critical(LEVEL, k) / Math.sqrt(2);
    return new MeanRanks(ranks, tasks, chi, p, q * Math.sqrt(k * (k + 1.0) / (6.0 * tasks)));
  }

  @Override
  public double[] ranks() {
    return ranks.clone();
  }

  private static double[] ranks(double[] scores) {
    double[] ranks = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      ranks[i] = 1;
      for (int j = 0; j < scores.length; j++) {
        if (j != i) {
          ranks[i] += scores[j] > scores[i] ? 1 : scores[j] == scores[i] ? 0.5 : 0;
        }
      }
    }
    return ranks;
  }
}
