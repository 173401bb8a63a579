package org.prefbench.comparison;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.prefbench.core.Ledger;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;

/**
 * One method on one task, or on all tasks together.
 *
 * <p>Missing runs: a run that diverged, failed or was never made has no score. It counts in {@code
 * runs} but not in {@code scores}; every statistic is over the scores there are, and tables mark
 * such a line. Nothing is filled in.
 *
 * @param task the task, or {@link #ALL_TASKS}
 * @param method the method's label
 * @param metric the unit of the scores
 * @param runs runs that the method was to have
 * @param diverged runs that left the finite numbers
 * @param failed runs that ended with an error
 * @param scores score by run number; for all tasks together, empty
 * @param scored how many runs have a score
 * @param mean mean of the scores, NaN without any
 * @param standardDeviation sample standard deviation over runs; NaN for a single run and for all
 *     tasks together
 * @param interquartileMean interquartile mean with its bootstrap interval
 * @param optimalityGap mean shortfall from the normalised score 100, NaN for raw returns
 * @param comparisons one for each method of {@link ReportOptions#against}, in that order
 * @param needs the declared privileges joined by {@code +}
 * @param costs mean of each count of the ledger over the runs that have a score
 * @param expense what these took where they ran
 */
public record ScoreRow(
    String task,
    String method,
    Metric metric,
    int runs,
    int diverged,
    int failed,
    Map<Integer, Double> scores,
    int scored,
    double mean,
    double standardDeviation,
    Interval interquartileMean,
    double optimalityGap,
    List<Comparison> comparisons,
    String needs,
    Map<Ledger.Entry, Double> costs,
    Expense expense) {
  /** The task name of the line that sums up all tasks. */
  public static final String ALL_TASKS = "all tasks";

  /** The unit of a score. */
  public enum Metric {
    /** 100 (return - random) / (expert - random). */
    NORMALIZED_SCORE("normalised score"),
    /** The undiscounted return of an episode. */
    RETURN("return");

    private final String text;

    Metric(String text) {
      this.text = text;
    }

    /** Returns the name in words. */
    public String text() {
      return text;
    }
  }

  /**
   * One method compared with another on the same tasks.
   *
   * @param against the other method
   * @param improvement the probability that a run of the method scores above a run of the other,
   *     with its bootstrap interval
   * @param difference mean difference of the scores of the same run (same data, reference and
   *     pairs), with its Student interval
   * @param pairs how many runs both have
   */
  public record Comparison(String against, Interval improvement, Interval difference, int pairs) {
    /** Returns a comparison that says nothing, such as of a method with itself. */
    public static Comparison none(String against) {
      return new Comparison(against, Interval.NONE, Interval.NONE, 0);
    }
  }

  /**
   * The time and the memory of trials, which nobody gets again to the last digit; NaN without any.
   *
   * @param trainingSeconds wall-clock time of a training, mean
   * @param evaluationSeconds wall-clock time of an evaluation, mean
   * @param bytes smallest peak of resident memory: that of a process counts the trials before it
   */
  public record Expense(double trainingSeconds, double evaluationSeconds, double bytes) {}

  /** Copies the collections. */
  public ScoreRow {
    scores = Collections.unmodifiableMap(new TreeMap<>(scores));
    comparisons = List.copyOf(comparisons);
    costs = Collections.unmodifiableMap(new TreeMap<>(costs));
  }

  /** Returns how many digits behind the point the scores of a table deserve: four in all. */
  public static int digits(Collection<ScoreRow> rows) {
    double size =
        rows.stream()
            .flatMapToDouble(
                row ->
                    DoubleStream.of(
                        row.mean(), row.interquartileMean().low(), row.interquartileMean().high()))
            .filter(Double::isFinite)
            .map(Math::abs)
            .max()
            .orElse(0);
    return Format.digits(size);
  }

  /** Returns whether every run has a score. */
  public boolean complete() {
    return scored == runs;
  }

  /** Returns the comparison with {@code against}, or one that says nothing. */
  public Comparison comparedWith(String against) {
    return comparisons.stream()
        .filter(comparison -> comparison.against().equals(against))
        .findFirst()
        .orElse(Comparison.none(against));
  }

  /** Returns the mean of a count over the runs that have a score, NaN without any. */
  public double cost(Ledger.Entry entry) {
    return costs.getOrDefault(entry, Double.NaN);
  }

  /** Returns the gradient steps in a second of training. */
  public double stepsPerSecond() {
    return cost(Ledger.Entry.GRADIENT_STEPS) / expense.trainingSeconds();
  }

  /** Returns the declared privileges. */
  public Set<String> privileges() {
    return needs.isEmpty() ? Set.of() : Set.of(needs.split("\\+"));
  }
}
