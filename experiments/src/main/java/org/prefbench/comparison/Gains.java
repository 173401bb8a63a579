package org.prefbench.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;

/** Differences of scores of the same runs, as means over tasks with Student's interval. */
public final class Gains {
  private Gains() {}

  /**
   * Returns the mean over tasks of the gain of one method over another in the same section.
   *
   * @return {@link Interval#NONE} if a task has no run of both, or runs of both that were given
   *     different data, reference or pairs
   */
  public static Interval over(
      ScoreSection section, List<String> tasks, String method, String other) {
    return over(section, tasks, method, other, ScoreTable.LEVEL);
  }

  /** Returns the same with an interval of another level. */
  public static Interval over(
      ScoreSection section, List<String> tasks, String method, String other, double level) {
    double[][] differences =
        tasks.stream()
            .map(task -> byRun(section, task, method, other))
            .map(runs -> runs.values().stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new);
    boolean exists = !tasks.isEmpty() && Arrays.stream(differences).allMatch(d -> d.length > 0);
    return exists ? Statistics.studentMean(differences, level) : Interval.NONE;
  }

  /**
   * Returns the gain of one method over another by run.
   *
   * @return empty if there is no run of both, or if runs of both were given different data,
   *     reference or pairs
   */
  static Map<Integer, Double> byRun(
      ScoreSection section, String task, String method, String other) {
    Map<Integer, Double> differences =
        differences(scores(section, task, method), scores(section, task, other));
    boolean paired =
        section
            .of(task, method)
            .filter(row -> row.comparedWith(other).pairs() == differences.size())
            .isPresent();
    return paired ? differences : Map.of();
  }

  /**
   * Returns the mean over tasks of what a method gains by acting as in one section rather than as
   * in another: the trained policy of each run is the same in both.
   *
   * @return {@link Interval#NONE} if a task has no run that was scored in both
   */
  public static Interval between(
      ScoreSection section, ScoreSection other, List<String> tasks, String method) {
    double[][] differences = new double[tasks.size()][];
    for (int i = 0; i < differences.length; i++) {
      String task = tasks.get(i);
      differences[i] =
          differences(scores(section, task, method), scores(other, task, method)).values().stream()
              .mapToDouble(Double::doubleValue)
              .toArray();
      if (differences[i].length == 0) {
        return Interval.NONE;
      }
    }
    return Statistics.studentMean(differences, ScoreTable.LEVEL);
  }

  /** Returns the tasks of a section that are scored on the common scale. */
  public static List<String> normalizedTasks(ScoreSection section) {
    return section.tasks().stream()
        .filter(task -> !task.equals(ScoreRow.ALL_TASKS))
        .filter(
            task ->
                section.of(task).stream().allMatch(row -> row.metric() == Metric.NORMALIZED_SCORE))
        .toList();
  }

  private static Map<Integer, Double> scores(ScoreSection section, String task, String method) {
    return section.of(task, method).map(ScoreRow::scores).orElse(Map.of());
  }

  private static Map<Integer, Double> differences(
      Map<Integer, Double> first, Map<Integer, Double> second) {
    Map<Integer, Double> differences = new TreeMap<>();
    first.forEach(
        (run, score) -> {
          if (second.containsKey(run)) {
            differences.put(run, score - second.get(run));
          }
        });
    return differences;
  }
}
