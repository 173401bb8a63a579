package org.prefbench.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prefbench.statistics.Interval;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Mode;

/** Two tasks, two runs, worked out by hand. */
class GainsTest {
  private static final List<String> TASKS = List.of("hopper-medium-v2", "hopper-expert-v2");

  private final List<TrialRow> rows = new ArrayList<>();

  @BeforeEach
  void rows() {
    rows.addAll(Rows.runs(TASKS.get(0), "reference", Mode.SAMPLED, 40, 50));
    rows.addAll(Rows.runs(TASKS.get(0), "pfm", Mode.SAMPLED, 44, 56));
    rows.addAll(Rows.runs(TASKS.get(1), "reference", Mode.SAMPLED, 100, 90));
    rows.addAll(Rows.runs(TASKS.get(1), "pfm", Mode.SAMPLED, 97, 91));
  }

  private ScoreTable table() {
    return ScoreTable.of(rows, Rows.options(rows));
  }

  private Interval gain(List<String> tasks) {
    return Gains.over(table().sections().get(0), tasks, "pfm", "reference");
  }

  @Test
  void aGainIsTheMeanOverTasksOfTheDifferencesOfRuns() {
    // differences 4, 6: mean 5, error of the mean 1, one degree of freedom: t = 12.706204736
    Interval medium = gain(TASKS.subList(0, 1));
    assertEquals(5, medium.estimate(), 1e-12);
    assertEquals(5 - 12.706204736432095, medium.low(), 1e-8);
    // differences -3, 1: mean -1; together (5 - 1) / 2
    assertEquals(-1, gain(TASKS.subList(1, 2)).estimate(), 1e-12);
    assertEquals(2, gain(TASKS).estimate(), 1e-12);
    Interval all =
        table()
            .sections()
            .get(0)
            .of(ScoreRow.ALL_TASKS, "pfm")
            .orElseThrow()
            .comparedWith("reference")
            .difference();
    assertEquals(all, gain(TASKS), "as in the table");
    assertEquals(TASKS, Gains.normalizedTasks(table().sections().get(0)));
  }

  @Test
  void withoutAPairOfRunsThereIsNoGain() {
    rows.removeIf(row -> row.task().equals(TASKS.get(1)) && row.method().equals("pfm"));
    assertFalse(gain(TASKS).exists());
    assertTrue(gain(TASKS.subList(0, 1)).exists());
  }
}
