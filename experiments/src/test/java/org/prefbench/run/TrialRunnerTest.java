package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.core.ProgressListener;
import org.prefbench.run.policy.PolicyKeeping;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

class TrialRunnerTest {
  @TempDir private Path folder;

  private TrialResult run(Study study, int index) {
    StringWriter log = new StringWriter();
    Trial trial = study.trials().get(index);
    ResultStore store = new ResultStore(folder.resolve("out"));
    StageCode code = new StageCode();
    Prepared shared =
        SharedInputs.load(
            study,
            trial.task(),
            trial.run(),
            new Cache(folder.resolve("cache"), Assertions::fail),
            code,
            ProgressListener.SILENT);
    TrialResult result =
        TrialRunner.run(
            TrialFile.of(study, trial, code, shared.result()),
            shared.shared(),
            store,
            PolicyKeeping.Extent.NONE,
            ProgressListener.SILENT,
            new PrintWriter(log));
    store.put(trial, result);
    return result;
  }

  private static Study spy(SpyMethod.Touch touch, boolean declared, String also) {
    String set = "{touch: %s, declared: %s, also: %s}";
    return Studies.of(
            "[{method: test-spy, set: "
                + set.formatted(
                    touch.name().toLowerCase(Locale.ROOT).replace('_', '-'), declared, also)
                + "}]",
            Map.of())
        .study();
  }

  @ParameterizedTest
  @EnumSource(SpyMethod.Touch.class)
  void whatIsDeclaredCanBeTouched(SpyMethod.Touch touch) {
    TrialResult result = run(spy(touch, true, "none"), 0);
    assertEquals(TrialRow.Status.OK, result.status(), result.rows().get(0).message());
  }

  @ParameterizedTest
  @CsvSource({
    "DATA_REWARDS, none, rewards are hidden",
    "PAIR_REWARDS, none, rewards are hidden",
    "SIMULATOR, none, TRAINING_SIMULATOR was not declared",
    "SIMULATOR_REWARDS, TRAINING_SIMULATOR, rewards are hidden",
    "TEACHER, none, TEACHER was not declared",
    "REFERENCE_DENSITY, none, the reference is hidden",
    "FORK, none, look-ahead on gaussian-1d-v0 was not declared",
    "FORK_REWARDS, LOOK_AHEAD, rewards are hidden",
  })
  void whatIsNotDeclaredIsOutOfReach(SpyMethod.Touch touch, String also, String message) {
    TrialResult result = run(spy(touch, false, also), 0);
    assertEquals(TrialRow.Status.FAILED, result.status());
    String line = result.rows().get(0).message();
    assertTrue(line.startsWith("IllegalStateException: " + message), line);
  }

  @Test
  void privilegesAreCountedAndNamed() {
    TrialRow simulator = run(spy(SpyMethod.Touch.SIMULATOR, true, "none"), 0).rows().get(0);
    assertEquals("training-simulator", simulator.costs().needs());
    assertEquals(3, simulator.costs().simulatorSteps());
    TrialRow teacher = run(spy(SpyMethod.Touch.TEACHER, true, "none"), 0).rows().get(0);
    assertEquals(1, teacher.costs().teacherQueries());
    TrialRow fork = run(spy(SpyMethod.Touch.FORK_REWARDS, true, "none"), 0).rows().get(0);
    assertEquals("look-ahead+true-rewards", fork.costs().needs());
    assertEquals(6, fork.costs().lookAheadSteps()); // one per evaluation episode
    assertEquals(0, fork.costs().simulatorSteps());
  }

  @Test
  void checkpointsAndTheBestOfThemAreRows() {
    Study study = Studies.of("[{method: test-scripted}]", Map.of()).study();
    TrialResult result = run(study, 0);
    assertEquals(
        List.of(
            "checkpoint sampled 2 of 4, loss 0.0, 3 episodes",
            "checkpoint sampled 4 of 4, loss 2.0, 3 episodes",
            "last sampled 4 of 4, loss 2.0, 6 episodes",
            "last deterministic 4 of 4, loss 2.0, 6 episodes",
            "best sampled 2 of 4, loss 0.0, 6 episodes",
            "best deterministic 2 of 4, loss 0.0, 6 episodes"),
        result.rows().stream()
            .map(
                row ->
                    (row.evaluation() + " " + row.mode()).toLowerCase(java.util.Locale.ROOT)
                        + " "
                        + row.step()
                        + " of "
                        + row.policy().steps()
                        + ", loss "
                        + row.outcome().validationLoss()
                        + ", "
                        + row.outcome().episodes()
                        + " episodes")
            .toList());
    // the reward is the action, so the deterministic return is the mean that was learned
    TrialRow last = result.rows().get(3);
    TrialRow best = result.rows().get(5);
    assertEquals(0, last.outcome().returnStd());
    assertEquals(2, last.outcome().returnMean() - best.outcome().returnMean(), 1e-6);
    assertEquals(4, last.costs().gradientSteps());
    assertEquals(
        List.of(1.0, 0.5, 0.333333, 0.25), // six digits are kept
        result.metrics().stream().map(TrialResult.Metric::value).toList());
    assertEquals(result.rows().size(), result.returns().size());
    assertEquals("4", result.hyperparameters().get("steps"));
  }

