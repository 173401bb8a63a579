package org.prefbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.prefbench.comparison.HeldOut;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Statistics;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The tasks without a simulator: what methods say of pairs that they did not train on. */
final class HeldOutTable {
  /** The sentence in place of a finding where no task has a return. */
  static final String FINDING =
      "No task has a simulator here, so nothing was rolled out or evaluated: there are held-out"
          + " figures alone.";

  private static final int DIGITS = 4;

  private HeldOutTable() {}

  private record Line(String task, String method, List<HeldOut> runs) {
    String spread(ToDoubleFunction<HeldOut> figure) {
      double[] values = runs.stream().mapToDouble(figure).filter(Double::isFinite).toArray();
      return values.length == 0
          ? Format.NONE
          : Format.spread(Statistics.mean(values), Statistics.standardDeviation(values), DIGITS);
    }
  }

  /** Returns the table, unless every task has returns. */
  static Optional<NotedTable> of(List<HeldOut> figures) {
    Map<List<String>, List<HeldOut>> groups = new LinkedHashMap<>();
    for (HeldOut one : figures) {
      groups.computeIfAbsent(List.of(one.task(), one.method()), any -> new ArrayList<>()).add(one);
    }
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    List<Line> lines =
        groups.entrySet().stream()
            .map(group -> new Line(group.getKey().get(0), group.getKey().get(1), group.getValue()))
            .toList();
    TextTable<Line> table =
        new TextTable<>(lines)
            .column("task", Line::task)
            .column("method", Line::method)
            .column("runs", line -> String.valueOf(line.runs().size()))
            .column("validation loss", line -> line.spread(HeldOut::validationLoss))
            .column("implicit accuracy", line -> line.spread(HeldOut::implicitAccuracy));
    return Optional.of(
        new NotedTable(
            "Held-out figures of tasks without a simulator",
            table.table(),
            List.of(
                "validation loss: the method's own loss at the end of its training on data that it"
                    + " held out, as mean ± sample standard deviation over runs; losses of different"
                    + " methods are in different units and no comparison.",
                "implicit accuracy: share of the held-out decided pairs whose winner the policy makes"
                    + " likelier than the reference does, compared with the loser; 0.5 says nothing."
                    + " Methods without a likelihood of segments have none.")));
  }

  /** Returns the same of every run, in full precision. */
  static String csv(List<HeldOut> figures) {
    return FullTables.csv(
        Table.create(
            "held-out",
            StringColumn.create("task", figures.stream().map(HeldOut::task)),
            StringColumn.create("method", figures.stream().map(HeldOut::method)),
            IntColumn.create("run", figures.stream().mapToInt(HeldOut::run).toArray()),
            DoubleColumn.create(
                "validation_loss", figures.stream().mapToDouble(HeldOut::validationLoss).toArray()),
            DoubleColumn.create(
                "implicit_accuracy",
                figures.stream().mapToDouble(HeldOut::implicitAccuracy).toArray())));
  }
}
