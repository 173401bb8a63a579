package org.prefbench.comparison;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    double[][] differences = new double[tasks.size()][];
    for (int i = 0; i < differences.length; i++) {
      Optional<ScoreRow> first = section.of(tasks.get(i), method);
      Optional<ScoreRow> second = section.of(tasks.get(i), other);
      if (first.isEmpty() || second.isEmpty()) {
        return Interval.NONE;
      }
      differences[i] = differences(first.get().scores(), second.get().scores());
      if (differences[i].length == 0
          || differences[i].length != first.get().comparedWith(other).pairs()) {
        return Interval.NONE;
      }
    }
    return tasks.isEmpty() ? Interval.NONE : Statistics.studentMean(differences, ScoreTable.LEVEL);
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
      differences[i] = differences(scores(section, task, method), scores(other, task, method));
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

  private static double[] differences(Map<Integer, Double> first, Map<Integer, Double> second) {
    return first.entrySet().stream()
        .filter(score -> second.containsKey(score.getKey()))
        .mapToDouble(score -> score.getValue() - second.get(score.getKey()))
        .toArray();
  }
}
