package org.prefbench.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.comparison.Rows.row;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prefbench.report.Report;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Reporting;

/** Rows that the test return chose: on hopper the weak beta is best, on ant the strong one. */
class ChosenRowTest {
  private static final List<Reporting.Choice> CHOICES =
      List.of(new Reporting.Choice("dpo-best", List.of("dpo-weak", "dpo-strong")));

  private final List<TrialRow> rows = new ArrayList<>();

  @BeforeEach
  void rows() {
    add("hopper", "reference", 40, 44);
    add("hopper", "dpo-weak", 50, 54);
    add("hopper", "dpo-strong", 51, 49);
    add("ant", "reference", 20, 20);
    add("ant", "dpo-weak", 10, 12);
    add("ant", "dpo-strong", 30, 40);
  }

  private void add(String task, String method, double... scores) {
    for (int run = 0; run < scores.length; run++) {
      rows.add(row(task, method, run, scores[run]));
    }
  }

  private ReportOptions options(List<Reporting.Choice> choices) {
    return Rows.options(
        rows,
        new ReportOptions.Extras(choices, List.of(), Reporting.Published.NONE, Optional.empty()));
  }

  private ChosenRow chosen(String task) {
    ScoreTable table = ScoreTable.of(rows, options(CHOICES));
    List<ChosenRow> found = ChosenRow.of(table.sections().get(0), task, table.options());
    assertEquals(1, found.size());
    return found.get(0);
  }

  @Test
  void eachTaskHasItsOwnChoice() {
    ChosenRow hopper = chosen("hopper");
    assertEquals(List.of("dpo-weak"), hopper.chosen());
    assertEquals(52, hopper.mean(), 1e-12);
    assertEquals(Math.sqrt(8), hopper.standardDeviation(), 1e-12);
    assertEquals("dpo-best (chosen by test return: dpo-weak)", hopper.name());
    assertEquals(List.of("dpo-strong"), chosen("ant").chosen());
    ChosenRow all = chosen(ScoreRow.ALL_TASKS);
    assertEquals(List.of("dpo-weak", "dpo-strong"), all.chosen());
    assertEquals((52 + 35) / 2.0, all.mean(), 1e-12);
    assertEquals(4, all.runs());
  }

  @Test
  void theFirstOfEqualsIsChosenAndARunThatIsMissingIsSeen() {
    rows.removeIf(row -> row.method().equals("dpo-weak") && row.task().equals("hopper"));
    add("hopper", "dpo-weak", 50); // the mean of dpo-strong too
    ChosenRow hopper = chosen("hopper");
    assertEquals(List.of("dpo-weak"), hopper.chosen());
    assertEquals(1, hopper.scored());
    assertEquals(2, hopper.runs());
  }

  @Test
  void aModeIsChosenByItsOwnReturn() {
    for (int run = 0; run < 2; run++) {
      for (String method : List.of("reference", "dpo-weak", "dpo-strong")) {
        double score = method.equals("dpo-strong") ? 90 : 5;
        rows.add(
            row(
                "hopper",
                method,
                run,
                TrialRow.Status.OK,
                Protocol.Evaluation.LAST,
                Mode.DETERMINISTIC,
                1000,
                10 * score,
                score,
                ""));
      }
    }
    ScoreTable table = ScoreTable.of(rows, options(CHOICES));
    ScoreSection means = table.sections().get(1);
    assertEquals(
        List.of("dpo-strong"), ChosenRow.of(means, "hopper", table.options()).get(0).chosen());
  }

  @Test
  void theRowIsMarkedEverywhereAndTakesPartInNoComparison() {
    Map<String, byte[]> with = Report.of(rows, List.of(), options(CHOICES)).files();
    Map<String, byte[]> without = Report.of(rows, List.of(), options(List.of())).files();
    for (String file : List.of("table.md", "table.tex")) {
      String text = text(with, file);
      assertTrue(text.contains("dpo-best (chosen by test return: dpo-weak)"), file);
      assertTrue(text.contains("dpo-best (chosen by test return on each task)"), file);
    }
    String line =
        text(with, "table.md")
            .lines()
            .filter(text -> text.contains("chosen by test return: dpo-strong"))
            .findFirst()
            .orElseThrow();
    List<String> cells = List.of(line.replace(" ", "").split("\\|"));
    assertEquals(List.of("other", "2/2", "35.00", "7.07", "–", "–", "–"), cells.subList(2, 9));
    // but for the row itself nothing has changed: no interval, no finding, no picture knows it
    assertEquals(text(without, "table.csv"), text(with, "table.csv"));
    assertFalse(without.containsKey("chosen.csv"));
    without.keySet().stream()
        .filter(name -> name.startsWith("charts/") && name.endsWith(".svg"))
        .forEach(name -> assertEquals(text(without, name), text(with, name), name));
    assertEquals(
        List.of(
            "last,sampled,hopper,dpo-best,dpo-weak,normalised_score,2,2,52.0,2.8284271247461903",
            "last,sampled,ant,dpo-best,dpo-strong,normalised_score,2,2,35.0,7.0710678118654755",
            "last,sampled,all tasks,dpo-best,dpo-weak+dpo-strong,normalised_score,4,4,43.5,"),
        text(with, "chosen.csv").lines().skip(1).toList());
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }
}
