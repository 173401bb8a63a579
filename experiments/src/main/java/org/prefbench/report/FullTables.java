package org.prefbench.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.prefbench.comparison.ChosenRow;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreRow.Comparison;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.ValidationChoice;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.statistics.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvWriteOptions;

/**
 * Every number of a report as comma-separated values, in full precision. Tablesaw is handed
 * finished numbers in columns of declared types; it computes and guesses nothing.
 */
final class FullTables {
  private FullTables() {}

  /** Returns every number of every section, one line per method and task. */
  static String scores(ScoreTable scores) {
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
        StringColumn.create(
            "evaluation", section.stream().map(s -> Parameters.word(s.evaluation()))),
        StringColumn.create("mode", section.stream().map(s -> Parameters.word(s.mode()))),
        text("task", rows, ScoreRow::task),
        text("method", rows, ScoreRow::method),
        text("family", rows, row -> scores.options().families().name(row.method())),
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
      table.addColumns(number(Parameters.word(entry), rows, row -> row.cost(entry)));
    }
    String protocols = String.join("+", scores.protocols());
    table.addColumns(text("protocol_hash", rows, row -> protocols));
    return csv(table);
  }

  /** Returns the rows chosen by the test return of every section. */
  static String chosen(ScoreTable scores) {
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
    return csv(
        Table.create(
            "chosen",
            StringColumn.create(
                "evaluation", section.stream().map(s -> Parameters.word(s.evaluation()))),
            StringColumn.create("mode", section.stream().map(s -> Parameters.word(s.mode()))),
            StringColumn.create("task", rows.stream().map(ChosenRow::task)),
            StringColumn.create("row", rows.stream().map(ChosenRow::label)),
            StringColumn.create("chosen", rows.stream().map(row -> String.join("+", row.chosen()))),
            StringColumn.create(
                "metric", rows.stream().map(r -> r.metric().text().replace(' ', '_'))),
            IntColumn.create("runs", rows.stream().mapToInt(ChosenRow::runs).toArray()),
            IntColumn.create("scored_runs", rows.stream().mapToInt(ChosenRow::scored).toArray()),
            DoubleColumn.create("mean", rows.stream().mapToDouble(ChosenRow::mean).toArray()),
            DoubleColumn.create(
                "standard_deviation",
                rows.stream().mapToDouble(ChosenRow::standardDeviation).toArray())));
  }

  /** Returns what was chosen by validation loss, one line for each row, task and run. */
  static String chosenByLoss(ScoreTable scores) {
    List<ValidationChoice> choices = scores.choices();
    return csv(
        Table.create(
            "chosen-by-validation-loss",
            StringColumn.create("row", choices.stream().map(ValidationChoice::label)),
            StringColumn.create("task", choices.stream().map(ValidationChoice::task)),
            IntColumn.create("run", choices.stream().mapToInt(ValidationChoice::run).toArray()),
            StringColumn.create(
                "status", choices.stream().map(choice -> Parameters.word(choice.status()))),
            StringColumn.create(
                "chosen", choices.stream().map(choice -> choice.chosen().orElse(""))),
            DoubleColumn.create(
                "validation_loss",
                choices.stream().mapToDouble(ValidationChoice::validationLoss).toArray())));
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
