package org.prefbench.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.comparison.Rows.row;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.statistics.Interval;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;

class ScoreTableTest {
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

  private static ScoreRow line(List<TrialRow> rows, String method) {
    ScoreTable table = ScoreTable.of(rows, ReportOptions.of(rows));
    return table.sections().get(0).of(TASK, method).orElseThrow();
  }

  @Test
  void numbersOfOneTaskAreThoseWorkedOutByHand() {
    ScoreRow pfm = line(threeRuns(), "pfm");
    assertEquals(Metric.NORMALIZED_SCORE, pfm.metric());
    assertEquals(44, pfm.mean(), 1e-12);
    assertEquals(8, pfm.standardDeviation(), 1e-12);
    assertEquals(44, pfm.interquartileMean().estimate(), 1e-12); // 3 runs: nothing to cut
    assertEquals(36, pfm.interquartileMean().low(), 1e-12); // all draws the least: 1/27 > 2.5 %
    assertEquals(52, pfm.interquartileMean().high(), 1e-12);
    assertEquals(56, pfm.optimalityGap(), 1e-12);
    // wins of {44, 52, 36} over {40, 50, 30}: 2 + 3 + 1 of 9
    assertEquals(6 / 9., pfm.comparedWith("reference").improvement().estimate(), 1e-12);
    // differences 4, 2, 6: mean 4, deviation 2, t(0.975, 2) = 4.302652729749462
    Interval difference = pfm.comparedWith("reference").difference();
    assertEquals(4, difference.estimate(), 1e-12);
    assertEquals(4 - 4.302652729749462 * 2 / Math.sqrt(3), difference.low(), 1e-9);
    assertEquals(4 + 4.302652729749462 * 2 / Math.sqrt(3), difference.high(), 1e-9);
    assertEquals(3, pfm.comparedWith("reference").pairs());
    assertEquals(40_001, pfm.costs().get(Ledger.Entry.NETWORK_EVALUATIONS), 1e-9);
  }

  @Test
  void expenseIsThatOfTheTrials() {
    double[] training = {1, 2, 6};
    double[] evaluation = {0.5, 0.5, 2};
    long[] gibibytes = {3, 1, 2};
    List<TrialRow> rows =
        threeRuns().stream()
            .map(
                row ->
                    new TrialRow(
                        row.key(),
                        row.status(),
                        row.policy(),
                        row.outcome(),
                        row.costs(),
                        row.inputs(),
                        row.message(),
                        new TrialRow.Resources(
                            training[row.run()],
                            evaluation[row.run()],
                            gibibytes[row.run()] << 30)))
            .toList();
    // three times 5,000 gradient steps in nine seconds; nobody needed more than the least peak
    ScoreRow pfm = line(rows, "pfm");
    assertEquals(new ScoreRow.Expense(3, 1, 1L << 30), pfm.expense());
    assertEquals(15_000 / 9., pfm.stepsPerSecond());
    assertEquals(0, line(rows, "reference").stepsPerSecond());
  }

  /** The reference is not trained, so there is nothing to choose from by validation. */
  @Test
  void theBestPoliciesAreComparedWithTheOnlyPolicyOfTheReference() {
    List<TrialRow> rows = threeRuns();
    double[] best = {46, 53, 33};
    for (int run = 0; run < 3; run++) {
      rows.add(
          row(
              TASK,
              "pfm",
              run,
              Status.OK,
              Evaluation.BEST,
              Mode.SAMPLED,
              600,
              10 * best[run],
              best[run],
              ""));
    }
    ScoreTable table = ScoreTable.of(rows, ReportOptions.of(rows));
    assertEquals(2, table.sections().size());
    ScoreSection section = table.sections().get(1);
    assertEquals(Evaluation.BEST, section.evaluation());
    assertEquals(40, section.of(TASK, "reference").orElseThrow().mean(), 1e-12);
    ScoreRow pfm = section.of(TASK, "pfm").orElseThrow();
    assertEquals(44, pfm.mean(), 1e-12);
    assertEquals(3, pfm.comparedWith("reference").pairs());
    // differences 6, 3, 3 to the reference's 40, 50, 30
    assertEquals(4, pfm.comparedWith("reference").difference().estimate(), 1e-12);
  }

  /**
   * A trained method without a validation loss has no best policy; its last one is not passed off.
   */
  @Test
  void aTrainedMethodWithoutABestPolicyIsLeftOut() {
    List<TrialRow> rows = threeRuns();
    rows.add(row(TASK, "rlhf", 0, 50));
    rows.add(row(TASK, "pfm", 0, Status.OK, Evaluation.BEST, Mode.SAMPLED, 600, 460, 46, ""));
    ScoreTable table = ScoreTable.of(rows, ReportOptions.of(rows));
    assertTrue(table.sections().get(0).of(TASK, "rlhf").isPresent());
    assertTrue(table.sections().get(1).of(TASK, "rlhf").isEmpty());
  }

