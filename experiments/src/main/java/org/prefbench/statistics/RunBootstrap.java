package org.prefbench.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * The bootstrap of what is computed from several means over the same runs: a ratio of two, or where
 * a curve crosses zero. In each replicate the runs of every dataset are drawn anew with
 * replacement, independently across datasets, and a run brings all its values, since they share its
 * data and its reference policy. Of n runs n - 1 are drawn, so that the mean of a replicate has the
 * variance s² / n of the mean itself; that of n draws has (n - 1) / n of it, which with five runs
 * would make intervals too narrow by a tenth.
 *
 * <p>Source: McCarthy and Snowden 1985, "The Bootstrap and Finite Population Sampling", Vital and
 * Health Statistics 2 (95); Rao and Wu 1988, Journal of the American Statistical Association 83.
 * Intervals are percentiles.
 *
 * @param replicates how many replicates
 * @param level the nominal coverage, such as 0.95
 * @param seed the stream of the draws; the same seed gives the same bounds
 */
public record RunBootstrap(int replicates, double level, Seed seed) {
  /** Validates the number of replicates and the level. */
  public RunBootstrap {
    Checks.atLeast("replicates", replicates, 1);
    Checks.require(level > 0 && level < 1, "level must be in (0, 1), got %s", level);
  }

  /** Returns the same bootstrap on the stream {@code name} below this one's. */
  public RunBootstrap child(String name) {
    return new RunBootstrap(replicates, level, seed.child(name));
  }

  /**
   * Returns the ratio of two means over datasets of means over runs, with its interval.
   *
   * @param pairs {@code [dataset][run]}: numerator and denominator
   */
  public Interval ratio(double[][][] pairs) {
    double estimate = ratio(means(pairs));
    double[] values = replicate(pairs, RunBootstrap::ratio);
    return values.length == 0
        ? Interval.unbounded(estimate)
        : new Interval(
            estimate,
            Selection.quantile(values, (1 - level) / 2),
            Selection.quantile(values, (1 + level) / 2),
            Arrays.stream(pairs).mapToInt(runs -> runs.length).sum());
  }

  private static double ratio(double[] means) {
    return means[0] / means[1];
  }

  /**
   * Returns where the mean over datasets of means over runs changes its sign, with its interval.
   *
   * @param places where the values stand, increasing
   * @param values {@code [dataset][run][place]}
   */
  public SignChange signChange(double[] places, double[][][] values) {
    List<SignChange.Change> changes = SignChange.changes(places, means(values));
    SignChange.Change first =
        changes.isEmpty() ? new SignChange.Change(Double.NaN, 0) : changes.get(0);
    double[] crossings = replicate(values, means -> SignChange.place(places, means, first.sign()));
    double without = 0;
    for (double place : crossings) {
      without += Double.isFinite(place) ? 0 : 1.0 / crossings.length;
    }
    double[] placed = Arrays.stream(crossings).filter(place -> !Double.isNaN(place)).toArray();
    Interval place =
        placed.length == 0 || changes.isEmpty()
            ? Interval.unbounded(first.place())
            : new Interval(
                first.place(),
                quantile(placed, (1 - level) / 2),
                quantile(placed, (1 + level) / 2),
                Arrays.stream(values).mapToInt(runs -> runs.length).sum());
    return new SignChange(
        place, first.sign(), changes.size(), crossings.length == 0 ? Double.NaN : without);
  }

  /** An order statistic: between a place and infinity there is nothing to interpolate. */
  private static double quantile(double[] values, double probability) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(probability * (sorted.length - 1))];
  }

  /** Returns a number of each replicate, none if a dataset has a single run. */
  private double[] replicate(double[][][] values, ToDoubleFunction<double[]> number) {
    if (Arrays.stream(values).anyMatch(runs -> runs.length < 2)) {
      return new double[0];
    }
    RandomStream random = seed.generator();
    double[] numbers = new double[replicates];
    double[] means = new double[values[0][0].length];
    for (int r = 0; r < replicates; r++) {
      Arrays.fill(means, 0);
      for (double[][] runs : values) {
        double weight = 1.0 / (runs.length - 1) / values.length;
        for (int draw = 1; draw < runs.length; draw++) {
          double[] run = runs[random.nextInt(runs.length)];
          for (int i = 0; i < means.length; i++) {
            means[i] += weight * run[i];
          }
        }
      }
      numbers[r] = number.applyAsDouble(means);
    }
    return numbers;
  }

  private static double[] means(double[][][] values) {
    double[] means = new double[values[0][0].length];
    for (double[][] runs : values) {
      for (double[] run : runs) {
        for (int i = 0; i < means.length; i++) {
          means[i] += run[i] / runs.length / values.length;
        }
      }
    }
    return means;
  }
}
