package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;
import org.prefbench.stage.DatasetStage;
import org.prefbench.stage.ReferenceStage;
import org.prefbench.stage.Shared;
import org.prefbench.store.StageResult;
import org.prefbench.study.Study;

class SharedInputsTest {
  @TempDir private Path folder;

  private Prepared load(String cache, Map<String, String> overrides) {
    Study study = Studies.of("[{method: reference}]", overrides).study();
    return SharedInputs.load(
        study,
        study.tasks().get(0),
        0,
        new Cache(folder.resolve(cache), Assertions::fail),
        new StageCode(),
        ProgressListener.SILENT);
  }

  @Test
  void whatIsMadeIsWhatIsFound() {
    Prepared made = load("cache", Map.of());
    Prepared found = load("cache", Map.of("title", "another study"));
    Prepared elsewhere = load("elsewhere", Map.of());
    assertEquals(List.of(), made.result().cached());
    assertEquals(List.of("dataset", "pairs"), found.result().cached());
    assertEquals(hashes(made), hashes(found));
    assertEquals(hashes(made), hashes(elsewhere));
    assertEquals(made.shared().preferences(), found.shared().preferences());
    assertEquals(50, made.shared().dataset().steps());
    assertEquals(40, made.shared().preferences().pairs().size());
  }

  @Test
  void otherPairsLeaveTheDataAlone() {
    Prepared few = load("cache", Map.of());
    Prepared noisy = load("cache", Map.of("preferences.teacher", "noisy"));
    assertEquals(List.of("dataset"), noisy.result().cached());
    assertEquals(few.result().datasetHash(), noisy.result().datasetHash());
    assertNotEquals(few.result().preferencesHash(), noisy.result().preferencesHash());
    // another teacher sees the same pairs
    for (int i = 0; i < 40; i++) {
      PreferencePair a = few.shared().preferences().pairs().get(i);
      PreferencePair b = noisy.shared().preferences().pairs().get(i);
      assertEquals(a.first().actions(), b.first().actions());
      assertEquals(a.second().actions(), b.second().actions());
    }
  }

  @Test
  void severalTeachersLabelTheSamePairs() {
    Prepared one = load("cache", Map.of());
    Prepared several =
        load(
            "cache",
            Map.of(
                "preferences.teachers",
                "[{teacher: oracle, share: 0.5}, {teacher: mistake, share: 0.5, set: {epsilon: 1},"
                    + " id: ben}]"));
    assertEquals(List.of("dataset"), several.result().cached());
    int wrong = 0;
    for (int i = 0; i < 40; i++) {
      PreferencePair right = one.shared().preferences().pairs().get(i);
      PreferencePair pair = several.shared().preferences().pairs().get(i);
      assertEquals(right.first(), pair.first());
      boolean ben = pair.annotator().equals("ben");
      assertEquals(ben ? right.label().exchanged() : right.label(), pair.label());
      wrong += ben ? 1 : 0;
    }
    assertTrue(wrong > 0 && wrong < 40, "ben labels some: " + wrong);
    Map<String, String> notes = several.result().notes();
    assertEquals(wrong + " pairs, agreement 0.0000", notes.get("annotator-ben"));
    assertEquals(40 - wrong + " pairs, agreement 1.0000", notes.get("annotator-oracle"));
    assertEquals(
        "mistake epsilon=1, share 0.5",
        several.shared().preferences().provenance().get("annotator.ben"));
    assertTrue(one.result().notes().keySet().stream().noneMatch(key -> key.startsWith("annot")));
  }

  /** Wide noise draws the pairs, and what comes after them is what the calmer reference does. */
  @Test
  void aTeacherThatLooksBeyondSegmentsFollowsTheReferenceAsItActs() {
    Map<String, String> settings =
        Map.of(
            "tasks",
            "[{dataset: pendulum-medium-v1, steps: 400}]",
            "reference",
            "{method: bc, set: {steps: 5, hidden-size: 4, batch-size: 8}, temperature: 0.1,"
                + " pairs-temperature: 1}",
            "preferences.teacher",
            "return-plus-value",
            "preferences.parameters",
            "{forks: 2, steps: 30}");
    Prepared prepared = load("cache", settings);
    Shared shared = prepared.shared();
    List<PreferencePair> pairs = shared.preferences().pairs();
    Seed labels = DatasetStage.seed(0, "pendulum-medium-v1", 0).child("labels");
    List<Query> queries = new ArrayList<>();
    for (PreferencePair pair : pairs) {
      queries.add(new Query(pair.first(), pair.second(), labels.child(queries.size())));
    }
    Annotator annotator = new Annotator("return-plus-value", Map.of("forks", "2", "steps", "30"));
    assertEquals(pairs, shared.annotators(List.of(annotator)).answer(queries));
    List<Label> ofWideNoise =
        Labelers.create(
                List.of(annotator),
                Calibration.of(
                    List.of(),
                    shared.environment(),
                    ReferenceStage.at(Optional.of(10.0), shared.reference())))
            .answer(queries)
            .stream()
            .map(PreferencePair::label)
            .toList();
    assertNotEquals(ofWideNoise, pairs.stream().map(PreferencePair::label).toList());
    Map<String, String> provenance = shared.preferences().provenance();
    assertEquals("return-plus-value", provenance.get("teacher"));
    assertEquals("2", provenance.get("teacher.forks"));
    assertEquals("30", provenance.get("teacher.steps"));
    assertEquals("1.0", provenance.get("reference-temperature"));

    Map<String, String> farther = new HashMap<>(settings);
    farther.put("preferences.parameters", "{forks: 2, steps: 31}");
    assertEquals(
        List.of("dataset", "reference"), load("cache", farther).result().cached(), "other pairs");
  }

