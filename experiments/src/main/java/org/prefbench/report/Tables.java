package org.prefbench.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.prefbench.comparison.ChosenRow;
import org.prefbench.comparison.Gains;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreRow.Comparison;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.ValidationChoice;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import org.prefbench.study.Protocol;
import org.prefbench.theory.TheoryCheck;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvWriteOptions;

/**
 * Shapes a score table into Tablesaw tables. Tablesaw is handed finished numbers in columns of
 * declared types; it computes and guesses nothing.
 */
public final class Tables {
  private Tables() {}

  /** Returns every number of every section in full precision, one line per method and task. */
  static Table full(ScoreTable scores) {
    List<ScoreSection> section = new ArrayList<>();
    List<ScoreRow> rows = new ArrayList<>();
    for (ScoreSection each : scores.sections()) {
      for (ScoreRow row : each.rows()) {
        section.add(each);
        rows.add(row);
      }
    }
    Table table = Table.create("scores");
    table.addColumns(
        StringColumn.create("evaluation", section.stream().map(s -> lower(s.evaluation()))),
        StringColumn.create("mode", section.stream().map(s -> lower(s.mode()))),
        text("task", rows, ScoreRow::task),
        text("method", rows, ScoreRow::method),
        text("metric", rows, row -> row.metric().text().replace(' ', '_')),
        integer("runs", rows, row -> row.runs()),
        integer("scored_runs", rows, row -> row.scored()),
        integer("diverged_runs", rows, row -> row.diverged()),
        integer("failed_runs", rows, row -> row.failed()),
        number("mean", rows, ScoreRow::mean),
        number("standard_deviation", rows, ScoreRow::standardDeviation));
    addInterval(table, "iqm", rows, ScoreRow::interquartileMean);
    table.addColumns(number("optimality_gap", rows, ScoreRow::optimalityGap));
    for (String against : scores.options().against()) {
      Function<ScoreRow, Comparison> comparison = row -> row.comparedWith(against);
      addInterval(
          table, "improvement_over_" + against, rows, row -> comparison.apply(row).improvement());
      addInterval(
          table, "difference_to_" + against, rows, row -> comparison.apply(row).difference());
      table.addColumns(
          integer("paired_runs_with_" + against, rows, row -> comparison.apply(row).pairs()));
    }
    table.addColumns(text("needs", rows, ScoreRow::needs));
    for (Ledger.Entry entry : Ledger.Entry.values()) {
      table.addColumns(number(lower(entry), rows, row -> cost(row, entry)));
    }
    String protocols = String.join("+", scores.protocols());
    table.addColumns(text("protocol_hash", rows, row -> protocols));
    return table;
  }

  /**
   * Returns the scores of one task of a section, as a reader wants them.
   *
   * @param chosen rows chosen by the test return, which get a mean and no inference
   * @param against the methods to compare with
   */
  static Table scores(List<ScoreRow> rows, List<ChosenRow> chosen, List<String> against) {
    int digits = ScoreRow.digits(rows);
    boolean single = rows.stream().noneMatch(row -> row.task().equals(ScoreRow.ALL_TASKS));
    Table table = Table.create("scores");
    table.addColumns(
        text("method", rows, ScoreRow::method),
        text("runs", rows, row -> row.scored() + "/" + row.runs() + (row.complete() ? "" : " !")),
        text("mean", rows, row -> Format.fixed(row.mean(), digits)));
    if (single) {
      table.addColumns(text("std", rows, row -> Format.fixed(row.standardDeviation(), digits)));
    }
    table.addColumns(
        text("IQM [95 %]", rows, row -> Format.interval(row.interquartileMean(), digits)));
    if (!single) {
      table.addColumns(text("gap to 100", rows, row -> Format.fixed(row.optimalityGap(), digits)));
    }
    for (String other : against) {
      table.addColumns(
          text(
              "vs " + other + " [95 %]",
              rows,
              row -> Format.difference(row.comparedWith(other).difference(), digits)),
          text(
              "P(> " + other + ") [95 %]",
              rows,
              row -> Format.interval(row.comparedWith(other).improvement(), 2)));
    }
    for (ChosenRow row : chosen) {
      for (Column<?> column : table.columns()) {
        column.appendCell(cell(row, column.name(), digits));
      }
    }
    return table;
  }

