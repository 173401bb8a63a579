package org.prefbench.comparison;

import java.util.List;
import java.util.Optional;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;

/**
 * The scores of one kind of evaluation.
 *
 * @param evaluation which policy of each trial was evaluated
 * @param mode how it acted
 * @param rows task by task, method by method, in the order of the study; last, with several
 *     normalised tasks, all tasks together
 */
public record ScoreSection(Evaluation evaluation, Mode mode, List<ScoreRow> rows) {
  /** Copies the rows. */
  public ScoreSection {
    rows = List.copyOf(rows);
  }

  /** Returns the lines of one task. */
  public List<ScoreRow> of(String task) {
    return rows.stream().filter(row -> row.task().equals(task)).toList();
  }

  /** Returns the line of one method on one task. */
  public Optional<ScoreRow> of(String task, String method) {
    return of(task).stream().filter(row -> row.method().equals(method)).findFirst();
  }

  /** Returns the tasks, in order. */
  public List<String> tasks() {
    return rows.stream().map(ScoreRow::task).distinct().toList();
  }

  /** Returns all tasks together, or the only task; nothing if several have no common scale. */
  public Optional<String> overall() {
    List<String> tasks = tasks();
    return tasks.contains(ScoreRow.ALL_TASKS)
        ? Optional.of(ScoreRow.ALL_TASKS)
        : tasks.stream().findFirst().filter(only -> tasks.size() == 1);
  }

  /** Returns where and what was evaluated, in words. */
  public String titleOn(String task) {
    return (task.equals(ScoreRow.ALL_TASKS) ? "mean of tasks" : task) + ", " + title();
  }

  /** Returns what was evaluated, in words. */
  public String title() {
    String policy = evaluation == Evaluation.LAST ? "last policy" : "best policy by validation";
    return policy + ", " + (mode == Mode.SAMPLED ? "sampled" : "deterministic") + " actions";
  }
}