  @Test
  void tasksOnOneDatasetShareItAndTheSharedPairsAreTheSame() {
    String tasks =
        "[{dataset: gaussian-1d-random-v0, steps: 50},"
            + " {dataset: gaussian-1d-random-v0, steps: 50, label: few, preferences: {pairs: 7}}]";
    Study study = Studies.of("[{method: reference}]", Map.of("tasks", tasks)).study();
    Cache cache = new Cache(folder.resolve("cache"), Assertions::fail);
    Prepared all =
        SharedInputs.load(
            study, study.tasks().get(0), 0, cache, new StageCode(), ProgressListener.SILENT);
    Prepared few =
        SharedInputs.load(
            study, study.tasks().get(1), 0, cache, new StageCode(), ProgressListener.SILENT);
    assertEquals("few", few.result().task());
    assertEquals(List.of("dataset"), few.result().cached());
    assertEquals(7, few.shared().preferences().pairs().size());
    assertEquals(40, all.shared().preferences().pairs().size());
    assertEquals(
        all.shared().preferences().pairs().subList(0, 7), few.shared().preferences().pairs());
  }

  @Test
  void temperaturesShareOneTrainingAndDrawOtherPairs() {
    String tasks =
        "[{dataset: gaussian-1d-random-v0, steps: 50},"
            + " {dataset: gaussian-1d-random-v0, steps: 50, label: calm,"
            + " reference: {temperature: 0.1}},"
            + " {dataset: gaussian-1d-random-v0, steps: 50, label: wide,"
            + " reference: {temperature: 0.1, pairs-temperature: 1}}]";
    Study study =
        Studies.of(
                "[{method: reference}]",
                Map.of(
                    "tasks",
                    tasks,
                    "reference",
                    "{method: bc, set: {steps: 5, hidden-size: 4, batch-size: 8}}"))
            .study();
    Cache cache = new Cache(folder.resolve("cache"), Assertions::fail);
    List<Prepared> all =
        study.tasks().stream()
            .map(
                task ->
                    SharedInputs.load(
                        study, task, 0, cache, new StageCode(), ProgressListener.SILENT))
            .toList();
    assertEquals(List.of(), all.get(0).result().cached());
    assertEquals(List.of("dataset", "reference"), all.get(1).result().cached());
    assertEquals(List.of("dataset", "reference"), all.get(2).result().cached());
    double full = spread(all.get(0));
    assertEquals(0.1 * full, spread(all.get(1)), 1e-4 * full);
    assertEquals(full, spread(all.get(2)), 1e-4 * full);
    assertEquals(all.get(1).result().referenceHash(), all.get(2).result().referenceHash());
    assertNotEquals(all.get(0).result().referenceHash(), all.get(1).result().referenceHash());
    assertEquals(all.get(1).shared().reference(), all.get(2).shared().reference());
  }

  /** How far apart the two actions of a pair are, which a factor on the noise scales. */
  private static double spread(Prepared prepared) {
    return prepared.shared().preferences().pairs().stream()
        .mapToDouble(
            pair -> Math.abs(pair.first().actions().get(0, 0) - pair.second().actions().get(0, 0)))
        .sum();
  }

  @Test
  void aReferenceWithoutAScaleOfItsNoiseHasNoTemperature() {
    InvalidInputException error =
        Assertions.assertThrows(
            InvalidInputException.class,
            () -> load("cache", Map.of("reference.temperature", "0.1")));
    assertTrue(error.getMessage().startsWith("temperature 0.1 needs a reference whose noise"));
  }

  @Test
  void labelsWithoutInformationAreAWarning() {
    // a teacher that is wrong half of the time says nothing
    Prepared random =
        load(
            "cache",
            Map.of("preferences.teacher", "mistake", "preferences.parameters.epsilon", "0.5"));
    assertTrue(
        random.result().warnings().stream()
            .anyMatch(line -> line.contains("no better than chance")),
        random.result().toString());
    assertEquals(List.of(), load("cache", Map.of()).result().warnings());
  }

  @Test
  void anUnknownDatasetIsNamedWithItsNeighbor() {
    InvalidInputException error =
        org.junit.jupiter.api.Assertions.assertThrows(
            InvalidInputException.class, () -> GeneratedDataset.find("pendulum-mediun-v1"));
    assertTrue(
        error
            .getMessage()
            .startsWith("unknown dataset 'pendulum-mediun-v1', did you mean 'pendulum-medium-v1'?"),
        error.getMessage());
    assertEquals("medium", GeneratedDataset.find("pendulum-medium-v1").behavior().tier());
    assertEquals(
        "pendulum-v1", GeneratedDataset.find("pendulum-medium-v1").environment().spec().id());
  }

  private static List<String> hashes(Prepared shared) {
    StageResult stage = shared.result();
    return List.of(stage.datasetHash(), stage.referenceHash(), stage.preferencesHash());
  }
}
