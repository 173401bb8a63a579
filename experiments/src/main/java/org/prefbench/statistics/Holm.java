package org.prefbench.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;

/**
 * Holm's step-down correction: whatever is true, the probability that even one of a family of tests
 * decides wrongly at an adjusted p-value below a is at most a, however the tests depend on each
 * other.
 *
 * <p>Source: Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian
 * Journal of Statistics 6. That a test that rejects may also tell on which side of its bound the
 * effect lies: Shaffer 1980, Annals of Statistics 8, for independent tests.
 */
public final class Holm {
  private Holm() {}

  /**
   * Returns the adjusted p-values, in the order given: the k-th smallest of m is multiplied by m -
   * k + 1, and none is smaller than that of a smaller p-value, nor larger than 1.
   *
   * @param values p-values in [0, 1]
   */
  public static double[] adjusted(double... values) {
    for (double value : values) {
      Checks.between("p-value", value, 0, 1);
    }
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(index -> values[index]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[values.length];
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      largest = Math.max(largest, (order.length - rank) * values[order[rank]]);
      adjusted[order[rank]] = Math.min(1, largest);
    }
    return adjusted;
  }

  /** Returns the level of one interval of {@code count} that are to hold together (Bonferroni). */
  public static double bonferroni(double level, double count) {
    return 1 - (1 - level) / count;
  }
}
