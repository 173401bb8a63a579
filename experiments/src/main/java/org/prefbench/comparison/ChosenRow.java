package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.study.Reporting;

/**
 * The method of several with the highest mean test score: a number that some papers report and that
 * nobody could have had before the test. It is shown below the methods and takes part in no
 * comparison.
 *
 * @param task the task, or {@link ScoreRow#ALL_TASKS} for the mean of the tasks' means
 * @param label the row's name
 * @param chosen the method chosen; for all tasks together, that of each task in order
 * @param metric the unit of the score
 * @param runs runs that the methods chosen were to have
 * @param scored how many of them have a score
 * @param mean mean over runs; for all tasks, of the tasks' means
 * @param standardDeviation sample standard deviation over runs; NaN for all tasks
 */
public record ChosenRow(
    String task,
    String label,
    List<String> chosen,
    Metric metric,
    int runs,
    int scored,
    double mean,
    double standardDeviation) {
  /** Copies the list. */
  public ChosenRow {
    chosen = List.copyOf(chosen);
  }

  /**
   * Returns the rows of one task of a section, one for each choice that the options ask for whose
   * methods have a score; the first of equals is chosen.
   */
  public static List<ChosenRow> of(ScoreSection section, String task, ReportOptions options) {
    return options.extras().choices().stream()
        .flatMap(
            choice ->
                (task.equals(ScoreRow.ALL_TASKS)
                        ? overAll(section, choice)
                        : best(section, task, choice))
                    .stream())
        .toList();
  }

  /** Returns the name that says what the row is wherever it is read. */
  public String name() {
    return task.equals(ScoreRow.ALL_TASKS)
        ? label + " (chosen by test return on each task)"
        : label + " (chosen by test return: " + String.join(", ", chosen) + ")";
  }

  private static Optional<ChosenRow> best(
      ScoreSection section, String task, Reporting.Choice choice) {
    return choice.of().stream()
        .flatMap(method -> section.of(task, method).stream())
        .filter(row -> Double.isFinite(row.mean()))
        .max(Comparator.comparingDouble(ScoreRow::mean).thenComparing(row -> -rank(choice, row)))
        .map(
            row ->
                new ChosenRow(
                    task,
                    choice.label(),
                    List.of(row.method()),
                    row.metric(),
                    row.runs(),
                    row.scored(),
                    row.mean(),
                    row.standardDeviation()));
  }

  private static int rank(Reporting.Choice choice, ScoreRow row) {
    return choice.of().indexOf(row.method());
  }

  private static Optional<ChosenRow> overAll(ScoreSection section, Reporting.Choice choice) {
    List<String> tasks =
        section.tasks().stream().filter(task -> !task.equals(ScoreRow.ALL_TASKS)).toList();
    List<ChosenRow> rows = new ArrayList<>();
    tasks.forEach(task -> best(section, task, choice).ifPresent(rows::add));
    return rows.size() < tasks.size()
        ? Optional.empty()
        : Optional.of(
            new ChosenRow(
                ScoreRow.ALL_TASKS,
                choice.label(),
                rows.stream().flatMap(row -> row.chosen().stream()).toList(),
                rows.get(0).metric(),
                rows.stream().mapToInt(ChosenRow::runs).sum(),
                rows.stream().mapToInt(ChosenRow::scored).sum(),
                rows.stream().mapToDouble(ChosenRow::mean).average().orElse(Double.NaN),
                Double.NaN));
  }
}
