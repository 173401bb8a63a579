package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/**
 * Sentences worked out by hand. Student's distribution with two degrees of freedom has the
 * quantiles (2p - 1) / sqrt(2 p (1 - p)): 4.30265 for 0.975 and 6.20535 for 0.9875, so three
 * differences with the sample deviation s have half intervals of 2.4841 s at 95 % and of 3.5827 s
 * at 97.5 %.
 */
class AblationFindingTest {
  private static final String SIGMA =
      """
      id: made-up
      runs: 3
      tasks: [{dataset: a}, {dataset: b}]
      methods:
        - {method: reference}
        - {method: pfm, label: low, set: {sigma: 0}}
        - {method: pfm, label: middle, set: {sigma: 0.1}}
        - {method: pfm, label: high, set: {sigma: 1}}
      report:
        bootstrap: 50
        axis: {name: sigma, key: set.sigma, scale: even, guides: [reference]}
      """;

  private static final String PAIRS =
      """
      id: made-up
      runs: 3
      tasks:
        - {dataset: a, label: few, preferences: {pairs: 50}}
        - {dataset: a, label: some, preferences: {pairs: 500}}
        - {dataset: a, label: many, preferences: {pairs: 5000}}
      methods: [{method: dpo}, {method: pfm}]
      report:
        bootstrap: 50
        axis: {name: number of pairs, key: preferences.pairs, scale: log}
      """;

  private static void add(List<TrialRow> rows, String task, String method, double... scores) {
    for (int run = 0; run < scores.length; run++) {
      rows.add(Rows.row(task, method, run, scores[run]));
    }
  }

  private static Report report(String yaml, List<TrialRow> rows) {
    Study study = StudyFile.parse("made-up.yaml", yaml, Map.of()).study();
    return Report.of(rows, List.of(), ReportOptions.of(study));
  }

  private static String finding(String yaml, List<TrialRow> rows) {
    return report(yaml, rows).finding();
  }

  /** The differences of dpo are 9, 10, 11 from end to end and -1, 0, 1 over the last step. */
  @Test
  void aRiseEndsWhereNoGainIsShownAnyMore() {
    List<TrialRow> rows = new ArrayList<>();
    add(rows, "few", "dpo", 10, 20, 30);
    add(rows, "some", "dpo", 20, 30, 40);
    add(rows, "many", "dpo", 19, 30, 41);
    add(rows, "few", "pfm", 40, 50, 60);
    add(rows, "some", "pfm", 43, 50, 57);
    add(rows, "many", "pfm", 40, 51, 62);
    assertEquals(
        "On a, with growing number of pairs, dpo rises from 20.00 at 50 to 30.00 at 5000 (+10.00"
            + " [7.52, 12.48] few), with no gain shown beyond 500; pfm is not shown to change, from"
            + " 50.00 at 50 to 51.00 at 5000 (+1.00 [-1.48, 3.48] few) (3 runs; intervals of paired"
            + " differences).",
        finding(PAIRS, rows));
    assertTrue(
        new String(report(PAIRS, rows).files().get("table.md"), StandardCharsets.UTF_8)
            .contains("- Finding of an ablation: "));
  }

  /**
   * Runs of one dataset are paired by their data where tasks differ by reference, and only there:
   * the differences are 9, 10, 11.
   */
  @Test
  void runsArePairedAcrossReferencesIfTheseAreWhatVaries() {
    String references =
        """
        id: made-up
        runs: 3
        tasks:
          - {dataset: a, label: quiet, reference: {temperature: 0.1}}
          - {dataset: a, label: loud, reference: {temperature: 1}}
        methods: [{method: dpo}]
        report:
          bootstrap: 50
          axis: {name: noise, key: reference.temperature, scale: log}
        """;
    List<TrialRow> rows = new ArrayList<>();
    add(rows, "quiet", "dpo", 30, 40, 50);
    add(rows, "loud", "dpo", 21, 30, 39);
    rows.replaceAll(row -> Rows.withReference(row, row.task() + row.run()));
    assertEquals(
        "On a, with growing noise, dpo falls from 40.00 at 0.1 to 30.00 at 1.0 (-10.00 [-12.48, -7.52]"
            + " few), from the start (3 runs; intervals of paired differences).",
        finding(references, rows));
    assertTrue(
        new String(report(references, rows).files().get("table.md"), StandardCharsets.UTF_8)
            .contains("(same data; the reference policy is what varies)"));
    String pairs =
        references
            .replace("reference: {temperature: 0.1}", "preferences: {pairs: 10}")
            .replace("reference: {temperature: 1}", "preferences: {pairs: 100}")
            .replace("reference.temperature", "preferences.pairs");
    assertTrue(finding(pairs, rows).contains("dpo goes from 40.00 at 10 to 30.00 at 100 (–)"));
  }

