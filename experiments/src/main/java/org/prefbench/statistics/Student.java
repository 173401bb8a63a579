package org.prefbench.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's distribution of the mean over tasks of the mean of their values. With several tasks the
 * variances of the task means add and the degrees of freedom follow Satterthwaite (1946). For
 * paired differences over a handful of runs its intervals keep their level, where a percentile
 * bootstrap of three values could be no wider than their range.
 *
 * @param mean the mean
 * @param error its standard error, NaN if a task has a single value
 * @param freedom degrees of freedom, NaN where there is no error
 * @param values how many values there are
 */
public record Student(double mean, double error, double freedom, int values) {
  /**
   * Returns the distribution that values give.
   *
   * @param values {@code [task][run]}
   */
  public static Student of(double[][] values) {
    int tasks = values.length;
    double variance = 0;
    double spread = 0;
    for (double[] task : values) {
      double part = Statistics.variance(task) / task.length / ((double) tasks * tasks);
      variance += part;
      spread += part * part / (task.length - 1);
    }
    return new Student(
        Statistics.meanOfTaskMeans(values),
        Math.sqrt(variance),
        variance * variance / spread,
        Arrays.stream(values).mapToInt(task -> task.length).sum());
  }

  /**
   * Returns the distribution of this mean less that of another sample, independent of this one
   * (Welch 1947): variances add, degrees of freedom follow Satterthwaite.
   */
  public Student minus(Student other) {
    double mine = error * error;
    double theirs = other.error * other.error;
    double spread =
        (mine == 0 ? 0 : mine * mine / freedom)
            + (theirs == 0 ? 0 : theirs * theirs / other.freedom);
    double variance = mine + theirs;
    return new Student(
        mean - other.mean,
        Math.sqrt(variance),
        variance * variance / spread,
        values + other.values);
  }

  /** Returns the mean between the bounds that hold at {@code level}, such as 0.95. */
  public Interval interval(double level) {
    if (Double.isNaN(error)) {
      return Interval.unbounded(mean);
    }
    double half =
        error == 0
            ? 0
            : error * TDistribution.of(freedom).inverseSurvivalProbability((1 - level) / 2);
    return new Interval(mean, mean - half, mean + half, values);
  }

  /**
   * Returns the two-sided p-value of the mean being {@code bound}, in the same distribution: the
   * interval of level 1 - a excludes the bound if and only if a is larger. Values without spread
   * have 0, or 1 if they are the bound; where there is no error, it is NaN.
   */
  public double p(double bound) {
    if (Double.isNaN(error)) {
      return Double.NaN;
    }
    double distance = Math.abs(mean - bound);
    if (error == 0) {
      return distance == 0 ? 1 : 0;
    }
    return Math.min(1, 2 * TDistribution.of(freedom).survivalProbability(distance / error));
  }
}
