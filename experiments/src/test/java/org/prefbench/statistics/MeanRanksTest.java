package org.prefbench.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MeanRanksTest {
  /** Demsar 2006, table 5(a): Nemenyi's critical values, the range divided by the root of two. */
  @Test
  void criticalValuesAreThePublishedOnes() {
    double[] published = {1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164};
    for (int k = 2; k <= 10; k++) {
      assertEquals(
          published[k - 2], StudentizedRange.critical(0.05, k) / Math.sqrt(2), 1e-3, "k " + k);
    }
  }

  /** The range of two is the size of a normal number of variance two. */
  @Test
  void theRangeOfTwoIsKnown() {
    assertEquals(0.6826895, StudentizedRange.probability(Math.sqrt(2), 2), 1e-7);
    assertEquals(1, StudentizedRange.probability(20, 5), 1e-9);
    assertEquals(0, StudentizedRange.probability(0, 5), 1e-12);
  }

  /**
   * Demsar 2006, section 3.2.2: four classifiers on fourteen sets, chi-squared 9.28, F 3.69 with 3
   * and 39 degrees of freedom, critical difference 1.25.
   */
  @Test
  void thePublishedExample() {
    MeanRanks ranks = MeanRanks.ofMeans(new double[] {3.143, 2.000, 2.893, 1.964}, 14);
    assertEquals(9.28, ranks.friedman(), 0.02);
    assertTrue(ranks.p() > 0.01 && ranks.p() < 0.05, "above the 5 % value, 2.85: " + ranks.p());
    assertEquals(1.25, ranks.criticalDifference(), 0.005);
  }

  /** By hand: ranks (1, 2.5, 2.5), (1, 2, 3), (3, 1, 2). */
  @Test
  void tiesShareTheirRanks() {
    MeanRanks ranks = MeanRanks.of(new double[][] {{9, 5, 5}, {9, 5, 1}, {1, 9, 5}});
    assertArrayEquals(new double[] {5 / 3.0, 5.5 / 3, 7.5 / 3}, ranks.ranks(), 1e-12);
  }

  @Test
  void methodsThatAlwaysRankAlikeDiffer() {
    MeanRanks ranks = MeanRanks.of(new double[][] {{3, 2, 1}, {6, 5, 4}, {9, 5, 1}, {3, 1, 0}});
    assertArrayEquals(new double[] {1, 2, 3}, ranks.ranks(), 1e-12);
    assertEquals(8, ranks.friedman(), 1e-12); // tasks (methods - 1), its largest value
    assertEquals(0, ranks.p());
  }
}
