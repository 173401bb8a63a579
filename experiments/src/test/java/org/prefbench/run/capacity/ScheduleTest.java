package org.prefbench.run.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.run.capacity.Schedule.Stage;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.store.StageTimes;
import org.prefbench.store.TrialResult;
import org.prefbench.study.Study;

/** Schedules worked out by hand, and one that was measured. */
class ScheduleTest {
  /** Returns the seconds on the clock without what was found in the cache. */
  private static double total(Map<String, Double> seconds, List<String> cached) {
    return seconds.entrySet().stream()
        .filter(time -> !time.getKey().endsWith(StageTimes.PROCESSOR))
        .filter(time -> !cached.contains(time.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /**
   * Two stages of 3 and 2 seconds with the trials 5, 1 and 4, 4. By hand, on two cores: A makes the
   * first stage until 3 and B the second one until 2; B runs 4 until 6; A, from 3, runs the other 4
   * of the second stage, which is ready before those of the first, until 7; B runs 5 from 6 until
   * 11; A runs 1 from 7 until 8.
   */
  @ParameterizedTest
  @CsvSource({"1, 19", "2, 11", "3, 8", "4, 8", "10000, 8"})
  void handWorked(int cores, double seconds) {
    Schedule schedule =
        new Schedule(List.of(new Stage(3, List.of(5.0, 1.0)), new Stage(2, List.of(4.0, 4.0))));
    assertEquals(19, schedule.work());
    assertEquals(8, schedule.longestChain());
    assertEquals(seconds, schedule.on(cores));
  }

  /** All n trials take 1 second and wait for one stage of 1 second: 1 + ceil(n / cores). */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 999, 1000, 10000})
  void equalTrialsOfOneStage(int cores) {
    Schedule schedule = new Schedule(List.of(new Stage(1, Collections.nCopies(1000, 1.0))));
    assertEquals(1 + Math.ceil(1000.0 / cores), schedule.on(cores));
  }

  /** On one core nothing waits; trials come before further stages without a gap. */
  @Test
  void oneCoreDoesAllTheWork() {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      stages.add(new Stage(i, Collections.nCopies(i, 0.5 * i)));
    }
    Schedule schedule = new Schedule(stages);
    assertEquals(schedule.work(), schedule.on(1), 1e-9);
    assertEquals(19 * 1.5, schedule.on(10000), 1e-9, "the longest chain: a stage and a trial");
    assertEquals(0, new Schedule(List.of()).on(3));
  }

  /** Graham (1966): no order in which work is handed out takes more than work / cores + chain. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 64})
  void neitherBelowNorFarAboveWhatIsPossible(int cores) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 1; i < 40; i++) {
      stages.add(new Stage(i * 7 % 11, List.of(i * 5 % 13 + 0.25, i * 3 % 17 + 0.5, 1.0)));
    }
    Schedule schedule = new Schedule(stages);
    double least = Math.max(schedule.work() / cores, schedule.longestChain());
    assertTrue(schedule.on(cores) >= least - 1e-9);
    assertTrue(schedule.on(cores) <= schedule.work() / cores + schedule.longestChain() + 1e-9);
  }

  /** Committed runs of two worker processes in one go: their clock against their pieces. */
  @ParameterizedTest
  @ValueSource(strings = {"ablation-pairs", "ablation-rounds", "ablation-teachers", "theory"})
  void asLongAsAMeasuredRun(String id) {
    ResultStore store = new ResultStore(Path.of("..", "results", id));
    Study study = store.study();
    List<Stage> stages = new ArrayList<>();
    for (int run : study.runNumbers()) {
      for (Study.Task task : study.tasks()) {
        StageResult stage = store.stage(task.label(), run).orElseThrow();
        List<Double> trials =
            study.trials().stream()
                .filter(trial -> trial.task().equals(task) && trial.run() == run)
                .map(trial -> store.trial(trial).orElseThrow())
                .map(TrialResult::seconds)
                .map(seconds -> total(seconds, List.of()))
                .toList();
        stages.add(new Stage(total(stage.seconds(), stage.cached()), trials));
      }
    }
    double measured = store.provenance().orElseThrow().wallSeconds();
    double simulated = new Schedule(stages).on(store.provenance().orElseThrow().jobs());
    assertEquals(measured, simulated, 0.25 * measured);
  }
}
