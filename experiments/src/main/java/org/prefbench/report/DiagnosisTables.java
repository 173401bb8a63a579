package org.prefbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.Diagnosis.Quantity;
import org.prefbench.comparison.Diagnosis.Row;
import org.prefbench.comparison.Diagnosis.Share;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.Parameters;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Shapes a diagnosis into tables: for readers two narrow ones a task, in full precision one. */
final class DiagnosisTables {
  /** The heading of the section. */
  static final String HEADING = "Diagnosis";

  private DiagnosisTables() {}

  /** Returns the tables by their heading: all tasks together if there are several, then each. */
  static Map<String, List<Table>> of(Diagnosis diagnosis) {
    Map<String, List<Table>> tables = new LinkedHashMap<>();
    if (diagnosis.tasks().size() > 1) {
      tables.put("Diagnosis over all tasks", List.of(overall(diagnosis)));
    }
    for (String task : diagnosis.tasks()) {
      List<Row> rows = diagnosis.of(task);
      tables.put(
          "Diagnosis of " + task, List.of(training(diagnosis.table(), rows), segments(rows)));
    }
    return tables;
  }

  private static Table overall(Diagnosis diagnosis) {
    List<String> methods = diagnosis.methods();
    List<Interval> gains = methods.stream().map(diagnosis::scoreGain).toList();
    List<StringColumn> columns = new ArrayList<>();
    columns.add(StringColumn.create("method", methods));
    int digits = digits(gains.stream().mapToDouble(Interval::estimate));
    columns.add(
        StringColumn.create(
            gainName(diagnosis.table()),
            gains.stream().map(gain -> Format.difference(gain, digits))));
    columns.add(
        StringColumn.create(
            "label accuracy",
            methods.stream()
                .map(m -> percent(diagnosis.mean(m, Quantity.LABEL_ACCURACY).estimate()))));
    for (Share share : Share.values()) {
      columns.add(
          StringColumn.create(
              shareName(share), methods.stream().map(m -> percent(diagnosis.share(m, share)))));
    }
    columns.add(
        StringColumn.create(
            "alignment - control [95 %]",
            methods.stream()
                .map(m -> Format.difference(diagnosis.mean(m, Quantity.ALIGNMENT), 3))));
    return filled("overall", columns);
  }

  private static Table training(ScoreTable table, List<Row> rows) {
    int digits = digits(rows.stream().mapToDouble(row -> row.scoreGain().estimate()));
    return filled(
        "training",
        List.of(
            column("method", rows, Row::method),
            column(gainName(table), rows, row -> Format.difference(row.scoreGain(), digits)),
            column("own signal", rows, row -> signal(row)),
            column("first", rows, row -> number(row.mean(Quantity.SIGNAL_FIRST))),
            column("last", rows, row -> number(row.mean(Quantity.SIGNAL_LAST))),
            column("held-out loss", rows, row -> number(row.mean(Quantity.HELD_OUT_LOSS))),
            column("label accuracy", rows, row -> percent(row.mean(Quantity.LABEL_ACCURACY)))));
  }

  private static Table segments(List<Row> rows) {
    int digits =
        digits(
            rows.stream()
                .flatMapToDouble(
                    row ->
                        DoubleStream.of(
                            row.mean(Quantity.PLANNER_GAIN), row.mean(Quantity.POLICY_GAIN))));
    Function<Quantity, Function<Row, String>> gain =
        quantity ->
            row -> Format.spread(row.mean(quantity), row.standardDeviation(quantity), digits);
    return filled(
        "segments",
        List.of(
            column("method", rows, Row::method),
            column("policy's gain", rows, gain.apply(Quantity.POLICY_GAIN)),
            column("planner's gain", rows, gain.apply(Quantity.PLANNER_GAIN)),
            column(shareName(Share.POLICY), rows, row -> percent(row.share(Share.POLICY))),
            column("flow's gain", rows, gain.apply(Quantity.FLOW_GAIN)),
            column(shareName(Share.FLOW), rows, row -> percent(row.share(Share.FLOW))),
            column("from rejected", rows, gain.apply(Quantity.FLOW_GAIN_REJECTED)),
            column(shareName(Share.REJECTED), rows, row -> percent(row.share(Share.REJECTED))),
            column(
                "alignment", rows, row -> Format.fixed(row.mean(Quantity.ALIGNMENT_REJECTED), 3)),
            column("control", rows, row -> Format.fixed(row.mean(Quantity.ALIGNMENT_PREFERRED), 3)),
            column(
                "alignment - control [95 %]",
                rows, row -> Format.difference(row.interval(Quantity.ALIGNMENT), 3))));
  }

