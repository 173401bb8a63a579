package org.prefbench.dataset.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.dataset.ContiguousDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.End;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.dataset.verification.Verification.Outcome;

/**
 * Faults planted in generated data of the locomotion tasks are found, and the episode is named: in
 * memory, and in the bytes of a file.
 */
class LocomotionVerifierTest {
  @TempDir private Path folder;

  private static TrajectoryDataset data(String id, int steps) {
    return GeneratedDataset.find(id).generate(steps, new Seed(5), 2, ProgressListener.SILENT);
  }

  private static TrajectoryDataset with(TrajectoryDataset dataset, List<Segment> episodes) {
    return new TrajectoryDataset(
        dataset.environment(), dataset.stateFields(), episodes, dataset.provenance());
  }

  /** Returns the checks that failed with what they say. */
  private static Map<String, String> failed(Verification result) {
    Map<String, String> failed = new TreeMap<>();
    for (Verification.Check check : result.checks()) {
      if (check.outcome() == Outcome.FAILED) {
        failed.put(check.name(), check.detail());
      }
    }
    return failed;
  }

  private static Verification verify(Path file) {
    return DatasetVerifier.verify(file, ReadOptions.DEFAULT, ProgressListener.SILENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ant-random-v2",
        "halfcheetah-random-v2",
        "hopper-random-v2",
        "walker2d-random-v2"
      })
  void generatedDataPassEveryCheckInMemoryAndOnDisk(String id) {
    TrajectoryDataset good = data(id, 2_500);
    Path file = folder.resolve("good.hdf5");
    Datasets.write(file, good);
    for (Verification.Check check : verify(file).checks()) {
      assertEquals(Outcome.PASSED, check.outcome(), check.toString());
    }
    assertTrue(DatasetVerifier.verify(good).passed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ant-random-v2", "hopper-random-v2"})
  void oneBitOfAnActionIsFound(String id) {
    TrajectoryDataset good = data(id, 600);
    int index = good.episodes().size() / 2;
    Segment episode = good.episodes().get(index);
    int step = episode.length() / 2;
    FloatMatrix actions = episode.actions().copy();
    actions.set(step, 1, Float.intBitsToFloat(Float.floatToIntBits(actions.get(step, 1)) ^ 1));
    List<Segment> episodes = new ArrayList<>(good.episodes());
    episodes.set(
        index,
        new Segment(
            episode.observations(),
            actions,
            episode.rewards(),
            episode.end(),
            episode.states(),
            episode.actionLogProbabilities()));
    Map<String, String> failed = failed(DatasetVerifier.verify(with(good, episodes)));
    assertEquals(List.of("replay"), List.copyOf(failed.keySet()));
    String place = "episode " + index + ", step (" + step + "|" + (step + 1) + "), .*";
    assertTrue(failed.get("replay").matches(place), failed.toString());
  }

  @Test
  void oneByteOfAnActionInAFileIsFound() throws IOException {
    TrajectoryDataset good = data("hopper-random-v2", 600);
    Path file = folder.resolve("d.hdf5");
    Datasets.write(file, good);
    int row = good.episodes().stream().limit(5).mapToInt(Segment::length).sum() + 3;
    patch(file, "actions", row, 5, 0x01); // within the second of the three floats
    Map<String, String> failed = failed(verify(file));
    assertEquals(List.of("hash", "replay"), List.copyOf(failed.keySet()));
    assertTrue(failed.get("replay").matches("episode 5, step [34], .*"), failed.toString());
  }

  @Test
  void exchangedEpisodesAreNamed() {
    TrajectoryDataset good = data("hopper-random-v2", 600);
    List<Segment> episodes = new ArrayList<>(good.episodes());
    Collections.swap(episodes, 3, 7);
    TrajectoryDataset swapped = with(good, episodes);
    Path file = folder.resolve("swapped.hdf5");
    Datasets.write(file, swapped);
    for (Verification result : List.of(DatasetVerifier.verify(swapped), verify(file))) {
      // each episode is sound in itself, and the file was hashed as it is
      Map<String, String> failed = failed(result);
      assertEquals(List.of("starts"), List.copyOf(failed.keySet()));
      assertTrue(
          failed.get("starts").startsWith("episode 3, step 0, start observations["),
          failed.toString());
    }
  }

  @Test
  void anEpisodeThatIsMissingOrThereTwiceIsNamed() {
    TrajectoryDataset good = data("walker2d-random-v2", 500);
    List<Segment> fewer = new ArrayList<>(good.episodes());
    fewer.remove(2);
    assertTrue(
        failed(DatasetVerifier.verify(with(good, fewer))).get("starts").startsWith("episode 2, "));
    List<Segment> more = new ArrayList<>(good.episodes());
    more.add(4, more.get(4));
    assertTrue(
        failed(DatasetVerifier.verify(with(good, more))).get("starts").startsWith("episode 5, "));
  }

  @Test
  void aTimeoutFlagThatIsShiftedIsNamed() throws IOException {
    // episodes of 1000 steps: their ends are rows 999, 1999 and 2999
    TrajectoryDataset good = data("halfcheetah-random-v2", 3_000);
    Path file = folder.resolve("d.hdf5");
    Datasets.write(file, good);
    patch(file, "timeouts", 1_999, 0, 0x01);
    patch(file, "timeouts", 2_000, 0, 0x01);
    Map<String, String> failed = failed(verify(file));
    assertTrue(failed.get("boundaries").startsWith("episode 1, step 999, length: found 1001 "));
    assertTrue(failed.get("contiguity").startsWith("episode 1, step 999, "), failed.toString());
    List<Segment> episodes = new ArrayList<>(good.episodes());
    Segment early = episodes.get(1).slice(0, 999);
    episodes.set(
        1,
        new Segment(
            early.observations(),
            early.actions(),
            early.rewards(),
            End.TRUNCATED,
            early.states(),
            early.actionLogProbabilities()));
    assertEquals(
        "episode 1, step 998, truncated: found time up after 999 steps, expected time up after 1000"
            + " steps only",
        failed(DatasetVerifier.verify(with(good, episodes))).get("boundaries"));
  }

  /** Flips bits of one byte of one row of a column. */
  private static void patch(Path file, String column, int row, int at, int bits)
      throws IOException {
    long address;
    try (HdfFile hdf = new HdfFile(file)) {
      ContiguousDataset dataset = (ContiguousDataset) hdf.getDatasetByPath(column);
      long size = dataset.getSizeInBytes() / dataset.getDimensions()[0];
      address = dataset.getDataAddress() + row * size + at;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(1);
      channel.read(bytes, address);
      bytes.put(0, (byte) (bytes.get(0) ^ bits)).flip();
      channel.write(bytes, address);
    }
  }
}
