package org.prefbench.theory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;

/** The ideal iteration, against hand work. */
class PreferenceIterationTest {
  /** From (1/4, 3/4) with P(0, 1) = 0.2: f = (1/8 + 0.15, 0.2 + 3/8), p' = (0.1375, 0.8625). */
  @Test
  void oneRoundOfTwoItems() {
    PreferenceIteration two = new PreferenceIteration(new double[][] {{0.5, 0.2}, {0.8, 0.5}});
    double[] law = {0.25, 0.75};
    assertArrayEquals(new double[] {0.275, 0.575}, two.wins(law), 1e-15);
    assertArrayEquals(new double[] {0.1375, 0.8625}, two.next(law), 1e-15);
    assertArrayEquals(law, two.run(law, 3).get(0), 0);
    assertEquals(4, two.run(law, 3).size());
  }

  /** The best of two draws from three ranked items of equal weight: (1, 3, 5) / 9. */
  @Test
  void rankedItems() {
    double third = 1.0 / 3;
    assertArrayEquals(
        new double[] {1 / 9.0, 3 / 9.0, 5 / 9.0},
        PreferenceIteration.ranking(3).next(new double[] {third, third, third}),
        1e-15);
  }

  /** P(i, j) = 1 / (1 + e^(r_j - r_i)): 0.7310585786300049 for rewards one apart. */
  @Test
  void bradleyTerry() {
    double[][] preference = PreferenceIteration.bradleyTerry(0, 1, 1).preference();
    assertEquals(0.7310585786300049, preference[1][0], 1e-15);
    assertEquals(0.5, preference[1][2], 0);
  }

  /**
   * All on item 1, with reference (1/4, 3/4): log 0.575 - log(4/3) = -0.8410672; and the preferred
   * law's own value is -log 2.
   */
  @Test
  void objectiveOfTheorem41() {
    PreferenceIteration two = new PreferenceIteration(new double[][] {{0.5, 0.2}, {0.8, 0.5}});
    double[] reference = {0.25, 0.75};
    assertEquals(
        Math.log(0.575) - Math.log(4.0 / 3), two.objective(new double[] {0, 1}, reference), 1e-15);
    assertEquals(-Math.log(2), two.objective(two.next(reference), reference), 1e-15);
    assertEquals(
        0.5 * Math.log(2) + 0.5 * Math.log(2.0 / 3),
        PreferenceIteration.divergence(new double[] {0.5, 0.5}, reference),
        1e-15);
    assertEquals(0.25, PreferenceIteration.distance(new double[] {0.5, 0.5}, reference), 1e-15);
  }

  @Test
  void preferencesThatDoNotAddUpAreRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> new PreferenceIteration(new double[][] {{0.5, 0.3}, {0.8, 0.5}}));
    assertThrows(
        InvalidInputException.class, () -> new PreferenceIteration(new double[][] {{0.5, 0.3}}));
  }
}
