package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.report.document.NotedTable;
import org.prefbench.run.probe.RankingProbe;
import org.prefbench.store.TrialRow;

class HeldOutTableTest {
  private static final List<String> COLUMNS =
      List.of("pairs", "reference", "reached", "flipped", "idealised");

  private static Probe probe(String method, int run, double... values) {
    return new Probe(RankingProbe.RANKING, "task", method, run, COLUMNS, new double[][] {values});
  }

  private static Optional<NotedTable> table(List<Probe> probes) {
    List<TrialRow> rows = new ArrayList<>();
    for (String method : List.of("reference", "dpo", "pfm")) {
      for (int run = 0; run < 2; run++) {
        rows.add(Rows.row("task", method, run, 10));
      }
    }
    return HeldOutTable.ranking(
        new ReportData(ScoreTable.of(rows, Rows.options(rows)), rows, probes));
  }

  /** 0.6 and 0.8 have the mean 0.7 and the sample deviation 0.2 / sqrt(2) = 0.141. */
  @Test
  void aRowIsTheMeanOverRuns() {
    double none = Double.NaN;
    NotedTable table =
        table(
                List.of(
                    probe("dpo", 0, 50, 0.5, 0.6, 0.25, 1),
                    probe("dpo", 1, 54, 0.5, 0.8, none, 1),
                    probe("pfm", 0, 20, 0.5, none, none, none)))
            .orElseThrow();
    assertEquals(1, table.table().rows().size(), "what has no density has no row");
    assertEquals(
        List.of("task", "dpo", "52", "0.500 ± 0.000", "0.700 ± 0.141", "0.250", "1.000 ± 0.000"),
        table.table().rows().get(0));
  }

  @Test
  void withoutProbesThereIsNone() {
    assertTrue(table(List.of()).isEmpty());
  }

  @Test
  void itReadsTheProbeThatIsWritten() {
    assertEquals(RankingProbe.RANKING, HeldOutTable.RANKING);
  }
}
