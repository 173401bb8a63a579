package org.prefbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/** Times of two tasks, two methods and two runs, added up by hand. */
class StageTimesTest {
  private static final Study STUDY =
      StudyFile.parse(
              "small.yaml",
              """
              id: small
              runs: 2
              tasks: [{dataset: hopper-random-v2}, {dataset: ant-random-v2}]
              methods: [{method: reference}, {method: dpo}]
              """,
              Map.of())
          .study();

  private static StageResult stage(String task, int run, double dataset, List<String> cached) {
    return new StageResult(
        task,
        run,
        "d",
        "r",
        "p",
        "",
        Map.of(),
        List.of(),
        Map.of("dataset", dataset, "dataset-processor", 2 * dataset, "pairs", 1.0),
        cached,
        Map.of(),
        Map.of());
  }

  private static TrialResult trial(String key, double training, double evaluation) {
    Trial trial =
        STUDY.trials().stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow();
    TrialResult result = Rows.result(trial, 0);
    return new TrialResult(
        key,
        result.inputs(),
        result.rows(),
        result.returns(),
        result.metrics(),
        result.hyperparameters(),
        result.costs(),
        result.probes(),
        Map.of(
            "training", training, "training-processor", 1.5 * training, "evaluation", evaluation),
        result.provenance(),
        result.code());
  }

  private static StageTimes.Entry find(List<StageTimes.Entry> entries, String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void whatIsSharedIsCountedByRunAndTaskAndWhatWasFoundIsNotSpent() {
    StageTimes times =
        StageTimes.of(
            STUDY,
            List.of(
                stage("hopper-random-v2", 0, 10, List.of()),
                stage("ant-random-v2", 0, 40, List.of("dataset"))),
            List.of(),
            key -> false);
    StageTimes.Entry dataset = find(times.stages(), "dataset");
    assertEquals(2, dataset.done());
    assertEquals(4, dataset.planned());
    assertEquals(10, dataset.wall());
    assertEquals(20, dataset.processor());
    assertEquals(40, dataset.reused());
    assertEquals(10 + 40, dataset.left(), "run 1 of each task takes as long as run 0");
    StageTimes.Entry pairs = find(times.stages(), "pairs");
    assertEquals(2, pairs.wall());
    assertTrue(Double.isNaN(pairs.processor()), "not measured");
    assertTrue(Double.isNaN(find(times.stages(), "training").left()), "nothing to learn from");
    assertEquals(
        List.of("dataset", "reference", "pairs", "training", "evaluation", "probes"),
        times.stages().stream().map(StageTimes.Entry::name).toList());
  }

  @Test
  void aMissingTrialIsThoughtToTakeWhatTheNearestOnesTook() {
    List<TrialResult> results = new ArrayList<>();
    results.add(trial("hopper-random-v2/reference/0", 1, 2));
    results.add(trial("hopper-random-v2/dpo/0", 30, 4));
    results.add(trial("hopper-random-v2/dpo/1", 50, 6));
    results.add(trial("ant-random-v2/reference/0", 3, 10));
    Set<String> done =
        Set.of(
            "hopper-random-v2/reference/0",
            "hopper-random-v2/dpo/0",
            "hopper-random-v2/dpo/1",
            "ant-random-v2/reference/0");
    StageTimes times = StageTimes.of(STUDY, List.of(), results, done::contains);
    StageTimes.Entry training = find(times.stages(), "training");
    assertEquals(4, training.done());
    assertEquals(8, training.planned());
    assertEquals(84, training.wall());
    assertEquals(126, training.processor());
    // reference: hopper 1, ant 3; dpo on ant, twice, as on hopper: (30 + 50) / 2
    assertEquals(1 + 3 + 2 * 40, training.left());
    StageTimes.Entry evaluation = find(times.stages(), "evaluation");
    assertEquals(2 + 10 + 2 * 5, evaluation.left());
    StageTimes.Entry dpo = find(times.methods(), "dpo");
    assertEquals(30 + 4 + 50 + 6, dpo.wall());
    assertEquals(2, dpo.done());
  }

  @Test
  void aResultThatWillNotStayWasSpentAndIsLeft() {
    List<TrialResult> results = List.of(trial("hopper-random-v2/dpo/0", 30, 4));
    StageTimes.Entry training =
        find(StageTimes.of(STUDY, List.of(), results, key -> false).stages(), "training");
    assertEquals(0, training.done());
    assertEquals(30, training.wall());
    assertEquals(8 * 30, training.left(), "all eight, for want of better knowledge");
  }

  @Test
  void theTotalAddsUpAllStages() {
    StageTimes times =
        new StageTimes(
            List.of(
                new StageTimes.Entry("dataset", 1, 2, 1, 10, 100, 1000),
                new StageTimes.Entry("reference", 1, 2, 2, 20, 200, 2000),
                new StageTimes.Entry("pairs", 1, 2, 3, 30, 300, 3000),
                new StageTimes.Entry("training", 4, 8, 4, 40, 0, 4000),
                new StageTimes.Entry("evaluation", 4, 8, 5, 50, 0, 5000),
                new StageTimes.Entry("probes", 4, 8, 6, 60, 0, 6000)),
            List.of());
    assertEquals(new StageTimes.Entry("total", 4, 8, 21, 210, 600, 21000), times.total());
  }
}
