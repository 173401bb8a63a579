package org.prefbench.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;

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
  void everyRegisteredDatasetReplays() {
    for (GeneratedDataset dataset : GeneratedDataset.all()) {
      Verification result = DatasetVerifier.verify(generate(dataset.id(), 700, 4, 1));
      assertTrue(result.passed(), dataset.id() + ": " + result);
    }
  }
}
