package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.Training;
import org.prefbench.store.TrialResult.Metric;
import org.prefbench.store.TrialRow;
import org.prefbench.study.StudyFile;

class DivergenceTest {
  /** The divergence is that of the step that was kept, the gain that over the reference's run. */
  @Test
  void itIsThatOfTheStateThatWasKept() {
    List<TrialRow> rows =
        List.of(
            Rows.row("a", "reference", 0, 10),
            Rows.row("a", "reference", 1, 20),
            Rows.row("a", "dpo", 0, 13),
            Rows.row("a", "dpo", 1, 15),
            Rows.row("a", "pfm", 1, 15));
    List<Metric> first =
        List.of(
            new Metric("validation-kl", 0, -1e-16), // rounding
            new Metric("validation-kl", 20, 0.5),
            new Metric("validation-kl", 40, 7),
            new Metric("kept-step", 40, 20));
    List<Metric> second = List.of(first.get(0), first.get(1), new Metric("kept-step", 40, 0));
    List<Training> trainings =
        List.of(
            new Training("a", "dpo", 0, first),
            new Training("a", "dpo", 1, second),
            new Training("a", "pfm", 1, List.of(new Metric("kept-step", 40, 20))));
    ReportData data =
        new ReportData(
            ScoreTable.of(rows, Rows.options(rows)), rows, List.of(), trainings, List.of());
    List<Divergence> found = Divergence.of(data);
    assertEquals(
        List.of(new Divergence("a", "dpo", 0, 0.5, 3), new Divergence("a", "dpo", 1, 0, -5)),
        found);
    assertFalse(Divergence.ofMany(found));
  }

  /** Of one method under five names nobody asks whose loss it is. */
  @Test
  void itIsAQuestionAboutSeveralLosses() {
    assertTrue(Divergence.concerns(StudyFile.load("direct", Map.of()).study()));
    assertFalse(Divergence.concerns(StudyFile.load("table3", Map.of()).study()));
    assertFalse(Divergence.concerns(StudyFile.load("annotators", Map.of()).study()));
  }
}
