package org.prefbench.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;

/**
 * Expected values: NumPy 2.4.6 and SciPy 1.17.1 ({@code trim_mean(a.flatten(), .25)}, {@code
 * mannwhitneyu}, {@code percentile}, {@code t.ppf}, {@code ttest_1samp}) on the arrays below, or
 * hand work where the comment says so.
 */
class StatisticsTest {
  private static final double[][] A = {
    {1.0, 2.0, 3.5, 7.25, 10.0}, {-4.0, 0.5, 0.25, 8.0, 6.0}, {3.0, 3.0, 2.0, 11.0, -1.5}
  };
  private static final double[][] B = {
    {0.5, 2.0, 2.5, 3.25, 9.0}, {1.0, 2.5, -0.25, 7.0, 6.0}, {3.0, -3.0, 4.0, 1.0, -1.0}
  };

  @Test
  void summariesAgreeWithNumpyAndScipy() {
    assertEquals(3.138888888888889, Statistics.interquartileMean(A), 1e-14);
    assertEquals(3.774917217635375, Statistics.standardDeviation(A[0]), 1e-14);
    assertEquals(3.466666666666667, Statistics.meanOfTaskMeans(A), 1e-14);
    assertEquals(3.5, Statistics.medianOfTaskMeans(A), 1e-14);
    assertEquals(2.683333333333333, Statistics.optimalityGap(A, 5), 1e-14);
    double[] all = Statistics.flatten(A);
    assertEquals(-3.125, Statistics.quantile(all, 0.025), 1e-14);
    assertEquals(1.2, Statistics.quantile(all, 0.3), 1e-14);
    assertEquals(10.65, Statistics.quantile(all, 0.975), 1e-14);
  }

  @Test
  void interquartileMeanCutsWholeScoresOnly() {
    // by hand: 3 scores, floor(3/4) = 0 cut; 7 scores, 1 cut at each end; 8 scores, 2 cut
    assertEquals(5, Statistics.interquartileMean(new double[][] {{0, 15, 0}}), 0);
    assertEquals(4, Statistics.interquartileMean(new double[][] {{2, 3, 4}, {5, 6, -99, 99}}), 0);
    assertEquals(
        2.5, Statistics.interquartileMean(new double[][] {{9, 1, 2, 3}, {4, 9, -7, -7}}), 0);
  }

  @Test
  void oneRunHasNoDeviationAndEqualRunsHaveNone() {
    assertTrue(Double.isNaN(Statistics.standardDeviation(new double[] {3})));
    assertEquals(0, Statistics.standardDeviation(new double[] {0.1, 0.1, 0.1}), 1e-17);
    // by hand: a large offset must not eat the deviation of (0, 1, 2)
    assertEquals(1, Statistics.standardDeviation(new double[] {1e9, 1e9 + 1, 1e9 + 2}), 1e-9);
  }

  @Test
  void probabilityOfImprovementIsTheMannWhitneyShare() {
    assertEquals(0.56, Statistics.probabilityOfImprovement(A, B), 1e-15);
    assertEquals(
        0.62,
        Statistics.probabilityOfImprovement(new double[][] {A[0]}, new double[][] {B[0]}),
        1e-15);
    // by hand: 1 beats 0, ties 1, loses to 2
    assertEquals(
        0.5,
        Statistics.probabilityOfImprovement(new double[][] {{1}}, new double[][] {{0, 1, 2}}),
        0);
  }

  @Test
  void performanceProfileCountsStrictlyAbove() {
    // by hand on A: 15 scores, 12 above 0.25, 5 above 3.5, none above 11
    assertArrayEquals(
        new double[] {12 / 15., 5 / 15., 0},
        Statistics.performanceProfile(A, new double[] {0.25, 3.5, 11}),
        0);
  }

  @Test
  void studentIntervalAgreesWithScipyOnOneTaskAndByHandOnTwo() {
    double[] differences = new double[5];
    for (int i = 0; i < 5; i++) {
      differences[i] = A[0][i] - B[0][i];
    }
    Interval one = Statistics.studentMean(new double[][] {differences}, 0.95);
    assertEquals(1.3, one.estimate(), 1e-14);
    assertEquals(-0.6435115736384556, one.low(), 1e-12);
    assertEquals(3.2435115736384557, one.high(), 1e-12);
    // by hand: task means 1 and 3, each with variance 1 over 3 runs: variance (1/3 + 1/3)/4 = 1/6,
    // 4 degrees of freedom (Satterthwaite with equal variances adds them)
    Interval two = Statistics.studentMean(new double[][] {{0, 1, 2}, {2, 3, 4}}, 0.95);
    assertEquals(2, two.estimate(), 0);
    assertEquals(2 - 2.7764451051977934 / Math.sqrt(6), two.low(), 1e-12);
    assertTrue(two.excludes(0));
    assertFalse(two.excludes(2.5));
  }

  @Test
  void withoutSpreadThereAreNoBoundsOrNoWidth() {
    assertFalse(Statistics.studentMean(new double[][] {{1, 2}, {3}}, 0.95).bounded());
    assertEquals(
        new Interval(2, 2, 2, 3), Statistics.studentMean(new double[][] {{2, 2, 2}}, 0.95));
    assertFalse(Interval.unbounded(5).excludes(0));
  }

  @Test
  void emptyAndNonFiniteScoresAreRefused() {
    assertThrows(
        InvalidInputException.class, () -> Statistics.interquartileMean(new double[][] {}));
    assertThrows(
        InvalidInputException.class, () -> Statistics.interquartileMean(new double[][] {{}}));
    assertThrows(
        InvalidInputException.class,
        () -> Statistics.interquartileMean(new double[][] {{1, Double.NaN}}));
    assertThrows(
        InvalidInputException.class,
        () -> Statistics.probabilityOfImprovement(A, new double[1][1]));
  }

  /** Standard deviation 1 on one task: t(5) / sqrt(6) = 1.049, t(6) / sqrt(7) = 0.925. */
  @Test
  void runsToDecideAreTheFirstWhoseIntervalIsNarrowEnough() {
    double[][] one = {{1, 2, 3}};
    assertEquals(OptionalLong.of(7), Statistics.runsToDecide(one, 1, 0.95));
    assertEquals(OptionalLong.of(7), Statistics.runsToDecide(one, -1, 0.95));
    // two tasks: sqrt(2 / n) / 2 t(n - 1) <= 1: t(2) 0.408 = 1.757, t(3) 0.354 = 1.125, t(4) =
    // 0.878
    assertEquals(
        OptionalLong.of(5),
        Statistics.runsToDecide(new double[][] {{1, 2, 3}, {7, 6, 5}}, 1, 0.95));
    assertEquals(OptionalLong.of(2), Statistics.runsToDecide(new double[][] {{4, 4}}, 1, 0.95));
    assertEquals(OptionalLong.empty(), Statistics.runsToDecide(one, 0, 0.95));
    assertEquals(OptionalLong.empty(), Statistics.runsToDecide(one, Double.NaN, 0.95));
    assertEquals(OptionalLong.empty(), Statistics.runsToDecide(new double[][] {{4}}, 1, 0.95));
    assertEquals(OptionalLong.empty(), Statistics.runsToDecide(one, 1e-9, 0.95));
    // many runs: (1.959964 / 0.01)^2 = 38414.6, and a little more for t
    long many = Statistics.runsToDecide(one, 0.01, 0.95).getAsLong();
    assertTrue(many >= 38_415 && many <= 38_418, "" + many);
  }
}