  private static String cell(ChosenRow row, String column, int digits) {
    return switch (column) {
      case "method" -> row.name();
      case "runs" -> row.scored() + "/" + row.runs() + (row.scored() == row.runs() ? "" : " !");
      case "mean" -> Format.fixed(row.mean(), digits);
      case "std" -> Format.fixed(row.standardDeviation(), digits);
      default -> Format.NONE;
    };
  }

  /** Returns the rows chosen by the test return of every section in full precision. */
  static Table chosen(ScoreTable scores) {
    List<ScoreSection> section = new ArrayList<>();
    List<ChosenRow> rows = new ArrayList<>();
    for (ScoreSection each : scores.sections()) {
      for (String task : each.tasks()) {
        for (ChosenRow row : ChosenRow.of(each, task, scores.options())) {
          section.add(each);
          rows.add(row);
        }
      }
    }
    return Table.create(
        "chosen",
        StringColumn.create("evaluation", section.stream().map(s -> lower(s.evaluation()))),
        StringColumn.create("mode", section.stream().map(s -> lower(s.mode()))),
        StringColumn.create("task", rows.stream().map(ChosenRow::task)),
        StringColumn.create("row", rows.stream().map(ChosenRow::label)),
        StringColumn.create("chosen", rows.stream().map(row -> String.join("+", row.chosen()))),
        StringColumn.create("metric", rows.stream().map(r -> r.metric().text().replace(' ', '_'))),
        IntColumn.create("runs", rows.stream().mapToInt(ChosenRow::runs).toArray()),
        IntColumn.create("scored_runs", rows.stream().mapToInt(ChosenRow::scored).toArray()),
        DoubleColumn.create("mean", rows.stream().mapToDouble(ChosenRow::mean).toArray()),
        DoubleColumn.create(
            "standard_deviation",
            rows.stream().mapToDouble(ChosenRow::standardDeviation).toArray()));
  }

  /** Returns what was chosen by validation loss, one line for each row, task and run. */
  static Table chosenByLoss(ScoreTable scores) {
    List<ValidationChoice> choices = scores.choices();
    return Table.create(
        "chosen-by-validation-loss",
        StringColumn.create("row", choices.stream().map(ValidationChoice::label)),
        StringColumn.create("task", choices.stream().map(ValidationChoice::task)),
        IntColumn.create("run", choices.stream().mapToInt(ValidationChoice::run).toArray()),
        StringColumn.create("status", choices.stream().map(choice -> lower(choice.status()))),
        StringColumn.create("chosen", choices.stream().map(choice -> choice.chosen().orElse(""))),
        DoubleColumn.create(
            "validation_loss",
            choices.stream().mapToDouble(ValidationChoice::validationLoss).toArray()));
  }

  /**
   * Returns the last policies by sampled and by deterministic actions side by side, for the mean of
   * all tasks or the only one: what acting by the mean gains in itself, and what a method gains
   * over the reference in either mode.
   *
   * @return empty unless there are methods that were evaluated in both modes
   */
  public static Optional<Table> modes(ScoreTable scores) {
    Optional<ScoreSection> sampled = last(scores, Protocol.Mode.SAMPLED);
    Optional<ScoreSection> means = last(scores, Protocol.Mode.DETERMINISTIC);
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
    Table table = Table.create("modes");
    table.addColumns(
        text(task, rows, ScoreRow::method),
        text("sampled", rows, row -> Format.fixed(row.mean(), digits)),
        text("deterministic", rows, row -> Format.fixed(other.apply(row).mean(), digits)),
        text(
            "deterministic - sampled [95 %]",
            rows,
            row ->
                Format.difference(
                    Gains.between(means.get(), sampled.get(), parts, row.method()), digits)));
    for (String against : scores.options().against().stream().limit(1).toList()) {
      table.addColumns(
          text(
              "sampled vs " + against + " [95 %]",
              rows,
              row -> Format.difference(row.comparedWith(against).difference(), digits)),
          text(
              "deterministic vs " + against + " [95 %]",
              rows,
              row ->
                  Format.difference(other.apply(row).comparedWith(against).difference(), digits)));
    }
    return Optional.of(table);
  }