  /** From end to end 20, and 5 with deviation 1 over the last step: a gain to the end. */
  @Test
  void aRiseMayGoOnToTheEndAndAFallBeginLate() {
    List<TrialRow> rows = new ArrayList<>();
    add(rows, "few", "dpo", 10, 20, 30);
    add(rows, "some", "dpo", 26, 35, 44);
    add(rows, "many", "dpo", 30, 40, 50);
    add(rows, "few", "pfm", 40, 50, 60);
    add(rows, "some", "pfm", 39, 50, 61);
    add(rows, "many", "pfm", 31, 40, 49);
    assertEquals(
        "On a, with growing number of pairs, dpo rises from 20.00 at 50 to 40.00 at 5000 (+20.00"
            + " [20.00, 20.00] few flat), to the end; pfm falls from 50.00 at 50 to 40.00 at 5000 (-10.00"
            + " [-12.48, -7.52] few), with no loss shown up to 500 (3 runs; intervals of paired"
            + " differences).",
        finding(PAIRS, rows));
  }

  /**
   * Two panels with the differences 9, 10, 11 and 5, 6, 7 to the left end: mean 8, variance of a
   * panel's mean 1/3, so of their mean 1/6, four degrees of freedom by Satterthwaite, quantile
   * 2.77645: half 1.1335. To the right end 4, 4, 4 and 2, 2, 2: mean 3 without spread.
   */
  @Test
  void aPeakIsAboveBothEndsOnAverageOverTasks() {
    List<TrialRow> rows = new ArrayList<>();
    add(rows, "a", "low", 10, 20, 30);
    add(rows, "a", "middle", 19, 30, 41);
    add(rows, "a", "high", 15, 26, 37);
    add(rows, "b", "low", 50, 50, 50);
    add(rows, "b", "middle", 55, 56, 57);
    add(rows, "b", "high", 53, 54, 55);
    assertEquals(
        "Over 2 tasks, with growing sigma, pfm peaks at 0.1 with 43.00 (+8.00 [6.87, 9.13] to 0,"
            + " +3.00 [3.00, 3.00] flat to 1) (3 runs; intervals of paired differences).",
        finding(SIGMA, rows));
  }

  /** Two comparisons, each at 97.5 %: 5 with deviation 1 is shown, 3 with deviation 1 is not. */
  @Test
  void categoriesAreComparedWithTheFirstTogetherAtTheLevel() {
    String yaml =
        SIGMA
            .replace(", {dataset: b}", "")
            .replace(
                "name: sigma, key: set.sigma, scale: even", "name: x, key: label, scale: category");
    List<TrialRow> rows = new ArrayList<>();
    add(rows, "a", "low", 10, 20, 30);
    add(rows, "a", "middle", 6, 15, 24);
    add(rows, "a", "high", 12, 23, 34);
    assertEquals(
        "On a, by x, the score is, against low with 20.00, worse with middle (-5.00 [-8.58, -1.42] few) and"
            + " not shown to differ with high (+3.00 [-0.58, 6.58] few) (3 runs; intervals of paired"
            + " differences).",
        finding(yaml, rows));
  }

  @Test
  void aSingleRunShowsNothing() {
    List<TrialRow> rows = new ArrayList<>();
    add(rows, "few", "dpo", 10);
    add(rows, "some", "dpo", 90);
    add(rows, "many", "dpo", 80);
    assertEquals(
        "On a, with growing number of pairs, dpo goes from 10.00 at 50 to 80.00 at 5000 (+70.00);"
            + " pfm has too few values with a score in every run (a single run, so nothing is"
            + " shown).",
        finding(PAIRS.replace("runs: 3", "runs: 1"), rows));
  }

  /** The value whose run diverged is left out; the ends are then 50 and 500. */
  @Test
  void valuesWithARunThatHasNoScoreAreLeftOut() {
    List<TrialRow> rows = new ArrayList<>();
    add(rows, "few", "dpo", 10, 20, 30);
    add(rows, "some", "dpo", 20, 30, 40);
    add(rows, "many", "dpo", 90, 90);
    rows.add(
        Rows.row(
            "many",
            "dpo",
            2,
            Status.DIVERGED,
            Protocol.Evaluation.LAST,
            Protocol.Mode.SAMPLED,
            1,
            Double.NaN,
            Double.NaN,
            "loss is NaN"));
    assertTrue(
        finding(PAIRS, rows)
            .startsWith(
                "On a, with growing number of pairs, dpo rises from 20.00 at 50 to 30.00 at 500"
                    + " (+10.00 [10.00, 10.00] few flat), to the end; pfm has too few"),
        finding(PAIRS, rows));
  }
}
