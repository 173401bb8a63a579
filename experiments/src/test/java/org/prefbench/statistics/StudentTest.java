package org.prefbench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Closed forms of Student's distribution with one and two degrees of freedom. */
class StudentTest {
  @Test
  void twoAndThreeValuesHaveClosedForms() {
    // 4, 5, 6: t = 5 sqrt(3), and P(|T| > t) = 1 - t / sqrt(t^2 + 2)
    Student three = Student.of(new double[][] {{4, 5, 6}});
    assertEquals(1 - 5 * Math.sqrt(3) / Math.sqrt(77), three.p(0), 1e-12);
    assertEquals(1, three.p(5), 1e-12);
    assertEquals(three.p(0), three.p(10), 1e-12);
    // 1, 3: the error of the mean is 1, t = 2, and Cauchy's P(|T| > t) = 1 - 2 atan(t) / pi
    assertEquals(1 - 2 * Math.atan(2) / Math.PI, Student.of(new double[][] {{1, 3}}).p(0), 1e-12);
  }

  @Test
  void withoutSpreadEverythingIsSureAndWithASingleRunNothing() {
    Student constant = Student.of(new double[][] {{2, 2, 2}});
    assertEquals(0, constant.p(1));
    assertEquals(1, constant.p(2));
    assertTrue(constant.interval(0.95).flat());
    Student single = Student.of(new double[][] {{2}});
    assertTrue(Double.isNaN(single.p(1)));
    assertFalse(single.interval(0.95).bounded());
  }

  /** Two tasks with their own spreads: the same distribution gives bounds and p-values. */
  @Property(tries = 200)
  void anIntervalExcludesWhatHasASmallerP(
      @ForAll @DoubleRange(min = -4, max = 4) double bound,
      @ForAll @DoubleRange(min = 0.5, max = 0.99) double level) {
    Student student = Student.of(new double[][] {{0.5, 1, 2.25}, {-1, 0.75, 3, 1.5}});
    double p = student.p(bound);
    if (Math.abs(p - (1 - level)) > 1e-9) {
      assertEquals(p < 1 - level, student.interval(level).excludes(bound));
    }
  }

  /**
   * Welch's test by hand: {1, 2, 3} with mean 2 and variance 1, {2, 4, 6, 8} with mean 5 and
   * variance 20 / 3: error^2 = 1 / 3 + 5 / 3 = 2, freedom = 4 / (1 / 18 + 25 / 27) = 216 / 53.
   */
  @Test
  void independentSamplesAreSubtracted() {
    Student one = Student.of(new double[][] {{1, 2, 3}});
    Student other = Student.of(new double[][] {{2, 4, 6, 8}});
    Student difference = one.minus(other);
    assertEquals(-3, difference.mean(), 1e-12);
    assertEquals(Math.sqrt(2), difference.error(), 1e-12);
    assertEquals(216.0 / 53, difference.freedom(), 1e-9);
    assertEquals(7, difference.values());
  }
}
