package org.prefbench.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.prefbench.core.Checks;

/**
 * The range of k independent standard normal numbers, which is the studentized range with infinite
 * degrees of freedom:
 *
 * <pre>
 * P(range &lt;= q) = k integral phi(z) [Phi(z) - Phi(z - q)]^(k-1) dz
 * </pre>
 */
public final class StudentizedRange {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Beyond this the normal density is below 1e-17. */
  private static final double END = 9;

  private static final int INTERVALS = 1_800; // even; Simpson's error is then below 1e-10
  private static final int HALVINGS = 60;

  private StudentizedRange() {}

  /** Returns the probability that the range of {@code k} numbers is at most {@code q}. */
  public static double probability(double q, int k) {
    Checks.atLeast("k", k, 2);
    double step = 2 * END / INTERVALS;
    double sum = 0;
    for (int i = 0; i <= INTERVALS; i++) {
      double z = -END + i * step;
      double inside = NORMAL.cumulativeProbability(z) - NORMAL.cumulativeProbability(z - q);
      double value = NORMAL.density(z) * StrictMath.pow(Math.max(0, inside), k - 1);
      sum += (i == 0 || i == INTERVALS ? 1 : i % 2 == 1 ? 4 : 2) * value;
    }
    return Math.min(1, k * sum * step / 3);
  }

  /** Returns the range that {@code k} numbers exceed with a probability of {@code level}. */
  public static double critical(double level, int k) {
    Checks.between("level", level, 1e-9, 0.5);
    double low = 0;
    double high = 2 * END;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (1 - probability(middle, k) > level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
