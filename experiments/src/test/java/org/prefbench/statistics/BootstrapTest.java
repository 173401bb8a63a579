package org.prefbench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class BootstrapTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(50_000, 0.95, new Seed(7));

  /**
   * Returns the exact bootstrap quantile on one task: all n^n equally likely resamples are
   * enumerated, the statistic computed from its definition.
   */
  private static double exactQuantile(
      double[] scores, ToDoubleFunction<double[]> statistic, double probability) {
    int n = scores.length;
    int resamples = (int) Math.round(Math.pow(n, n));
    double[] values = new double[resamples];
    for (int code = 0; code < resamples; code++) {
      double[] drawn = new double[n];
      for (int i = 0, rest = code; i < n; i++, rest /= n) {
        drawn[i] = scores[rest % n];
      }
      values[code] = statistic.applyAsDouble(drawn);
    }
    Arrays.sort(values);
    return values[(int) Math.floor(probability * resamples)];
  }

  @Test
  void interquartileMeanBoundsAreThoseOfTheFullEnumeration() {
    double[] scores = {0, 1, 5, 9, 10, 31}; // 46,656 resamples
    ToDoubleFunction<double[]> trimmed =
        drawn -> {
          Arrays.sort(drawn); // 6 scores: one cut at each end
          return (drawn[1] + drawn[2] + drawn[3] + drawn[4]) / 4;
        };
    Interval interval = BOOTSTRAP.interquartileMean(new double[][] {scores});
    assertEquals(6.25, interval.estimate(), 0); // by hand: (1 + 5 + 9 + 10) / 4
    assertEquals(exactQuantile(scores, trimmed, 0.025), interval.low(), 0.26);
    assertEquals(exactQuantile(scores, trimmed, 0.975), interval.high(), 0.26);
  }

  @Test
  void meanBoundsAreThoseOfTheFullEnumeration() {
    double[] scores = {-2, 0.5, 3, 4, 11};
    ToDoubleFunction<double[]> mean = drawn -> Arrays.stream(drawn).sum() / 5;
    Interval interval = BOOTSTRAP.mean(new double[][] {scores});
    assertEquals(3.3, interval.estimate(), 1e-15);
    assertEquals(exactQuantile(scores, mean, 0.025), interval.low(), 0.11);
    assertEquals(exactQuantile(scores, mean, 0.975), interval.high(), 0.11);
  }

  @Test
  void probabilityOfImprovementHasItsClosedFormVariance() {
    // x wins against half of y = {0, 2}, always: the share is Binomial(n, 1/2) / n over draws of y
    double[] x = new double[100];
    Arrays.fill(x, 1);
    double[] y = new double[100];
    Arrays.fill(y, 0, 50, 2);
    Interval interval = BOOTSTRAP.probabilityOfImprovement(new double[][] {x}, new double[][] {y});
    assertEquals(0.5, interval.estimate(), 0);
    // binomial(100, 1/2): P(X <= 39) = 0.0176, P(X <= 40) = 0.0284, so the 2.5 % point is 40
    assertEquals(0.40, interval.low(), 1e-12);
    assertEquals(0.60, interval.high(), 1e-12);
  }

  @Test
  void tasksAreResampledWithinThemselves() {
    // spread between tasks only: every stratified replicate has the same mean
    double[][] scores = {{1, 1, 1}, {100, 100, 100}, {-7, -7, -7, -7}};
    Interval interval = BOOTSTRAP.mean(scores);
    assertEquals(interval.estimate(), interval.low(), 1e-12);
    assertEquals(interval.estimate(), interval.high(), 1e-12);
  }

  @Test
  void profileBoundsAreBinomial() {
    double[] scores = new double[100];
    Arrays.setAll(scores, i -> i);
    Interval[] profile =
        new Bootstrap(20_000, 0.95, new Seed(3))
            .performanceProfile(new double[][] {scores}, new double[] {-1, 49, 99});
    assertEquals(new Interval(1, 1, 1, 100), profile[0]);
    assertEquals(0.5, profile[1].estimate(), 0);
    assertEquals(0.40, profile[1].low(), 0.011); // binomial(100, 1/2), as above
    assertEquals(0.60, profile[1].high(), 0.011);
    assertEquals(new Interval(0, 0, 0, 100), profile[2]);
  }

  @Test
  void sameSeedSameBoundsOtherSeedOthers() {
    double[][] scores = {{1.25, 2.5, 3.75, 9.125, 4.0625, 7, 8.5, 1.125}};
    assertEquals(BOOTSTRAP.interquartileMean(scores), BOOTSTRAP.interquartileMean(scores));
    Bootstrap few = new Bootstrap(50, 0.95, new Seed(7));
    assertFalse(few.mean(scores).equals(few.child("other").mean(scores)));
  }

  @Test
  void singleRunsHaveNoBounds() {
    assertFalse(BOOTSTRAP.interquartileMean(new double[][] {{5}, {1, 2}}).bounded());
    assertFalse(BOOTSTRAP.mean(new double[][] {{5}}).bounded());
    assertFalse(
        BOOTSTRAP
            .probabilityOfImprovement(new double[][] {{5}}, new double[][] {{1, 2}})
            .bounded());
  }

  /**
   * Coverage on normal scores, 4,000 simulated studies each, so a share has a standard error of
   * 0.0034. The Student interval is exact. The percentile bootstrap of a mean behaves like a normal
   * interval with divisor n: with n = 30 its coverage is {@code P(|T_29| < 1.96 sqrt(29/30)) =
   * 0.937}.
   */
  @Test
  void intervalsCoverTheTruthAsOftenAsTheoryGives() {
    RandomStream random = new Seed(11).generator();
    int studies = 4_000;
    int student = 0;
    int studentTwoTasks = 0;
    int percentile = 0;
    for (int s = 0; s < studies; s++) {
      double[][] three = normals(random, 1, 3);
      student += Statistics.studentMean(three, 0.95).excludes(5) ? 0 : 1;
      double[][] tasks = normals(random, 2, 5);
      studentTwoTasks += Statistics.studentMean(tasks, 0.95).excludes(5) ? 0 : 1;
      double[][] thirty = normals(random, 1, 30);
      Bootstrap bootstrap = new Bootstrap(600, 0.95, new Seed(s));
      percentile += bootstrap.mean(thirty).excludes(5) ? 0 : 1;
    }
    String shares =
        String.format(Locale.ROOT, "%d %d %d of %d", student, studentTwoTasks, percentile, studies);
    assertEquals(0.95, student / (double) studies, 0.014, shares);
    assertEquals(0.95, studentTwoTasks / (double) studies, 0.018, shares);
    assertEquals(0.937, percentile / (double) studies, 0.016, shares);
    assertTrue(percentile < student, shares);
  }

  private static double[][] normals(RandomStream random, int tasks, int runs) {
    double[][] values = new double[tasks][runs];
    for (double[] task : values) {
      Arrays.setAll(task, i -> 5 + 2 * random.nextGaussian());
    }
    return values;
  }
}