  /** Returns one line for each column, in plain words. */
  static List<String> notes(Diagnosis diagnosis) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Segments start at held-out states, on which nothing was trained; all returns are true"
            + " returns of one segment. Gains are means over starts, then over runs, ± the sample"
            + " standard deviation over runs.");
    diagnosis.table().options().against().stream()
        .limit(1)
        .forEach(
            reference ->
                notes.add(
                    "vs " + reference + ": the gain in score over whole episodes, as above."));
    notes.add(
        "own signal, first, last: what the method itself optimises, when first reported and at the"
            + " end: its training loss, or, where a policy climbs a learned reward, the mean of"
            + " that reward. Losses of different methods are on different scales.");
    notes.add(
        "held-out loss: the same loss (for a learned reward, the reward model's) on pairs left out"
            + " of the training; far above the last training loss it says that the labels were"
            + " learned by heart.");
    notes.add(
        "label accuracy: share of held-out pairs that the method orders as the teacher or the true"
            + " return does: of a learned reward, on its validation pairs; of other policies with"
            + " densities, by the sum of log(policy/reference) over the segment. 50 % is chance.");
    notes.add(
        "policy's gain: return of the policy acting closed loop, less that of the reference from"
            + " the same start with the same random numbers.");
    notes.add(
        "planner's gain: what choosing the better of two segments of the reference with perfect"
            + " knowledge gains: the mean of max(R1, R2) - (R1 + R2) / 2.");
    notes.add(
        "policy/planner: their ratio, pooled over runs, with Student's interval of the linearised"
            + " ratio: 0 % is the reference, 100 % the planner. Over all tasks: mean of the tasks'"
            + " ratios.");
    notes.add(
        "flow's gain, flow/planner: a segment of the reference moved by the flow and executed open"
            + " loop, less its own return; if this gains and the policy does not, the flow is good"
            + " and its use while acting is not.");
    notes.add(
        "from rejected, rejected/preferred: the same from the worse of two segments, and its share"
            + " of what a perfect map from the worse to the better gains.");
    notes.add(
        "alignment: mean cosine between how the flow moves the worse segment and the way to the"
            + " better; control: between how it moves the better and the way to the worse. A flow"
            + " that pulls every segment to the mean has the same in both; the difference is what"
            + " the labels taught.");
    return notes;
  }

  /** Returns every number in full precision, one line per task and method. */
  static Table full(Diagnosis diagnosis) {
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
    return table;
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

  private static StringColumn column(String name, List<Row> rows, Function<Row, String> value) {
    return StringColumn.create(name, rows.stream().map(value));
  }

  /** Returns a table without the columns that have no value. */
  private static Table filled(String name, List<StringColumn> columns) {
    return Table.create(
        name,
        columns.stream()
            .filter(column -> column.asList().stream().anyMatch(c -> !c.equals(Format.NONE)))
            .toArray(StringColumn[]::new));
  }

  private static String gainName(ScoreTable table) {
    return table.options().against().stream().findFirst().map(r -> "vs " + r).orElse("gain")
        + " [95 %]";
  }

  private static String shareName(Share share) {
    return switch (share) {
      case POLICY -> "policy/planner [95 %]";
      case FLOW -> "flow/planner [95 %]";
      case REJECTED -> "rejected/preferred [95 %]";
    };
  }

  private static String signal(Row row) {
    return row.signal().isEmpty() ? Format.NONE : row.signal().replace('-', ' ');
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? Format.fixed(100 * share, 0) + " %" : Format.NONE;
  }

  private static String percent(Interval share) {
    return Format.interval(
            new Interval(100 * share.estimate(), 100 * share.low(), 100 * share.high()), 0)
        + (share.exists() ? " %" : "");
  }

  /** Returns a loss, which may be of any size. */
  private static String number(double value) {
    return Double.isFinite(value) && value != 0 && Math.abs(value) < 5e-4
        ? Format.text("%.1e", value)
        : Format.fixed(value, digits(DoubleStream.of(value)));
  }

  private static int digits(DoubleStream values) {
    return Format.digits(values.filter(Double::isFinite).map(Math::abs).max().orElse(0));
  }
}
