package org.prefbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.Diagnosis.Quantity;
import org.prefbench.comparison.Diagnosis.Row;
import org.prefbench.comparison.Diagnosis.Share;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;

/** The tables of a diagnosis, as a reader wants them: two narrow ones a task. */
final class DiagnosisTables {
  private DiagnosisTables() {}

  /** Returns the tables by their heading: all tasks together if there are several, then each. */
  static Map<String, List<Block.Table>> of(Diagnosis diagnosis) {
    Map<String, List<Block.Table>> tables = new LinkedHashMap<>();
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

  private static Block.Table overall(Diagnosis diagnosis) {
    List<String> methods = diagnosis.methods();
    int digits = digits(methods.stream().mapToDouble(m -> diagnosis.scoreGain(m).estimate()));
    TextTable<String> table =
        new TextTable<>(methods)
            .column("method", method -> method)
            .column(
                gainName(diagnosis.table()),
                method -> Format.difference(diagnosis.scoreGain(method), digits))
            .column(
                "label accuracy",
                method -> percent(diagnosis.mean(method, Quantity.LABEL_ACCURACY).estimate()));
    for (Share share : Share.values()) {
      table.column(shareName(share), method -> Format.percent(diagnosis.share(method, share)));
    }
    return table
        .column(
            "alignment - control [95 %]",
            method -> Format.difference(diagnosis.mean(method, Quantity.ALIGNMENT), 3))
        .withoutColumnsOf(Format.NONE)
        .table();
  }

  private static Block.Table training(ScoreTable table, List<Row> rows) {
    int digits = digits(rows.stream().mapToDouble(row -> row.scoreGain().estimate()));
    return new TextTable<>(rows)
        .column("method", Row::method)
        .column(gainName(table), row -> Format.difference(row.scoreGain(), digits))
        .column("own signal", DiagnosisTables::signal)
        .column("first", row -> number(row.mean(Quantity.SIGNAL_FIRST)))
        .column("last", row -> number(row.mean(Quantity.SIGNAL_LAST)))
        .column("held-out loss", row -> number(row.mean(Quantity.HELD_OUT_LOSS)))
        .column("label accuracy", row -> percent(row.mean(Quantity.LABEL_ACCURACY)))
        .withoutColumnsOf(Format.NONE)
        .table();
  }

  private static Block.Table segments(List<Row> rows) {
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
    return new TextTable<>(rows)
        .column("method", Row::method)
        .column("policy's gain", gain.apply(Quantity.POLICY_GAIN))
        .column("planner's gain", gain.apply(Quantity.PLANNER_GAIN))
        .column(shareName(Share.POLICY), row -> Format.percent(row.share(Share.POLICY)))
        .column("flow's gain", gain.apply(Quantity.FLOW_GAIN))
        .column(shareName(Share.FLOW), row -> Format.percent(row.share(Share.FLOW)))
        .column("from rejected", gain.apply(Quantity.FLOW_GAIN_REJECTED))
        .column(shareName(Share.REJECTED), row -> Format.percent(row.share(Share.REJECTED)))
        .column("alignment", row -> Format.fixed(row.mean(Quantity.ALIGNMENT_REJECTED), 3))
        .column("control", row -> Format.fixed(row.mean(Quantity.ALIGNMENT_PREFERRED), 3))
        .column(
            "alignment - control [95 %]",
            row -> Format.difference(row.interval(Quantity.ALIGNMENT), 3))
        .withoutColumnsOf(Format.NONE)
        .table();
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
