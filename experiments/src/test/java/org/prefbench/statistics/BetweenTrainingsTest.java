package org.prefbench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.statistics.BetweenTrainings.Ratio;
import org.prefbench.statistics.BetweenTrainings.Score;

class BetweenTrainingsTest {
  private static BetweenTrainings of(double deviation, double... scores) {
    Score[] runs = new Score[scores.length];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = new Score(scores[i], deviation, 10);
    }
    return BetweenTrainings.of(new Score[][] {runs});
  }

  /** Variance 4 over runs; episodes of variance 10 leave their mean of ten an error of 1. */
  @Test
  void theErrorOfEvaluationIsTakenOff() {
    BetweenTrainings noisy = of(Math.sqrt(10), 8, 10, 12);
    assertEquals(4, noisy.spread(), 1e-12);
    assertEquals(2, noisy.spreadFreedom(), 1e-12);
    assertEquals(1, noisy.noise(), 1e-12);
    assertEquals(27, noisy.noiseFreedom(), 1e-9); // three runs of ten episodes, less their means
    assertEquals(3, noisy.component(), 1e-12);
    assertThrows(
        InvalidInputException.class,
        () -> BetweenTrainings.of(new Score[][] {{new Score(1, 0, 1), new Score(2, 0, 1)}}));
  }

  /**
   * Without noise it is the F test: printed tables have F(4, 4) = 9.60 and F(2, 2) = 39 at 0.975;
   * and the variances of 1, 2, 3, 4, 5 are 2.5, those of the other 10.
   */
  @Test
  void withoutNoiseTheRatioHasTheIntervalOfTheFTest() {
    Ratio ratio = of(0, 2, 4, 6, 8, 10).over(of(0, 1, 2, 3, 4, 5), 0.95, new Seed(1));
    assertEquals(2, ratio.ratio().estimate(), 1e-12);
    assertEquals(2 / Math.sqrt(9.6045), ratio.ratio().low(), 0.02);
    assertEquals(2 * Math.sqrt(9.6045), ratio.ratio().high(), 0.2);
    // P(F(4, 4) > x) = (1 + 3 x) / (1 + x)^3 at x = 4: 13 / 125
    assertEquals(2 * 13 / 125., ratio.p(), 0.01);
    Ratio two = of(0, 1, 2, 3).over(of(0, 1, 2, 3), 0.95, new Seed(1));
    assertEquals(1 / Math.sqrt(39), two.ratio().low(), 0.01);
    assertEquals(1, two.p(), 0.02);
  }

  /** P(chi2(2) > x) = exp(-x / 2), and P(chi2(1) > 1) = 0.3173 of the normal's tables. */
  @Test
  void drawsHaveTheChiSquaredDistribution() {
    RandomStream random = new Seed(4).generator();
    int draws = 100_000;
    int above = 0;
    int aboveOne = 0;
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      above += BetweenTrainings.chiSquared(2, random) > 3 ? 1 : 0;
      aboveOne += BetweenTrainings.chiSquared(1, random) > 1 ? 1 : 0;
      sum += BetweenTrainings.chiSquared(7.5, random);
    }
    assertEquals(Math.exp(-1.5), (double) above / draws, 0.006);
    assertEquals(0.3173, (double) aboveOne / draws, 0.006);
    assertEquals(7.5, sum / draws, 0.05);
  }

  /**
   * Simulated trainings of known components: the interval holds the true ratio as often as it says,
   * or more often where noise hides the components. Episodes have the deviation {@code noise}; of
   * several tasks, task k has components k + 1 times those of the first.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 5, 2, 1, 0",
    "1, 5, 2, 1, 3",
    "1, 3, 1, 1, 1",
    "4, 5, 1, 2, 2",
    "12, 5, 2, 1, 4",
    "12, 5, 1, 1, 12"
  })
  void theIntervalHoldsTheTrueRatio(
      int tasks, int runs, double first, double second, double noise) {
    int experiments = 400;
    int held = 0;
    Seed root = new Seed(5).child(tasks + " " + runs + " " + noise);
    for (int i = 0; i < experiments; i++) {
      RandomStream random = root.child(i).generator();
      BetweenTrainings own = simulated(tasks, runs, first, noise, random);
      BetweenTrainings other = simulated(tasks, runs, second, noise, random);
      Interval ratio = own.over(other, 0.95, root.child("over").child(i), 1000).ratio();
      held += ratio.excludes(first / second) ? 0 : 1;
    }
    double coverage = (double) held / experiments;
    // 400 trials of 0.95 have a standard error of 0.011
    assertTrue(coverage >= 0.95 - 3 * 0.011, "coverage " + coverage);
    assertTrue(noise > 0 || coverage <= 0.95 + 3 * 0.011, "coverage " + coverage);
  }

  private static BetweenTrainings simulated(
      int tasks, int runs, double deviation, double noise, RandomStream random) {
    int episodes = 10;
    Score[][] scores = new Score[tasks][runs];
    for (int task = 0; task < tasks; task++) {
      for (int run = 0; run < runs; run++) {
        double level = 50 + Math.sqrt(task + 1) * deviation * random.nextGaussian();
        double[] returns = new double[episodes];
        for (int i = 0; i < episodes; i++) {
          returns[i] = level + noise * random.nextGaussian();
        }
        scores[task][run] =
            new Score(Statistics.mean(returns), Statistics.standardDeviation(returns), episodes);
      }
    }
    return BetweenTrainings.of(scores);
  }

  /** Both components lie below the noise of evaluation: anything is possible. */
  @Test
  void whatTheNoiseHidesIsLeftOpen() {
    Ratio hidden = of(10, 9, 10, 11).over(of(10, 9.5, 10, 10.5), 0.95, new Seed(1));
    assertEquals(0, hidden.ratio().low());
    assertEquals(Double.POSITIVE_INFINITY, hidden.ratio().high());
    assertTrue(hidden.p() > 0.5);
    assertEquals(OptionalLong.empty(), of(10, 9, 10, 11).runsToDecide(of(0, 1, 2), 0.95));
  }

  /**
   * A ratio of variances of 16 without noise: half widths are 1.96 sqrt(2 x 2 / (n - 1)), which
   * falls below log 16 = 2.77 where n - 1 reaches 1.9993.
   */
  @Test
  void runsToDecideAreTheFirstWhoseIntervalIsNarrowEnough() {
    assertEquals(OptionalLong.of(3), of(0, 4, 8, 12).runsToDecide(of(0, 1, 2, 3), 0.95));
    assertEquals(OptionalLong.empty(), of(0, 1, 2, 3).runsToDecide(of(0, 1, 2, 3), 0.95));
  }
}
