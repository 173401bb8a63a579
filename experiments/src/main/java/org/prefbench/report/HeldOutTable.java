package org.prefbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.prefbench.comparison.HeldOut;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.report.document.NotedTable;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Statistics;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What methods say of pairs that they did not train on: how they rank them, and, on tasks without a
 * simulator, their loss and what labels they predict.
 */
final class HeldOutTable {
  /** The sentence in place of a finding where no task has a return. */
  static final String FINDING =
      "No task has a simulator here, so nothing was rolled out or evaluated: there are held-out"
          + " figures alone.";

  private static final int DIGITS = 4;
  private static final int RANKING_DIGITS = 3;

  /** The kind of the probes that it is made from. */
  static final String RANKING = "ranking";

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

  private record Ranked(String task, String method, List<Probe> runs) {
    double[] values(String column) {
      return runs.stream()
          .flatMapToDouble(run -> Arrays.stream(run.column(column)))
          .filter(Double::isFinite)
          .toArray();
    }

    String spread(String column) {
      double[] values = values(column);
      return values.length == 0
          ? Format.NONE
          : Format.spread(
              Statistics.mean(values), Statistics.standardDeviation(values), RANKING_DIGITS);
    }
  }

  /** Returns how often each method finds the better segment likelier, unless nothing was ranked. */
  static Optional<NotedTable> ranking(ReportData data) {
    List<Ranked> lines = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      for (String method : data.table().options().methods()) {
        List<Probe> runs =
            data.probes(RANKING).stream()
                .filter(probe -> probe.task().equals(task) && probe.method().equals(method))
                .toList();
        Ranked line = new Ranked(task, method, runs);
        if (line.values("reached").length > 0) {
          lines.add(line);
        }
      }
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    TextTable<Ranked> table =
        new TextTable<>(lines)
            .column("task", Ranked::task)
            .column("method", Ranked::method)
            .column("pairs", line -> Format.count(Statistics.mean(line.values("pairs"))))
            .column("reference", line -> line.spread("reference"))
            .column("reached", line -> line.spread("reached"))
            .column("flipped", line -> line.spread("flipped"))
            .column("idealised", line -> line.spread("idealised"))
            .withoutColumnsOf(Format.NONE);
    return Optional.of(
        new NotedTable(
            "Ranking accuracy",
            table.table(),
            List.of(
                "Share of held-out pairs of unequal true returns whose better segment is the"
                    + " likelier one, as mean ± sample standard deviation over runs; equal densities"
                    + " count half (Chen et al. 2024, arXiv 2405.19534).",
                "reference, reached: under the reference and under the trained policy, on the same"
                    + " pairs; flipped: of the pairs that the reference ranks wrong, what the policy"
                    + " ranks right.",
                "idealised: the optimum of RLHF's objective with the method's beta and the"
                    + " teacher's own probabilities, for direct methods and RLHF; a teacher that"
                    + " never errs makes it 1.",
                "A policy that moves plans is asked for the density of whole plans, by a change of"
                    + " variables, not for that of what it does when it plans anew at every step.")));
  }
}
