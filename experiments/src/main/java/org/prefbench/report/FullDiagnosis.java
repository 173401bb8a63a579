package org.prefbench.report;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.Diagnosis.Quantity;
import org.prefbench.comparison.Diagnosis.Row;
import org.prefbench.comparison.Diagnosis.Share;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.core.Parameters;
import org.prefbench.statistics.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Every number of a diagnosis as comma-separated values, in full precision. */
final class FullDiagnosis {
  private FullDiagnosis() {}

  /** Returns one line per task and method. */
  static String csv(Diagnosis diagnosis) {
    List<Row> rows = diagnosis.rows();
    List<String> overall = diagnosis.tasks().size() > 1 ? diagnosis.methods() : List.of();
    Table table = Table.create("diagnosis");
    table.addColumns(
        StringColumn.create(
            "task",
            Stream.concat(
                rows.stream().map(Row::task), overall.stream().map(m -> ScoreRow.ALL_TASKS))),
        StringColumn.create(
            "method", Stream.concat(rows.stream().map(Row::method), overall.stream())),
        StringColumn.create(
            "signal",
            Stream.concat(rows.stream().map(Row::signal), overall.stream().map(m -> ""))));
    addInterval(table, "score_gain", rows, Row::scoreGain, overall, diagnosis::scoreGain);
    for (Share share : Share.values()) {
      String name = Parameters.word(share) + "_share";
      addInterval(
          table,
          name,
          rows,
          row -> row.share(share),
          overall,
          method -> diagnosis.share(method, share));
    }
    for (Quantity quantity : Quantity.values()) {
      boolean comparable = quantity == Quantity.LABEL_ACCURACY || quantity == Quantity.ALIGNMENT;
      ToDoubleFunction<String> over =
          method -> comparable ? diagnosis.mean(method, quantity).estimate() : Double.NaN;
      table.addColumns(
          numbers(quantity.column(), rows, row -> row.mean(quantity), overall, over),
          numbers(
              quantity.column() + "_standard_deviation",
              rows,
              row -> row.standardDeviation(quantity),
              overall,
              method -> Double.NaN),
          IntColumn.create(
              quantity.column() + "_runs",
              Stream.concat(
                      rows.stream().map(row -> row.values(quantity).length),
                      overall.stream().map(method -> runs(rows, method, quantity)))
                  .mapToInt(Integer::intValue)
                  .toArray()));
    }
    return FullTables.csv(table);
  }

  private static int runs(List<Row> rows, String method, Quantity quantity) {
    return rows.stream()
        .filter(row -> row.method().equals(method))
        .mapToInt(row -> row.values(quantity).length)
        .sum();
  }

  private static void addInterval(
      Table table,
      String name,
      List<Row> rows,
      Function<Row, Interval> of,
      List<String> overall,
      Function<String, Interval> over) {
    table.addColumns(
        numbers(
            name, rows, row -> of.apply(row).estimate(), overall, m -> over.apply(m).estimate()),
        numbers(name + "_low", rows, row -> of.apply(row).low(), overall, m -> over.apply(m).low()),
        numbers(
            name + "_high", rows, row -> of.apply(row).high(), overall, m -> over.apply(m).high()));
  }

  private static DoubleColumn numbers(
      String name,
      List<Row> rows,
      ToDoubleFunction<Row> of,
      List<String> overall,
      ToDoubleFunction<String> over) {
    return DoubleColumn.create(
        name,
        DoubleStream.concat(rows.stream().mapToDouble(of), overall.stream().mapToDouble(over))
            .toArray());
  }
}
