package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.comparison.Rows.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prefbench.chart.Charts;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.report.document.Markdown;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;

/** What a report says in words. */
class FindingTest {
  private static final String TASK = "pendulum-medium-v1";

  private static List<TrialRow> threeRuns() {
    List<TrialRow> rows = new ArrayList<>();
    double[] reference = {40, 50, 30};
    double[] pfm = {44, 52, 36};
    for (int run = 0; run < 3; run++) {
      rows.add(row(TASK, "reference", run, reference[run]));
      rows.add(row(TASK, "pfm", run, pfm[run]));
    }
    return rows;
  }

  @Test
  void theFindingIsTheBestMethodWithoutTrueRewards() {
    List<TrialRow> rows = threeRuns();
    for (int run = 0; run < 3; run++) {
      rows.add(row(TASK, "planner", run, 90 + run));
      rows.add(row(TASK, "bc", run, 20 + run));
    }
    String finding = Finding.of(ScoreTable.of(rows, ReportOptions.of(rows)));
    // pfm and bc are considered: 4 +- t(2) 2 / sqrt(3) at 1 - 0.05 / 2, where t(2) = 6.2053
    assertEquals(
        "On pendulum-medium-v1, no method is shown to beat reference: the best, pfm (needs look-ahead),"
            + " is 4.00 points of normalised score above (95 % interval of the paired difference,"
            + " widened for the choice among 2 methods, [-3.17, 11.17] few, 3 runs).",
        finding);
  }

  @Test
  void aMethodWithARunThatDivergedIsNotNamed() {
    List<TrialRow> rows = threeRuns();
    rows.removeIf(row -> row.method().equals("pfm") && row.run() == 2);
    rows.add(
        row(
            TASK,
            "pfm",
            2,
            Status.DIVERGED,
            Evaluation.LAST,
            Mode.SAMPLED,
            12,
            Double.NaN,
            Double.NaN,
            "loss is NaN"));
    ScoreTable table = ScoreTable.of(rows, ReportOptions.of(rows));
    String page =
        Markdown.of(
            ReportDocument.page(
                new Report(
                    table,
                    Finding.of(table),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    new Charts.Drawn(Map.of(), List.of()))));
    assertTrue(page.contains("2/3 !"), page);
    assertTrue(page.contains("pfm, run 2: diverged (loss is NaN)"), page);
    assertTrue(
        Finding.of(table).contains("no method can be compared with reference"), Finding.of(table));
  }

  @Test
  void differentProtocolsAreCalledOut() {
    List<TrialRow> rows = Rows.study(1);
    ReportOptions options = ReportOptions.of(rows);
    ScoreTable mixed = new ScoreTable(options, List.of(), Set.of("p2", "p1"), List.of());
    assertTrue(Legend.protocol(mixed).contains("differ"), Legend.protocol(mixed));
    assertEquals("Evaluation protocol: protocol-1", Legend.protocol(ScoreTable.of(rows, options)));
  }
}
