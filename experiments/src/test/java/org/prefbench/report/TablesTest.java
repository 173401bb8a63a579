package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    List<List<String>> cells =
        Tables.scores(
                table.sections().get(0).of(TASKS.get(0)),
                List.of(),
                table.options().families(),
                List.of("reference"))
            .lines();
    int interval = cells.get(0).indexOf("IQM [95 %]");
    for (List<String> line : cells.subList(1, cells.size())) {
      boolean few = line.contains("pfm");
      for (int column = interval; column < line.size(); column++) {
        assertEquals(few, line.get(column).endsWith("] few") || line.get(column).endsWith("* few"));
      }
    }
    assertTrue(Tables.hasFew(table));
    assertTrue(
        Legend.notes(table).stream()
            .anyMatch(note -> note.startsWith("few: an interval from fewer than 5 runs")));
    some.addAll(Rows.runs(TASKS.get(0), "pfm", Mode.SAMPLED, 44, 56, 50, 48, 51).subList(4, 5));
    assertFalse(Tables.hasFew(ScoreTable.of(some, Rows.options(some))));
  }
}
