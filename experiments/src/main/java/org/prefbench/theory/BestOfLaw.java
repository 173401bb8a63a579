package org.prefbench.theory;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.prefbench.core.Checks;

/**
 * The law of the largest of {@code compared} draws of N(0, 1): distribution function Phi^N, density
 * N phi Phi^(N-1), divergence from N(0, 1) of log N - (N - 1) / N nats. With a teacher for whom
 * more is better, n rounds of preference flow matching without error lead to N = 2^n.
 *
 * <p>Source: order statistics; of the divergence, Beirami et al. 2024, arXiv 2401.01879, where it
 * is exact because draws of a continuous law do not tie.
 *
 * @param compared N, how many draws are compared
 */
record BestOfLaw(int compared) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Cells of equal probability under N(0, 1) in which laws of draws are counted. */
  static final int CELLS = 50;

  /** Validates the number. */
  BestOfLaw {
    Checks.atLeast("compared", compared, 1);
  }

  /** Returns the distribution function. */
  double cumulative(double y) {
    return StrictMath.pow(NORMAL.cumulativeProbability(y), compared);
  }

  /** Returns the density. */
  double density(double y) {
    return compared
        * NORMAL.density(y)
        * StrictMath.pow(NORMAL.cumulativeProbability(y), compared - 1);
  }

  /** Returns KL(law || N(0, 1)) in nats. */
  double divergence() {
    return divergence(compared);
  }

  /** Returns the same with N as a real number, for a line between the laws. */
  static double divergence(double compared) {
    return StrictMath.log(compared) - (compared - 1) / compared;
  }

  /**
   * Returns the logarithm of the density's ratio to that of N(0, 1). Its mean under the law is the
   * divergence, its standard deviation (N - 1) / N: log Phi of the largest is an exponential
   * variable of the rate N, negated.
   */
  double logRatio(double y) {
    return StrictMath.log(compared)
        + (compared - 1) * StrictMath.log(NORMAL.cumulativeProbability(y));
  }

  /** Returns the probability of each cell. */
  double[] cells() {
    double[] cells = new double[CELLS];
    for (int k = 0; k < CELLS; k++) {
      cells[k] =
          StrictMath.pow((k + 1.0) / CELLS, compared)
              - StrictMath.pow((double) k / CELLS, compared);
    }
    return cells;
  }

  /** Returns the share of draws in each cell. */
  static double[] cells(double[] draws) {
    double[] cells = new double[CELLS];
    for (double draw : draws) {
      int cell = (int) (NORMAL.cumulativeProbability(draw) * CELLS);
      cells[Math.min(CELLS - 1, cell)] += 1.0 / draws.length;
    }
    return cells;
  }

  /** Returns the divergence in nats of a law of cells from the cells of N(0, 1). */
  static double divergence(double[] cells) {
    double[] even = new double[CELLS];
    Arrays.fill(even, 1.0 / CELLS);
    return PreferenceIteration.divergence(cells, even);
  }

  /**
   * Returns the largest distance between the distribution function of the draws and that of the law
   * (Kolmogorov's statistic).
   */
  double distance(double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double exact = cumulative(sorted[i]);
      double below = (double) i / sorted.length;
      double above = (i + 1.0) / sorted.length;
      largest = Math.max(largest, Math.max(exact - below, above - exact));
    }
    return largest;
  }

  /**
   * Returns what {@link #distance} of so many draws of the law itself exceeds at most once in a
   * thousand times: sqrt(log(2000) / 2n), by the inequality of Dvoretzky, Kiefer and Wolfowitz with
   * the constant of Massart (1990).
   */
  static double samplingDistance(int draws) {
    return Math.sqrt(StrictMath.log(2000) / 2 / draws);
  }
}
