package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Mode;

/**
 * Everything a chart may be drawn from.
 *
 * @param table the comparison
 * @param rows the rows behind it
 * @param probes what was measured beside the scores
 * @param trainings what trials reported while they trained; only of studies with a diagnosis, and
 *     of tasks without returns
 * @param levels how good the data of the runs are, where that is known
 */
public record ReportData(
    ScoreTable table,
    List<TrialRow> rows,
    List<Probe> probes,
    List<Training> trainings,
    List<DataLevel> levels) {
  /** Creates data of rows and probes alone. */
  public ReportData(ScoreTable table, List<TrialRow> rows, List<Probe> probes) {
    this(table, rows, probes, List.of(), List.of());
  }

  /** Copies the lists. */
  public ReportData {
    rows = List.copyOf(rows);
    probes = List.copyOf(probes);
    trainings = List.copyOf(trainings);
    levels = List.copyOf(levels);
  }

  /** Returns the same data with the last policies that act in another way as the headline. */
  public ReportData headed(Mode mode) {
    List<ScoreSection> sections = new ArrayList<>(table.sections());
    table
        .last(mode)
        .ifPresent(
            first -> {
              sections.remove(first);
              sections.add(0, first);
            });
    ScoreTable headed =
        new ScoreTable(
            table.options(), sections, table.protocols(), table.unscored(), table.choices());
    return new ReportData(headed, rows, probes, trainings, levels);
  }

  /** Returns the same data with other trainings. */
  public ReportData with(List<Training> others) {
    return new ReportData(table, rows, probes, others, levels);
  }

  /** Returns the probes of one kind, in the order given. */
  public List<Probe> probes(String kind) {
    return probes.stream().filter(probe -> probe.kind().equals(kind)).toList();
  }

  /** Returns the probes of one kind on one task, of the smallest run that each method has. */
  public List<Probe> firstRun(String kind, String task) {
    Map<String, Probe> first = new LinkedHashMap<>();
    for (Probe probe : probes(kind)) {
      if (probe.task().equals(task)) {
        first.merge(probe.method(), probe, (a, b) -> a.run() <= b.run() ? a : b);
      }
    }
    return List.copyOf(first.values());
  }
}