  @Test
  void aDivergedOrFailedTrialIsARowPerMode() {
    Study study =
        Studies.of(
                "[{method: test-scripted, label: d, set: {act: diverge}},"
                    + " {method: test-scripted, label: f, set: {act: fail}},"
                    + " {method: test-scripted, label: n, set: {act: lose-its-action}}]",
                Map.of())
            .study();
    TrialResult diverged = run(study, 0);
    assertEquals(
        List.of(Protocol.Mode.SAMPLED, Protocol.Mode.DETERMINISTIC),
        diverged.rows().stream().map(TrialRow::mode).toList());
    for (TrialRow row : diverged.rows()) {
      assertEquals(TrialRow.Status.DIVERGED, row.status());
      assertEquals("loss is NaN in step 2", row.message());
      assertTrue(Double.isNaN(row.outcome().returnMean()));
      assertEquals(2, row.costs().gradientSteps());
      assertFalse(row.inputs().datasetHash().isEmpty());
    }
    TrialResult failed = run(study, 1);
    assertEquals(TrialRow.Status.FAILED, failed.status());
    assertEquals("ArithmeticException: first line", failed.rows().get(0).message());
    TrialResult lost = run(study, 2);
    assertEquals(TrialRow.Status.DIVERGED, lost.status());
    assertEquals(
        "the policy's action[0] in step 0 of an episode is NaN", lost.rows().get(0).message());
  }

  @Test
  void methodsOfARunShareEverythingAndRunsShareNothing() {
    Study study = Studies.of("[{method: reference}, {method: test-scripted}]", Map.of()).study();
    List<TrialRow> rows =
        List.of(0, 1, 2, 3).stream().map(i -> run(study, i).rows().get(0)).toList();
    assertEquals(hashes(rows.get(0)), hashes(rows.get(1)));
    assertEquals(hashes(rows.get(2)), hashes(rows.get(3)));
    assertNotEquals(rows.get(0).inputs().datasetHash(), rows.get(2).inputs().datasetHash());
    assertNotEquals(rows.get(0).inputs().preferencesHash(), rows.get(2).inputs().preferencesHash());
  }

  @Test
  void anotherMethodInTheStudyMovesNoStream() {
    Study alone = Studies.of("[{method: test-scripted}]", Map.of()).study();
    Study more =
        Studies.of("[{method: reference}, {method: test-scripted}]", Map.of("title", "other"))
            .study();
    TrialResult first = run(alone, 0);
    TrialResult second = run(more, 1);
    assertEquals(first.returns(), second.returns());
    assertEquals(first.inputs(), second.inputs());
    Study harder =
        Studies.of("[{method: test-scripted}]", Map.of("protocol.episodes", "7")).study();
    assertNotEquals(first.inputs(), run(harder, 0).inputs());
    Study other = Studies.of("[{method: test-scripted}]", Map.of("seed", "1")).study();
    assertNotEquals(first.returns(), run(other, 0).returns());
  }

  @Test
  void samplesOfAOneStepTaskAreWritten() throws IOException {
    Study study = Studies.of("[{method: test-scripted}]", Map.of("probes.samples", "1200")).study();
    TrialResult result = run(study, 0);
    assertEquals(List.of("samples"), result.probes());
    List<String> lines =
        Files.readAllLines(
            new ResultStore(folder.resolve("out")).probeFile(study.trials().get(0), "samples"));
    assertEquals("action_0,reward", lines.get(0));
    assertEquals(1201, lines.size());
    assertEquals(1200, lines.stream().skip(1).collect(Collectors.toSet()).size());
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",");
      assertEquals(Double.parseDouble(values[0]), Double.parseDouble(values[1]), 1e-6);
    }
  }

  private static List<String> hashes(TrialRow row) {
    return List.of(
        row.inputs().datasetHash(), row.inputs().referenceHash(), row.inputs().preferencesHash());
  }
}
