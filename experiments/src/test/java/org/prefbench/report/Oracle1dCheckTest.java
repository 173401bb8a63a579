package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The closed forms, against values computed elsewhere (Monte Carlo and quadrature in Python). */
class Oracle1dCheckTest {
  /** T(0) = Phi^-1(sqrt(3/4)) by Python 3.11: statistics.NormalDist().inv_cdf(0.75 ** 0.5). */
  @Test
  void mapAtTheMedian() {
    assertEquals(1.1077977027777515, Oracle1dCheck.map(0), 1e-12);
  }

  /** P(T(Y) <= T(y)) = P(Y <= y): T carries 1 - (1 - Phi)^2 into Phi^2. */
  @Test
  void mapCarriesTheSmallerOfTwoIntoTheLarger() {
    var normal = org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1);
    for (double y = -6; y <= 6; y += 0.25) {
      double below = normal.cumulativeProbability(y);
      double image = normal.cumulativeProbability(Oracle1dCheck.map(y));
      assertEquals(1 - (1 - below) * (1 - below), image * image, 1e-9, "at " + y);
    }
  }

  /** Means 1.1664 and 2.489, variance 1.1454: quadrature in double precision elsewhere. */
  @Test
  void momentsOfTheImageOfTheReference() {
    assertEquals(1.1664, Oracle1dCheck.moment(Oracle1dCheck::map, 1), 1e-3);
    double mean = Oracle1dCheck.moment(Oracle1dCheck::map, 1);
    assertEquals(1.1454, Oracle1dCheck.moment(Oracle1dCheck::map, 2) - mean * mean, 1e-3);
    assertEquals(
        2.489, Oracle1dCheck.moment(y -> Oracle1dCheck.map(Oracle1dCheck.map(y)), 1), 2e-3);
  }
}
