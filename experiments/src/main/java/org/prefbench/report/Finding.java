package org.prefbench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.prefbench.comparison.Gains;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreRow.Comparison;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Holm;
import org.prefbench.statistics.Interval;

/**
 * The result in one sentence. Considered are methods whose runs all have a score and that were not
 * given the true rewards; the best is the one with the largest mean difference to the reference.
 * That choice is made by the numbers that are then shown, so the interval is widened for it: it
 * holds for all methods considered together (Bonferroni).
 */
final class Finding {
  private Finding() {}

  /** Returns the sentence for the headline section. */
  static String of(ScoreTable table) {
    if (table.sections().isEmpty()) {
      return "No trial has a score yet.";
    }
    ScoreSection headline = table.sections().get(0);
    List<String> tasks = headline.tasks();
    if (tasks.contains(ScoreRow.ALL_TASKS)) {
      return sentence(table, headline, ScoreRow.ALL_TASKS);
    }
    return String.join(" ", tasks.stream().map(task -> sentence(table, headline, task)).toList());
  }

  private static String sentence(ScoreTable table, ScoreSection section, String task) {
    String place = task.equals(ScoreRow.ALL_TASKS) ? "Over all tasks" : "On " + task;
    List<ScoreRow> complete =
        section.of(task).stream().filter(ScoreRow::complete).filter(Finding::fair).toList();
    Optional<String> reference = table.options().against().stream().findFirst();
    if (reference.isEmpty()) {
      return complete.stream()
          .max(Comparator.comparingDouble(row -> row.interquartileMean().estimate()))
          .map(
              row ->
                  Format.text(
                      "%s, %s has the highest interquartile mean: %s %s.",
                      place,
                      row.method(),
                      Format.interval(row.interquartileMean(), ScoreRow.digits(List.of(row))),
                      row.metric().text()))
          .orElse(place + ", no method has a score in every run.");
    }
    List<ScoreRow> compared =
        complete.stream()
            .filter(row -> row.comparedWith(reference.get()).difference().exists())
            .toList();
    List<String> tasks =
        task.equals(ScoreRow.ALL_TASKS) ? Gains.normalizedTasks(section) : List.of(task);
    return compared.stream()
        .max(
            Comparator.comparingDouble(
                row -> row.comparedWith(reference.get()).difference().estimate()))
        .map(
            row ->
                against(
                    place,
                    row,
                    row.comparedWith(reference.get()),
                    Gains.over(
                        section,
                        tasks,
                        row.method(),
                        reference.get(),
                        Holm.bonferroni(ScoreTable.LEVEL, compared.size())),
                    compared.size()))
        .orElse(place + ", no method can be compared with " + reference.get() + ".");
  }

  private static String against(
      String place, ScoreRow best, Comparison comparison, Interval difference, int among) {
    int digits = ScoreRow.digits(List.of(best));
    String amount =
        Format.text(
            "%s %s of %s",
            Format.fixed(Math.abs(difference.estimate()), digits),
            best.metric() == ScoreRow.Metric.NORMALIZED_SCORE ? "points" : "units",
            best.metric().text());
    String evidence =
        difference.bounded()
            ? Format.text(
                "95 %% interval of the paired difference%s %s, %d runs",
                among == 1 ? "" : ", widened for the choice among " + among + " methods,",
                Format.bounds(difference, digits),
                comparison.pairs())
            : "a single run, so no interval";
    if (difference.low() > 0) {
      return Format.text(
          "%s, %s is best and beats %s by %s (%s).",
          place, name(best), comparison.against(), amount, evidence);
    }
    if (difference.high() < 0) {
      return Format.text(
          "%s, every method falls behind %s; the nearest, %s, by %s (%s).",
          place, comparison.against(), name(best), amount, evidence);
    }
    return Format.text(
        "%s, no method is shown to beat %s: the best, %s, is %s %s (%s).",
        place,
        comparison.against(),
        name(best),
        amount,
        difference.estimate() >= 0 ? "above" : "below",
        evidence);
  }

  /** Returns the method with its privileges, which a reader must know to judge a gain. */
  private static String name(ScoreRow row) {
    String needs = Tables.needs(row);
    return needs.isEmpty() ? row.method() : row.method() + " (needs " + needs + ")";
  }

  /** A method that sees the true rewards measures what could be had, and wins no comparison. */
  private static boolean fair(ScoreRow row) {
    return !row.privileges().contains("true-rewards");
  }
}