  static Optional<ScoreSection> last(ScoreTable scores, Protocol.Mode mode) {
    return scores.sections().stream()
        .filter(section -> section.evaluation() == Protocol.Evaluation.LAST)
        .filter(section -> section.mode() == mode)
        .findFirst();
  }

  /** Returns what became of the checks against theory, one row each. */
  static Table checks(List<TheoryCheck.Result> results) {
    StringColumn statement = StringColumn.create("statement");
    StringColumn measured = StringColumn.create("measured");
    StringColumn expected = StringColumn.create("expected");
    StringColumn verdict = StringColumn.create("verdict");
    for (TheoryCheck.Result result : results) {
      statement.append(result.statement());
      measured.append(result.measured());
      expected.append(result.expected().isEmpty() ? Format.NONE : result.expected());
      verdict.append(Parameters.word(result.verdict()));
    }
    return Table.create("checks", statement, measured, expected, verdict);
  }

  /** Returns what each method may touch and what it used, as a reader wants it. */
  static Table costs(List<ScoreRow> rows) {
    Table table = Table.create("costs");
    table.addColumns(
        text("method", rows, ScoreRow::method),
        text("needs", rows, row -> row.needs().isEmpty() ? Format.NONE : needs(row)));
    for (Ledger.Entry entry : Ledger.Entry.values()) {
      table.addColumns(
          text(lower(entry).replace('_', ' '), rows, row -> Format.count(cost(row, entry))));
    }
    return table;
  }

  /** Returns comma-separated values with a header; numbers in full precision, no value is empty. */
  static String csv(Table table) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table
        .write()
        .csv(
            CsvWriteOptions.builder(bytes)
                .header(true)
                .usePrintFormatters(false)
                .lineEnd("\n")
                .build());
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Returns the table for a terminal. */
  public static String terminal(Table table) {
    return table.printAll().lines().skip(1).map(String::stripTrailing).reduce("", Tables::line);
  }

  /** Returns the header and the rows as text. */
  public static List<List<String>> cells(Table table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columnNames());
    for (int row = 0; row < table.rowCount(); row++) {
      int index = row;
      lines.add(
          IntStream.range(0, table.columnCount())
              .mapToObj(column -> table.getString(index, column))
              .toList());
    }
    return lines;
  }

  private static String line(String text, String next) {
    return text + next + "\n";
  }

  /** Returns the declared privileges in words, empty if none. */
  static String needs(ScoreRow row) {
    return row.needs().replace("+", ", ");
  }

  private static double cost(ScoreRow row, Ledger.Entry entry) {
    return row.costs().getOrDefault(entry, Double.NaN);
  }

  static String lower(Enum<?> value) {
    return Parameters.word(value);
  }

  private static void addInterval(
      Table table, String name, List<ScoreRow> rows, Function<ScoreRow, Interval> interval) {
    table.addColumns(
        number(name, rows, row -> interval.apply(row).estimate()),
        number(name + "_low", rows, row -> interval.apply(row).low()),
        number(name + "_high", rows, row -> interval.apply(row).high()));
  }

  private static StringColumn text(
      String name, List<ScoreRow> rows, Function<ScoreRow, String> value) {
    return StringColumn.create(name, rows.stream().map(value));
  }

  private static IntColumn integer(
      String name, List<ScoreRow> rows, ToIntFunction<ScoreRow> value) {
    return IntColumn.create(name, rows.stream().mapToInt(value).toArray());
  }

  private static DoubleColumn number(
      String name, List<ScoreRow> rows, ToDoubleFunction<ScoreRow> value) {
    return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
  }
}
