package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.comparison.Rows.row;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.InvalidInputException;
import org.prefbench.published.PublishedScores;
import org.prefbench.published.PublishedScores.Entry;
import org.prefbench.published.PublishedScores.Source;
import org.prefbench.report.document.NotedTable;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol;
import org.prefbench.study.Reporting;

class PublishedTableTest {
  private static final String TABLE = "kim-2024-table-3";

  private static ReportOptions options(List<TrialRow> rows, Map<String, String> beside) {
    return Rows.options(
        rows,
        new ReportOptions.Extras(
            List.of(), List.of(), new Reporting.Published(TABLE, beside), Optional.empty()));
  }

  private static Map<String, String> beside() {
    Map<String, String> beside = new LinkedHashMap<>();
    beside.put("PFM", "pfm");
    beside.put("BC", "reference");
    return beside;
  }

  private static List<TrialRow> rows(List<String> tasks) {
    List<TrialRow> rows = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      rows.add(row(tasks.get(i), "reference", 0, 10 * i));
      rows.add(row(tasks.get(i), "reference", 1, 10 * i + 2));
      rows.add(row(tasks.get(i), "pfm", 0, 100 + i));
      rows.add(row(tasks.get(i), "pfm", 1, 100 + i));
    }
    return rows;
  }

  private static NotedTable table(List<TrialRow> rows) {
    return PublishedTable.of(ScoreTable.of(rows, options(rows, beside()))).orElseThrow();
  }

  @Test
  void theTablesHaveAllTheirCells() {
    PublishedScores paper = PublishedScores.named(TABLE);
    assertEquals(List.of("BC", "DPO", "PFM", "Marginal BC"), paper.methods());
    assertEquals(16, paper.datasets().size());
    PublishedScores corl = PublishedScores.named("corl-2022-locomotion");
    assertEquals(List.of("BC", "10 %BC", "TD3+BC", "IQL", "ReBRAC"), corl.methods());
    assertEquals(9 * 5 + 3, corl.entries().size());
  }

  /** The papers' averages are the means of their rows to the two digits that they print. */
  @ParameterizedTest
  @ValueSource(strings = {TABLE, "corl-2022-locomotion"})
  void thePapersAveragesAreThoseOfItsRows(String table) {
    PublishedScores paper = PublishedScores.named(table);
    for (Entry average : paper.entries().stream().filter(Entry::average).toList()) {
      double mean =
          paper.entries().stream()
              .filter(e -> !e.average() && e.method().equals(average.method()))
              .filter(e -> average.covers(e.dataset()))
              .mapToDouble(e -> e.mean().value())
              .average()
              .orElseThrow();
      assertEquals(average.mean().value(), mean, 0.0051, average.toString());
    }
  }

  /** Of all cells only one was seen: PFM on ant-random. */
  @Test
  void whatWasNotSeenIsRecalled() {
    List<Entry> seen =
        PublishedScores.named(TABLE).entries().stream()
            .filter(entry -> entry.mean().source() == Source.PUBLISHED)
            .toList();
    assertEquals(1, seen.size());
    assertEquals("ant-random-v2", seen.get(0).dataset());
    assertEquals("PFM", seen.get(0).method());
    assertEquals(31.62, seen.get(0).mean().value());
    assertTrue(
        PublishedScores.named(TABLE).entries().stream()
            .allMatch(e -> e.standardDeviation().map(d -> d.unverified()).orElse(e.average())));
  }

  @Test
  void theirNumbersStandBesideOurs() {
    List<List<String>> cells =
        table(rows(List.of("hopper-medium-v2", "ant-random-v2"))).table().lines();
    assertEquals(
        List.of("normalised score", "PFM (paper)", "pfm (here)", "BC (paper)", "reference (here)"),
        cells.get(0));
    // in the paper's order; reference 10 and 12: mean 11, deviation sqrt(2)
    assertEquals(
        List.of(
            "ant-random-v2",
            "31.62 ± 0.13 (± unverified)",
            "101.00 ± 0.00",
            "31.59 ± 0.05 unverified",
            "11.00 ± 1.41"),
        cells.get(1));
    assertEquals("58.76 ± 2.62 unverified", cells.get(2).get(1));
    assertEquals(3, cells.size(), "no average without all its datasets");
  }

  /** Papers seldom say how they act, so both ways stand beside their numbers. */
  @Test
  void bothModesStandBesideTheirNumbers() {
    List<TrialRow> rows = new ArrayList<>(rows(List.of("ant-random-v2")));
    for (int run = 0; run < 2; run++) {
      for (String method : List.of("reference", "pfm")) {
        rows.add(
            row(
                "ant-random-v2",
                method,
                run,
                TrialRow.Status.OK,
                Protocol.Evaluation.LAST,
                Protocol.Mode.DETERMINISTIC,
                1000,
                300,
                30,
                ""));
      }
    }
    NotedTable table = table(rows);
    List<List<String>> cells = table.table().lines();
    assertEquals(
        List.of("BC (paper)", "reference (sampled)", "reference (deterministic)"),
        cells.get(0).subList(4, 7));
    assertEquals(
        List.of("31.59 ± 0.05 unverified", "1.00 ± 1.41", "30.00 ± 0.00"),
        cells.get(1).subList(4, 7));
    assertTrue(
        table
            .notes()
            .get(1)
            .contains("last policy, sampled actions or last policy, deterministic actions"),
        table.notes().get(1));
  }

  @Test
  void anAverageNeedsAllItsDatasets() {
    List<String> random =
        List.of("ant-random-v2", "hopper-random-v2", "halfcheetah-random-v2", "walker2d-random-v2");
    List<List<String>> cells = table(rows(random)).table().lines();
    assertEquals(
        List.of(
            "average of *-random-v2",
            "10.84 unverified",
            "101.50", // 100, 101, 102, 103
            "9.62 unverified",
            "16.00"), // 1, 11, 21, 31
        cells.get(cells.size() - 1));
    assertEquals(1 + 4 + 1, cells.size());
  }

  @Test
  void everyOutputMarksWhatIsUnverified() {
    List<TrialRow> rows = rows(List.of("hopper-medium-v2"));
    Map<String, byte[]> files = Report.of(rows, List.of(), options(rows, beside())).files();
    for (String name : List.of("table.md", "table.tex")) {
      String text =
          new String(files.get(name), StandardCharsets.UTF_8)
              .replaceAll("src='[^']*'", ""); // pictures are full of numbers
      assertTrue(text.contains("2.62"), name);
      for (String after : text.substring(text.indexOf("2.62")).split("2\\.62")) {
        assertTrue(after.isEmpty() || after.startsWith(" unverified"), name + ": " + after);
      }
    }
    List<TrialRow> others = rows(List.of("pendulum-medium-v1"));
    assertFalse(
        PublishedTable.of(ScoreTable.of(others, options(others, beside()))).isPresent(),
        "nothing to compare");
  }

  @Test
  void whatThePaperHasNotIsRefused() {
    List<TrialRow> rows = rows(List.of("hopper-medium-v2"));
    ScoreTable table = ScoreTable.of(rows, options(rows, Map.of("Marginal", "pfm")));
    String message =
        assertThrows(InvalidInputException.class, () -> PublishedTable.of(table)).getMessage();
    assertTrue(
        message.startsWith("unknown method of kim-2024-table-3 'Marginal', did you mean"), message);
    assertThrows(InvalidInputException.class, () -> PublishedScores.named("kim-2024-table-4"));
    assertThrows(InvalidInputException.class, () -> new Reporting.Published(TABLE, Map.of()));
  }
}
