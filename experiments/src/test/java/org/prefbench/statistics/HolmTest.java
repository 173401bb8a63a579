package org.prefbench.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/** Worked out by hand. */
class HolmTest {
  @Test
  void theSmallestIsMultipliedByTheirNumberTheNextByOneLess() {
    // 4 x 0.005, 3 x 0.01, 2 x 0.03, and 1 x 0.04, which may not be below 0.06
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.02}, Holm.adjusted(0.01, 0.04, 0.03, 0.005), 1e-15);
    // 3 x 0.4 is more than certain; equal values stay equal
    assertArrayEquals(new double[] {1, 1, 1}, Holm.adjusted(0.4, 0.5, 0.6), 0);
    assertArrayEquals(new double[] {0.04, 0.04}, Holm.adjusted(0.02, 0.02), 1e-15);
    assertArrayEquals(new double[] {0.2}, Holm.adjusted(0.2), 0);
    assertArrayEquals(new double[0], Holm.adjusted(), 0);
    assertThrows(InvalidInputException.class, () -> Holm.adjusted(0.1, Double.NaN));
    assertThrows(InvalidInputException.class, () -> Holm.adjusted(1.1));
  }

  @Test
  void severalIntervalsShareTheErrorOfOne() {
    assertEquals(0.99, Holm.bonferroni(0.95, 5), 1e-15);
  }

  /**
   * Eight true hypotheses of twelve: at 0.05 one of them is rejected in at most 5 % of families.
   */
  @Test
  void theErrorOfTheFamilyIsKeptWhereTheSingleOneIsNot() {
    RandomStream random = new Seed(3).generator();
    int families = 20_000;
    int wrong = 0;
    int wrongPlain = 0;
    for (int family = 0; family < families; family++) {
      double[] p = new double[12];
      for (int i = 0; i < p.length; i++) {
        p[i] = random.nextDouble() * (i < 8 ? 1 : 1e-4);
      }
      double[] adjusted = Holm.adjusted(p);
      boolean any = false;
      boolean anyPlain = false;
      for (int i = 0; i < 8; i++) {
        any |= adjusted[i] < 0.05;
        anyPlain |= p[i] < 0.05;
      }
      wrong += any ? 1 : 0;
      wrongPlain += anyPlain ? 1 : 0;
    }
    // all four others are rejected first, so the eight have 1 - (1 - 0.05 / 8)^8 = 0.0489
    assertEquals(1 - Math.pow(1 - 0.05 / 8, 8), (double) wrong / families, 0.005);
    assertTrue(wrongPlain > 0.3 * families, "1 - 0.95^8 = 0.34");
  }
}
