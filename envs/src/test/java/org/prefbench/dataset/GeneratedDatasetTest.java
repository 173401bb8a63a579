package org.prefbench.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.verification.DatasetVerifier;
import org.prefbench.dataset.verification.Verification;
import org.prefbench.env.Environments;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.UniformPolicy;

class GeneratedDatasetTest {
  private static TrajectoryDataset generate(String id, long steps, long seed, int workers) {
    return GeneratedDataset.find(id)
        .generate(steps, new Seed(seed), workers, ProgressListener.SILENT);
  }

  @Test
  void anIdIsTheEnvironmentsWithTheTierBeforeTheVersion() {
    GeneratedDataset dataset = GeneratedDataset.find("pendulum-medium-v1");
    assertEquals("pendulum-v1", dataset.environment().spec().id());
    assertEquals("medium", dataset.behavior().tier());
  }

  @Test
  void aSlipIsAnsweredWithTheNearestId() {
    String message =
        assertThrows(InvalidInputException.class, () -> GeneratedDataset.find("pendulum-medim-v1"))
            .getMessage();
    assertTrue(
        message.startsWith(
            "unknown dataset 'pendulum-medim-v1', did you mean 'pendulum-medium-v1'? (known: "),
        message);
  }

  @Test
  void idStepsAndSeedDetermineTheData() {
    TrajectoryDataset dataset = generate("pendulum-medium-v1", 3_000, 1, 1);
    assertEquals(dataset, generate("pendulum-medium-v1", 3_000, 1, 2));
    assertEquals("1", dataset.provenance().get("seed"));
    assertEquals("3000", dataset.provenance().get("steps"));
    assertEquals("pendulum-medium-v1", dataset.provenance().get("dataset"));
    assertNotEquals(
        dataset.contentHash(), generate("pendulum-medium-v1", 3_000, 2, 1).contentHash());
  }

  @Test
  void onlyTheTasksOfD4rlHaveAMillionSteps() {
    assertEquals(100_000, GeneratedDataset.find("pendulum-medium-v1").usualSteps());
    assertEquals(200_000, GeneratedDataset.find("pendulum-medium-expert-v1").usualSteps());
    for (String task : List.of("ant", "halfcheetah", "hopper", "walker2d")) {
      assertEquals(1_000_000, GeneratedDataset.find(task + "-random-v2").usualSteps());
    }
    assertEquals(100_000, GeneratedDataset.find("swimmer-random-v4").usualSteps());
  }

  @Test
  void aMediumExpertSetIsHalfMediumAndThenHalfExpert() {
    // 2,900 of 5,800 steps end within episode 14 of 200 steps, which is finished
    TrajectoryDataset dataset = generate("pendulum-medium-expert-v1", 5_800, 3, 2);
    assertEquals(generate("pendulum-medium-expert-v1", 5_800, 3, 1), dataset);
    assertEquals(5_800, dataset.steps());
    assertEquals(29, dataset.episodes().size());
    Map<String, DensityPolicy> policies = new TreeMap<>();
    for (String tier : List.of("medium", "expert")) {
      policies.put(tier, (DensityPolicy) Behaviors.find("pendulum-v1", tier).policy());
    }
    for (int i = 0; i < 29; i++) {
      Segment episode = dataset.episodes().get(i);
      assertEquals(End.TRUNCATED, episode.end());
      // an action belongs to the policy under which it has the density that is kept
      FloatMatrix kept = episode.actionLogProbabilities().orElseThrow();
      FloatMatrix observations = episode.observations().slice(0, episode.length());
      for (Map.Entry<String, DensityPolicy> policy : policies.entrySet()) {
        double[] densities = policy.getValue().logProbabilities(observations, episode.actions());
        boolean same = true;
        for (int t = 0; t < densities.length; t++) {
          same &= (float) densities[t] == kept.get(t, 0);
        }
        assertEquals(policy.getKey().equals(i < 15 ? "medium" : "expert"), same, "episode " + i);
      }
    }
    assertEquals(64, dataset.provenance().get("policy-sha256.0").length());
    assertNotEquals(
        dataset.provenance().get("policy-sha256.0"), dataset.provenance().get("policy-sha256.1"));
  }

  @Test
  void partsHaveTheirSharesAndAreNeverCutWithin() {
    // shares 1 : 2 : 1 of 2,000 steps: parts over after 500, 1,500 and 2,000
    UniformPolicy uniform = new UniformPolicy();
    Behavior behavior =
        new Behavior(
            "pendulum-v1",
            "three",
            "three times at random",
            List.of(
                new Behavior.Part("a", 10, () -> uniform),
                new Behavior.Part("b", 20, () -> uniform),
                new Behavior.Part("c", 10, () -> uniform)));
    PartSchedule schedule = new PartSchedule(behavior, 2_000, new Seed(1));
    List<Integer> parts = new ArrayList<>();
    Set<Seed> seeds = new HashSet<>();
    while (schedule.missing() > 0) {
      parts.add(schedule.part());
      assertTrue(seeds.add(schedule.episodeSeed()), "every episode has its own seed");
      schedule.take((int) Math.min(150, schedule.missing()));
    }
    // ends at 600 and 1,500; then 150, 150, 150 and a rest of 50
    assertEquals(List.of(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2), parts);
    // so few steps that some parts have none
    GeneratedDataset dataset =
        new GeneratedDataset(Environments.registered().get("pendulum-v1"), behavior);
    TrajectoryDataset few = dataset.generate(210, new Seed(1), 2, ProgressListener.SILENT);
    assertEquals(List.of(200, 10), few.episodes().stream().map(Segment::length).toList());
    assertEquals(End.RUNNING, few.episodes().get(1).end());
    assertTrue(few.episodes().get(0).actionLogProbabilities().isEmpty());
  }

  @Test
  void fewEpisodesAreInMemoryAndTheFileIsThatOfTheWhole(@TempDir Path folder) throws IOException {
    GeneratedDataset dataset = GeneratedDataset.find("pendulum-medium-expert-v1");
    Path streamed = folder.resolve("streamed.hdf5");
    Datasets.write(streamed, dataset.source(2_500, new Seed(7), 2, ProgressListener.SILENT));
    Path whole = folder.resolve("whole.hdf5");
    Datasets.write(whole, generate("pendulum-medium-expert-v1", 2_500, 7, 1));
    assertEquals(-1, Files.mismatch(streamed, whole));
  }

  @Test
  void everyRegisteredDatasetReplays() {
    for (GeneratedDataset dataset : GeneratedDataset.all()) {
      Verification result = DatasetVerifier.verify(generate(dataset.id(), 700, 4, 1));
      assertTrue(result.passed(), dataset.id() + ": " + result);
    }
  }
}
