package org.prefbench.statistics;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;
import org.prefbench.core.Checks;

/**
 * Summaries of scores. A table of scores is {@code double[task][run]}; tasks may have different
 * numbers of runs, every task has at least one, every score is finite.
 *
 * <p>Definitions: Agarwal, Schwarzer, Castro, Courville and Bellemare 2021, "Deep Reinforcement
 * Learning at the Edge of the Statistical Precipice", arXiv 2108.13264.
 */
public final class Statistics {
  private static final long MOST_RUNS = 1_000_000_000;

  private Statistics() {}

  /** Returns the arithmetic mean. */
  public static double mean(double[] values) {
    Checks.atLeast("number of values", values.length, 1);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Returns the sample standard deviation (divisor n - 1), NaN for a single value. */
  public static double standardDeviation(double[] values) {
    return Math.sqrt(variance(values));
  }

  /** Returns the sample variance (divisor n - 1), NaN for a single value. */
  public static double variance(double[] values) {
    if (values.length < 2) {
      return Double.NaN;
    }
    double mean = mean(values);
    double squares = 0;
    double residue = 0; // zero but for rounding; corrects the squares for the mean's own rounding
    for (double value : values) {
      squares += (value - mean) * (value - mean);
      residue += value - mean;
    }
    return Math.max(0, (squares - residue * residue / values.length) / (values.length - 1));
  }

  /**
   * Returns the quantile at {@code probability} with linear interpolation between order statistics
   * (Hyndman and Fan 1996, type 7). Expected linear time; {@code values} is left as it is.
   */
  public static double quantile(double[] values, double probability) {
    Checks.atLeast("number of values", values.length, 1);
    Checks.between("probability", probability, 0, 1);
    return Selection.quantile(values.clone(), probability);
  }

  /** Returns the median. */
  public static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /**
   * Returns the interquartile mean: the mean of what remains when {@code floor(n / 4)} of all n
   * scores, over runs and tasks together, are cut off at each end.
   */
  public static double interquartileMean(double[][] scores) {
    double[] all = flatten(scores);
    Arrays.sort(all);
    int cut = all.length / 4;
    return mean(Arrays.copyOfRange(all, cut, all.length - cut));
  }

  /** Returns the mean of the task means. */
  public static double meanOfTaskMeans(double[][] scores) {
    return mean(taskMeans(scores));
  }

  /** Returns the median of the task means. */
  public static double medianOfTaskMeans(double[][] scores) {
    return median(taskMeans(scores));
  }

  /**
   * Returns by how much the scores fail to reach {@code target} on average, surplus not counted:
   * {@code target - mean(min(score, target))} over all runs and tasks.
   */
  public static double optimalityGap(double[][] scores, double target) {
    return target - mean(Arrays.stream(flatten(scores)).map(s -> Math.min(s, target)).toArray());
  }

  /** Returns for each threshold the share of all runs and tasks that score above it. */
  public static double[] performanceProfile(double[][] scores, double[] thresholds) {
    double[] all = flatten(scores);
    return Arrays.stream(thresholds)
        .map(t -> (double) Arrays.stream(all).filter(s -> s > t).count() / all.length)
        .toArray();
  }

  /**
   * Returns the probability that a run of {@code x} scores above a run of {@code y} on the same
   * task, ties counted half, averaged over tasks: the Mann-Whitney statistic over the number of
   * pairs.
   *
   * @param x scores of one method, {@code [task][run]}
   * @param y scores of the other on the same tasks, {@code [task][run]}; runs need not match
   */
  public static double probabilityOfImprovement(double[][] x, double[][] y) {
    sameTasks(x, y);
    double sum = 0;
    for (int task = 0; task < x.length; task++) {
      double wins = 0;
      for (double a : x[task]) {
        for (double b : y[task]) {
          wins += win(a, b);
        }
      }
      sum += wins / ((double) x[task].length * y[task].length);
    }
    return sum / x.length;
  }

  /**
   * Returns the mean over tasks of the mean of the values, between the bounds of {@link Student}'s
   * distribution.
   *
   * @param values {@code [task][run]}; no bounds if a task has a single run
   * @param level the coverage, such as 0.95
   */
  public static Interval studentMean(double[][] values, double level) {
    return Student.of(values).interval(level);
  }

  /** Returns the same for the runs of one task, {@link Interval#NONE} without any. */
  public static Interval studentMean(double[] values, double level) {
    return values.length == 0 ? Interval.NONE : studentMean(new double[][] {values}, level);
  }

  /**
   * Returns the smallest number of runs per task, at least two, at which the bounds of Student's
   * distribution would lie no further than {@code distance} from the mean over tasks, if the values
   * went on to spread as they do: the smallest n with t(n - 1) sqrt(sum of s_k^2 / n) / K at most
   * {@code distance}, over K tasks of standard deviations s_k.
   *
   * @param values {@code [task][run]}
   * @param level the coverage, such as 0.95
   * @return no number if a task has a single run, or the distance is zero
   */
  public static OptionalLong runsToDecide(double[][] values, double distance, double level) {
    double sum = Arrays.stream(values).mapToDouble(Statistics::variance).sum();
    double spread = Math.sqrt(sum) / values.length;
    return smallestCount(
        runs ->
            TDistribution.of(runs - 1).inverseSurvivalProbability((1 - level) / 2)
                * spread
                / Math.sqrt(runs),
        distance);
  }

  /** Returns the smallest count, at least 2, whose half width is at most the distance. */
  static OptionalLong smallestCount(LongToDoubleFunction halfWidth, double distance) {
    double most = Math.abs(distance);
    if (!(most > 0) || Double.isNaN(halfWidth.applyAsDouble(2))) {
      return OptionalLong.empty();
    }
    long enough = 2;
    while (halfWidth.applyAsDouble(enough) > most) {
      if (enough > MOST_RUNS) {
        return OptionalLong.empty();
      }
      enough *= 2;
    }
    long tooFew = enough / 2; // wrong for 2, which nothing is below
    while (enough - tooFew > 1 && enough > 2) {
      long middle = (tooFew + enough) / 2;
      if (halfWidth.applyAsDouble(middle) > most) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return OptionalLong.of(enough);
  }

  static double win(double a, double b) {
    return a > b ? 1 : a == b ? 0.5 : 0;
  }

  static void sameTasks(double[][] x, double[][] y) {
    Checks.require(
        x.length == y.length,
        "both methods must have scores on the same tasks, got %d and %d tasks",
        x.length,
        y.length);
    flatten(x);
    flatten(y);
  }

  /** Returns all scores in one array, task by task, after checking them. */
  static double[] flatten(double[][] scores) {
    Checks.atLeast("number of tasks", scores.length, 1);
    for (double[] task : scores) {
      Checks.atLeast("number of runs", task.length, 1);
      for (double score : task) {
        Checks.finite("score", score);
      }
    }
    return Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] taskMeans(double[][] scores) {
    flatten(scores);
    return Arrays.stream(scores).mapToDouble(Statistics::mean).toArray();
  }
}
