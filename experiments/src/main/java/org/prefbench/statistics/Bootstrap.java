package org.prefbench.statistics;

import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * The stratified bootstrap: in each replicate the runs of every task are drawn anew with
 * replacement, independently across tasks, and the interval holds the middle {@code level} of the
 * replicates (percentile method). A task with a single run has no spread to resample, so there are
 * no bounds then.
 *
 * <p>Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap"; stratified by task as
 * in Agarwal et al. 2021, arXiv 2108.13264, section 4.1.
 *
 * @param replicates how many replicates; 50,000 for tables, 2,000 for profiles
 * @param level the nominal coverage, such as 0.95
 * @param seed the stream of the draws; the same seed gives the same bounds
 */
public record Bootstrap(int replicates, double level, Seed seed) {
  /** Validates the number of replicates and the level. */
  public Bootstrap {
    Checks.atLeast("replicates", replicates, 1);
    Checks.require(level > 0 && level < 1, "level must be in (0, 1), got %s", level);
  }

  /** Returns the same bootstrap on the stream {@code name} below this one's. */
  public Bootstrap child(String name) {
    return new Bootstrap(replicates, level, seed.child(name));
  }

  /** Returns the interquartile mean of {@code scores[task][run]} with its interval. */
  public Interval interquartileMean(double[][] scores) {
    double estimate = Statistics.interquartileMean(scores);
    if (!resamples(scores)) {
      return Interval.unbounded(estimate);
    }
    double[] sorted = Statistics.flatten(scores);
    Arrays.sort(sorted);
    int[][] ranks = ranks(scores, sorted);
    int[] counts = new int[sorted.length];
    int cut = sorted.length / 4;
    RandomStream random = seed.generator();
    double[] values = new double[replicates];
    for (int r = 0; r < replicates; r++) {
      Arrays.fill(counts, 0);
      for (int[] task : ranks) {
        for (int run = 0; run < task.length; run++) {
          counts[task[random.nextInt(task.length)]]++;
        }
      }
      values[r] = trimmedMean(sorted, counts, cut);
    }
    return interval(estimate, values, count(scores));
  }

  /** Returns the mean of the task means of {@code scores[task][run]} with its interval. */
  public Interval mean(double[][] scores) {
    double estimate = Statistics.meanOfTaskMeans(scores);
    if (!resamples(scores)) {
      return Interval.unbounded(estimate);
    }
    RandomStream random = seed.generator();
    double[] values = new double[replicates];
    for (int r = 0; r < replicates; r++) {
      double sum = 0;
      for (double[] task : scores) {
        double taskSum = 0;
        for (int run = 0; run < task.length; run++) {
          taskSum += task[random.nextInt(task.length)];
        }
        sum += taskSum / task.length;
      }
      values[r] = sum / scores.length;
    }
    return interval(estimate, values, count(scores));
  }

  /**
   * Returns the probability that {@code x} improves on {@code y} with its interval; both sides are
   * resampled, independently of each other.
   *
   * @param x scores of one method, {@code [task][run]}
   * @param y scores of the other on the same tasks, {@code [task][run]}
   */
  public Interval probabilityOfImprovement(double[][] x, double[][] y) {
    double estimate = Statistics.probabilityOfImprovement(x, y);
    if (!resamples(x) || !resamples(y)) {
      return Interval.unbounded(estimate);
    }
    RandomStream random = seed.generator();
    double[] values = new double[replicates];
    for (int task = 0; task < x.length; task++) {
      addWins(values, x[task], y[task], random);
    }
    for (int r = 0; r < replicates; r++) {
      values[r] /= x.length;
    }
    return interval(estimate, values, Math.min(count(x), count(y)));
  }

  /**
   * Returns for each threshold the share of runs and tasks that score above it, with pointwise
   * intervals.
   */
  public Interval[] performanceProfile(double[][] scores, double[] thresholds) {
    double[] estimates = Statistics.performanceProfile(scores, thresholds);
    Interval[] profile = new Interval[thresholds.length];
    if (!resamples(scores)) {
      Arrays.setAll(profile, k -> Interval.unbounded(estimates[k]));
      return profile;
    }
    RandomStream random = seed.generator();
    double[][] replicatesOf = new double[thresholds.length][replicates];
    double[][] drawn = Arrays.stream(scores).map(double[]::clone).toArray(double[][]::new);
    for (int r = 0; r < replicates; r++) {
      for (int task = 0; task < scores.length; task++) {
        for (int run = 0; run < scores[task].length; run++) {
          drawn[task][run] = scores[task][random.nextInt(scores[task].length)];
        }
      }
      double[] shares = Statistics.performanceProfile(drawn, thresholds);
      for (int k = 0; k < thresholds.length; k++) {
        replicatesOf[k][r] = shares[k];
      }
    }
    Arrays.setAll(profile, k -> interval(estimates[k], replicatesOf[k], count(scores)));
    return profile;
  }

  /** Adds to each replicate the share of won comparisons on one task, both sides resampled. */
  private static void addWins(double[] values, double[] x, double[] y, RandomStream random) {
    int[] countsX = new int[x.length];
    int[] countsY = new int[y.length];
    double pairs = (double) x.length * y.length;
    for (int r = 0; r < values.length; r++) {
      draw(countsX, random);
      draw(countsY, random);
      double wins = 0;
      for (int i = 0; i < x.length; i++) {
        if (countsX[i] > 0) {
          double row = 0;
          for (int j = 0; j < y.length; j++) {
            row += countsY[j] * Statistics.win(x[i], y[j]);
          }
          wins += countsX[i] * row;
        }
      }
      values[r] += wins / pairs;
    }
  }

  private static void draw(int[] counts, RandomStream random) {
    Arrays.fill(counts, 0);
    for (int i = 0; i < counts.length; i++) {
      counts[random.nextInt(counts.length)]++;
    }
  }

  /** Mean of the multiset {@code counts} over sorted values without {@code cut} at each end. */
  private static double trimmedMean(double[] sorted, int[] counts, int cut) {
    int from = cut;
    int to = sorted.length - cut;
    int seen = 0;
    double sum = 0;
    for (int i = 0; i < sorted.length && seen < to; i++) {
      if (counts[i] > 0) {
        int kept = Math.min(seen + counts[i], to) - Math.max(seen, from);
        if (kept > 0) {
          sum += kept * sorted[i];
        }
        seen += counts[i];
      }
    }
    return sum / (to - from);
  }

  /** Returns for each score its place in {@code sorted}; equal scores share one. */
  private static int[][] ranks(double[][] scores, double[] sorted) {
    return Arrays.stream(scores)
        .map(task -> Arrays.stream(task).mapToInt(s -> Arrays.binarySearch(sorted, s)).toArray())
        .toArray(int[][]::new);
  }

  private static boolean resamples(double[][] scores) {
    return Arrays.stream(scores).allMatch(task -> task.length > 1);
  }

  private static int count(double[][] scores) {
    return Arrays.stream(scores).mapToInt(task -> task.length).sum();
  }

  private Interval interval(double estimate, double[] values, int count) {
    double low = Selection.quantile(values, (1 - level) / 2);
    double high = Selection.quantile(values, (1 + level) / 2);
    return new Interval(estimate, low, high, count);
  }
}
