package org.prefbench.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * Sine and cosine against {@link StrictMath} (fdlibm), whose error is below one unit in the last
 * place.
 */
class TrigonometryTest {
  private final double[] result = new double[2];

  @Test
  void agreesWithinTwoUnitsInTheLastPlace() {
    RandomStream random = new Seed(5).generator();
    for (double range : new double[] {1e-8, 0.1, 0.8, 4, 100, 1e5, 999_999, 1e12}) {
      for (int i = 0; i < 20_000; i++) {
        check(random.uniform(-range, range));
      }
    }
    for (int quarter = -4000; quarter <= 4000; quarter++) {
      check(quarter * (Math.PI / 2));
      check(StrictMath.nextUp(quarter * (Math.PI / 4)));
    }
  }

  @Test
  void zeroAndNotANumber() {
    Trigonometry.sineAndCosine(0, result);
    assertEquals(0, result[0]);
    assertEquals(1, result[1]);
    Trigonometry.sineAndCosine(Double.NaN, result);
    assertTrue(Double.isNaN(result[0]) && Double.isNaN(result[1]));
  }

  private void check(double angle) {
    Trigonometry.sineAndCosine(angle, result);
    double sine = StrictMath.sin(angle);
    double cosine = StrictMath.cos(angle);
    assertEquals(sine, result[0], 2 * Math.ulp(sine), "sine of " + angle);
    assertEquals(cosine, result[1], 2 * Math.ulp(cosine), "cosine of " + angle);
  }
}
