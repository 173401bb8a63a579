package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.report.document.Block;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Mode;

/** Two tasks, two runs, worked out by hand. */
class TablesTest {
  private static final List<String> TASKS = List.of("hopper-medium-v2", "hopper-expert-v2");

  private final List<TrialRow> rows = new ArrayList<>();

  @BeforeEach
  void rows() {
    rows.addAll(Rows.runs(TASKS.get(0), "reference", Mode.SAMPLED, 40, 50));
    rows.addAll(Rows.runs(TASKS.get(0), "pfm", Mode.SAMPLED, 44, 56));
    rows.addAll(Rows.runs(TASKS.get(1), "reference", Mode.SAMPLED, 100, 90));
    rows.addAll(Rows.runs(TASKS.get(1), "pfm", Mode.SAMPLED, 97, 91));
  }

  private Optional<Block.Table> modes() {
    return Tables.modes(ScoreTable.of(rows, Rows.options(rows)));
  }

  @Test
  void bothModesStandSideBySide() {
    assertTrue(modes().isEmpty(), "one mode alone");
    rows.addAll(Rows.runs(TASKS.get(0), "reference", Mode.DETERMINISTIC, 60, 60));
    rows.addAll(Rows.runs(TASKS.get(0), "pfm", Mode.DETERMINISTIC, 60, 62));
    rows.addAll(Rows.runs(TASKS.get(1), "reference", Mode.DETERMINISTIC, 100, 100));
    rows.addAll(Rows.runs(TASKS.get(1), "pfm", Mode.DETERMINISTIC, 100, 102));
    List<List<String>> cells = modes().orElseThrow().lines();
    assertEquals("all tasks", cells.get(0).get(0));
    // reference: sampled (45 + 95) / 2, deterministic (60 + 100) / 2; runs gain 20, 10 and 0, 10
    assertEquals(List.of("reference", "70.00", "80.00"), cells.get(1).subList(0, 3));
    assertTrue(cells.get(1).get(3).startsWith("+10.00 ["), cells.get(1).get(3));
    assertEquals("–", cells.get(1).get(4));
    // pfm: sampled (50 + 94) / 2, deterministic (61 + 101) / 2; over the reference 2 and 1
    assertEquals(List.of("pfm", "72.00", "81.00"), cells.get(2).subList(0, 3));
    assertTrue(cells.get(2).get(3).startsWith("+9.00 ["), cells.get(2).get(3));
    assertTrue(cells.get(2).get(4).startsWith("+2.00 ["), cells.get(2).get(4));
    assertTrue(cells.get(2).get(5).startsWith("+1.00 ["), cells.get(2).get(5));
  }

  /** Five runs are enough for an interval without a mark, four are not. */
  @Test
  void intervalsOfFewRunsAreMarked() {
    List<TrialRow> some = new ArrayList<>();
    some.addAll(Rows.runs(TASKS.get(0), "reference", Mode.SAMPLED, 40, 50, 44, 43, 49));
    some.addAll(Rows.runs(TASKS.get(0), "pfm", Mode.SAMPLED, 44, 56, 50, 48));
    ScoreTable table = ScoreTable.of(some, Rows.options(some));
    Block.Table shown = scores(table);
    List<List<String>> cells = shown.lines();
    int interval = cells.get(0).indexOf("IQM [95 %]");
    for (List<String> line : cells.subList(1, cells.size())) {
      boolean few = line.contains("pfm");
      for (int column = interval; column < line.size(); column++) {
        assertEquals(few, line.get(column).endsWith("] few") || line.get(column).endsWith("* few"));
      }
    }
    List<String> legend = Legend.notes(table, List.of(shown));
    assertTrue(
        legend.stream().anyMatch(note -> note.startsWith("few: an interval from fewer than 5")));
    assertTrue(legend.contains(Marks.ONE_BEHAVIOR), "intervals are given one behaviour policy");
    some.addAll(Rows.runs(TASKS.get(0), "pfm", Mode.SAMPLED, 44, 56, 50, 48, 51).subList(4, 5));
    ScoreTable enough = ScoreTable.of(some, Rows.options(some));
    assertEquals(List.of(), Marks.notes(List.of(scores(enough))));
  }

  private static Block.Table scores(ScoreTable table) {
    return Tables.scores(
        table.sections().get(0).of(TASKS.get(0)),
        List.of(),
        table.options().families(),
        List.of("reference"));
  }

  /** Every run of pfm is above every one of the reference, and all runs of pfm are the same. */
  @Test
  void intervalsWithoutWidthAreMarked() {
    List<TrialRow> some = new ArrayList<>();
    some.addAll(Rows.runs(TASKS.get(0), "reference", Mode.SAMPLED, 40, 50, 44, 43, 49));
    some.addAll(Rows.runs(TASKS.get(0), "pfm", Mode.SAMPLED, 60, 60, 60, 60, 60));
    Block.Table shown = scores(ScoreTable.of(some, Rows.options(some)));
    List<String> pfm = shown.rows().get(1);
    int interval = shown.columns().indexOf("IQM [95 %]");
    assertEquals("60.00 [60.00, 60.00] flat", pfm.get(interval));
    assertTrue(pfm.get(interval + 1).endsWith("] *"), pfm.get(interval + 1));
    assertEquals("1.00 [1.00, 1.00] flat", pfm.get(interval + 2));
    assertTrue(
        Marks.notes(List.of(shown)).stream()
            .anyMatch(note -> note.startsWith("flat: an interval")));
    some.removeIf(row -> row.run() > 2);
    assertEquals(
        "60.00 [60.00, 60.00] few flat",
        scores(ScoreTable.of(some, Rows.options(some))).rows().get(1).get(interval));
  }
}
