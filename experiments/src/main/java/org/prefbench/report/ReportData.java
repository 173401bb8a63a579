package org.prefbench.report;

import java.util.List;
import org.prefbench.store.TrialRow;

/** Everything a chart may be drawn from: the table, the rows behind it and the probes. */
public record ReportData(ScoreTable table, List<TrialRow> rows, List<Probe> probes) {
  /** Copies the lists. */
  public ReportData {
    rows = List.copyOf(rows);
    probes = List.copyOf(probes);
  }

  /** Returns the probes of one kind, in the order given. */
  public List<Probe> probes(String kind) {
    return probes.stream().filter(probe -> probe.kind().equals(kind)).toList();
  }
}
