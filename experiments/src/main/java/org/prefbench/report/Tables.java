package org.prefbench.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.prefbench.comparison.ChosenRow;
import org.prefbench.comparison.Families;
import org.prefbench.comparison.Gains;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreRow.Comparison;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.study.Protocol;
import org.prefbench.theory.TheoryCheck;

/** The tables of a report, as a reader wants them. */
final class Tables {
  private Tables() {}

  /**
   * Returns the scores of one task of a section, as a reader wants them.
   *
   * @param chosen rows chosen by the test return, which get a mean and no inference
   * @param families the families of the rows, shown where there are several
   * @param against the methods to compare with
   */
  static Block.Table scores(
      List<ScoreRow> rows, List<ChosenRow> chosen, Families families, List<String> against) {
    int digits = ScoreRow.digits(rows);
    boolean single = rows.stream().noneMatch(row -> row.task().equals(ScoreRow.ALL_TASKS));
    TextTable<ScoreRow> table = new TextTable<>(rows).column("method", ScoreRow::method);
    if (families.groups(rows.stream().map(ScoreRow::method).toList()).size() > 1) {
      table.column("family", row -> families.name(row.method()));
    }
    table
        .column("runs", row -> runs(row.scored(), row.runs()))
        .column("mean", row -> Format.fixed(row.mean(), digits));
    if (single) {
      table.column("std", row -> Format.fixed(row.standardDeviation(), digits));
    }
    table.column("IQM [95 %]", row -> Format.interval(row.interquartileMean(), digits));
    if (!single) {
      table.column("gap to 100", row -> Format.fixed(row.optimalityGap(), digits));
    }
    for (String other : against) {
      table
          .column("vs " + other + " [95 %]", row -> difference(row.comparedWith(other), digits))
          .column(
              "P(> " + other + ") [95 %]",
              row -> Format.interval(row.comparedWith(other).improvement(), 2));
    }
    return table.table(chosen, (row, column) -> cell(row, column, families, digits));
  }

  private static String difference(Comparison comparison, int digits) {
    return Format.difference(comparison.difference(), digits);
  }

  private static String runs(int scored, int planned) {
    return scored + "/" + planned + (scored == planned ? "" : " !");
  }

  private static String cell(ChosenRow row, String column, Families families, int digits) {
    return switch (column) {
      case "method" -> row.name();
      case "family" -> families.name(row.label());
      case "runs" -> runs(row.scored(), row.runs());
      case "mean" -> Format.fixed(row.mean(), digits);
      case "std" -> Format.fixed(row.standardDeviation(), digits);
      default -> Format.NONE;
    };
  }

  /**
   * Returns the last policies by sampled and by deterministic actions side by side, for the mean of
   * all tasks or the only one: what acting by the mean gains in itself, and what a method gains
   * over the reference in either mode.
   *
   * @return empty unless there are methods that were evaluated in both modes
   */
  static Optional<Block.Table> modes(ScoreTable scores) {
    Optional<ScoreSection> sampled = scores.last(Protocol.Mode.SAMPLED);
    Optional<ScoreSection> means = scores.last(Protocol.Mode.DETERMINISTIC);
    if (sampled.isEmpty() || means.isEmpty()) {
      return Optional.empty();
    }
    List<String> tasks = sampled.get().tasks();
    boolean all = tasks.contains(ScoreRow.ALL_TASKS) && means.get().tasks().equals(tasks);
    String task = all ? ScoreRow.ALL_TASKS : tasks.get(0);
    List<String> parts = all ? Gains.normalizedTasks(sampled.get()) : List.of(task);
    List<ScoreRow> rows =
        sampled.get().of(task).stream()
            .filter(row -> Double.isFinite(row.mean()))
            .filter(row -> means.get().of(task, row.method()).isPresent())
            .toList();
    if (rows.isEmpty() || !all && tasks.size() > 1) {
      return Optional.empty();
    }
    int digits = ScoreRow.digits(rows);
    Function<ScoreRow, ScoreRow> other = row -> means.get().of(task, row.method()).orElseThrow();
    TextTable<ScoreRow> table =
        new TextTable<>(rows)
            .column(task, ScoreRow::method)
            .column("sampled", row -> Format.fixed(row.mean(), digits))
            .column("deterministic", row -> Format.fixed(other.apply(row).mean(), digits))
            .column(
                "deterministic - sampled [95 %]",
                row ->
                    Format.difference(
                        Gains.between(means.get(), sampled.get(), parts, row.method()), digits));
    for (String against : scores.options().against().stream().limit(1).toList()) {
      table
          .column(
              "sampled vs " + against + " [95 %]",
              row -> difference(row.comparedWith(against), digits))
          .column(
              "deterministic vs " + against + " [95 %]",
              row -> difference(other.apply(row).comparedWith(against), digits));
    }
    return Optional.of(table.table());
  }

  /** Returns what became of the checks against theory, one row each. */
  static Block.Table checks(List<TheoryCheck.Result> results) {
    return new TextTable<>(results)
        .column("statement", TheoryCheck.Result::statement)
        .column("measured", TheoryCheck.Result::measured)
        .column("expected", result -> filled(result.expected()))
        .column("verdict", result -> Parameters.word(result.verdict()))
        .table();
  }

  /** Returns what each method may touch and what it used, as a reader wants it. */
  static Block.Table costs(List<ScoreRow> rows) {
    TextTable<ScoreRow> table =
        new TextTable<>(rows)
            .column("method", ScoreRow::method)
            .column("needs", row -> filled(needs(row)));
    for (Ledger.Entry entry : Ledger.Entry.values()) {
      table.column(Parameters.word(entry).replace('_', ' '), row -> Format.count(row.cost(entry)));
    }
    return table
        .column("training [s]", row -> Format.fixed(row.expense().trainingSeconds(), 1))
        .column("evaluation [s]", row -> Format.fixed(row.expense().evaluationSeconds(), 1))
        .column("gradient-steps/s", row -> Format.positive(row.stepsPerSecond()))
        .column("memory", row -> Format.bytes(row.expense().bytes()))
        .table();
  }

  private static String filled(String text) {
    return text.isEmpty() ? Format.NONE : text;
  }

  /** Returns the declared privileges in words, empty if none. */
  static String needs(ScoreRow row) {
    return row.needs().replace("+", ", ");
  }
}