  @Test
  void aRunThatDivergedIsCountedAndNeverFilledIn() {
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
    ScoreRow pfm = line(rows, "pfm");
    assertEquals(3, pfm.runs());
    assertEquals(2, pfm.scored());
    assertEquals(1, pfm.diverged());
    assertEquals(48, pfm.mean(), 1e-12);
    assertEquals(3, pfm.comparedWith("reference").difference().estimate(), 1e-12);
    assertEquals(2, pfm.comparedWith("reference").pairs());
  }

  @Test
  void aMethodWhoseRunsAllFailedKeepsItsLine() {
    List<TrialRow> rows = threeRuns();
    for (int run = 0; run < 3; run++) {
      rows.add(
          row(
              TASK,
              "dpo",
              run,
              Status.FAILED,
              Evaluation.LAST,
              Mode.SAMPLED,
              0,
              Double.NaN,
              Double.NaN,
              "out of memory"));
    }
    ScoreRow dpo = line(rows, "dpo");
    assertEquals(0, dpo.scored());
    assertEquals(3, dpo.failed());
    assertTrue(Double.isNaN(dpo.mean()));
    assertFalse(line(rows, "pfm").comparedWith("dpo").improvement().exists());
  }

  @Test
  void aTrialNotMadeCountsAsMissing() {
    List<TrialRow> rows = threeRuns();
    ReportOptions asked = ReportOptions.of(rows);
    rows.removeIf(row -> row.method().equals("pfm") && row.run() == 0);
    ScoreRow pfm = ScoreTable.of(rows, asked).sections().get(0).of(TASK, "pfm").orElseThrow();
    assertEquals(3, pfm.runs());
    assertEquals(2, pfm.scored());
    assertFalse(pfm.complete());
  }

  @Test
  void differencesNeedTheSameInputs() {
    List<TrialRow> rows = threeRuns();
    // run 3 of pfm has another run's data under its number: hashes differ, so there is no pair
    TrialRow alien = row(TASK, "pfm", 7, 99);
    rows.add(alien);
    rows.add(row(TASK, "reference", 3, 10));
    assertEquals(3, line(rows, "pfm").comparedWith("reference").pairs());
  }

  @Test
  void withoutReferenceScoresTheRawReturnIsShown() {
    List<TrialRow> rows = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      rows.add(
          row(
              TASK,
              "reference",
              run,
              Status.OK,
              Evaluation.LAST,
              Mode.SAMPLED,
              9,
              -1200 + run,
              Double.NaN,
              ""));
    }
    ScoreRow reference = line(rows, "reference");
    assertEquals(Metric.RETURN, reference.metric());
    assertEquals(-1199, reference.mean(), 1e-9);
    assertTrue(Double.isNaN(reference.optimalityGap()));
  }

  @Test
  void severalNormalizedTasksAreSummedUp() {
    List<TrialRow> rows = threeRuns();
    for (int run = 0; run < 3; run++) {
      rows.add(row("acrobot-medium-v1", "reference", run, 20 + run));
      rows.add(row("acrobot-medium-v1", "pfm", run, 20 + run));
    }
    ScoreTable table = ScoreTable.of(rows, ReportOptions.of(rows));
    ScoreRow all = table.sections().get(0).of(ScoreRow.ALL_TASKS, "pfm").orElseThrow();
    assertEquals(6, all.runs());
    // 20 21 22 36 44 52: floor(6/4) = 1 cut at each end
    assertEquals((21 + 22 + 36 + 44) / 4., all.interquartileMean().estimate(), 1e-12);
    // task differences 4 and 0; improvement 6/9 and 4.5/9 (ties half)
    assertEquals(2, all.comparedWith("reference").difference().estimate(), 1e-12);
    assertEquals((6 / 9. + 0.5) / 2, all.comparedWith("reference").improvement().estimate(), 1e-12);
    // one task has no spread: variance 4/3/4 with its 2 degrees of freedom
    assertEquals(
        2 - 4.302652729749462 * Math.sqrt(1 / 3.),
        all.comparedWith("reference").difference().low(),
        1e-9);
  }

  @Test
  void sectionsAreHeadlineFirstAndOnlyWhatWasEvaluated() {
    List<TrialRow> rows = Rows.study(1);
    ScoreTable table = ScoreTable.of(rows, ReportOptions.of(rows));
    assertEquals(
        List.of(
            "last policy, sampled actions",
            "last policy, deterministic actions",
            "best policy by validation, sampled actions",
            "best policy by validation, deterministic actions"),
        table.sections().stream().map(ScoreSection::title).toList());
    assertEquals(
        List.of("reference", "bc", "marginal-bc", "dpo", "rlhf", "pfm", "planner"),
        table.sections().get(0).rows().stream().map(ScoreRow::method).toList());
    assertTrue(table.sections().get(1).of(TASK, "pfm").isEmpty());
  }

  @Test
  void twoRowsForOneEvaluationAreRefused() {
    List<TrialRow> rows = threeRuns();
    rows.add(row(TASK, "pfm", 1, 3));
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> ScoreTable.of(rows, ReportOptions.of(rows)));
    assertTrue(error.getMessage().contains("pendulum-medium-v1 pfm run 1"), error.getMessage());
  }
}
