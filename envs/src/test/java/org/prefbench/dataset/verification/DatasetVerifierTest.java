package org.prefbench.dataset.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.dataset.ContiguousDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Collector;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.dataset.verification.Verification.Outcome;
import org.prefbench.env.Environments;
import org.prefbench.policy.UniformPolicy;

/** Faults planted in a good dataset are found where they are. */
class DatasetVerifierTest {
  private static final TrajectoryDataset GOOD =
      new Collector(Environments.registered().get("pendulum-v1"), new UniformPolicy())
          .steps(1_050, new Seed(3), Map.of());

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("d.hdf5");
    Datasets.write(file, GOOD);
  }

  private static Verification verify(Path file) {
    return DatasetVerifier.verify(
        file, ReadOptions.DEFAULT.withMemoryBudget(10_000), ProgressListener.SILENT);
  }

  private static List<String> failed(Verification result) {
    return result.checks().stream()
        .filter(check -> check.outcome() == Outcome.FAILED)
        .map(Verification.Check::name)
        .toList();
  }

  private static String detail(Verification result, String name) {
    return result.checks().stream()
        .filter(check -> check.name().equals(name))
        .collect(Collectors.toList())
        .get(0)
        .detail();
  }

  /** Changes bytes of one row of a column of the file. */
  private void patch(String column, int row, UnaryOperator<byte[]> change) throws IOException {
    long address;
    int size;
    try (HdfFile hdf = new HdfFile(file)) {
      ContiguousDataset dataset = (ContiguousDataset) hdf.getDatasetByPath(column);
      size = (int) (dataset.getSizeInBytes() / dataset.getDimensions()[0]);
      address = dataset.getDataAddress() + (long) row * size;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(size);
      channel.read(bytes, address);
      channel.write(ByteBuffer.wrap(change.apply(bytes.array())), address);
    }
  }

  @Test
  void aGoodFilePassesAllChecks() {
    Verification result = verify(file);
    assertTrue(result.passed(), result.toString());
    assertEquals(
        List.of("structure", "finite", "boundaries", "contiguity", "replay", "starts", "hash"),
        result.checks().stream().map(Verification.Check::name).toList());
    for (Verification.Check check : result.checks()) {
      // not generated under an id, so where its episodes should start is not known
      Outcome expected = check.name().equals("starts") ? Outcome.SKIPPED : Outcome.PASSED;
      assertEquals(expected, check.outcome(), check.toString());
    }
    assertEquals(6, result.episodes());
    assertEquals(1_050, result.steps());
    assertEquals(GOOD.contentHash(), result.contentHash());
  }

  @Test
  void aFlippedBitOfAnActionIsFound() throws IOException {
    patch(
        "actions", 215, bytes -> new byte[] {(byte) (bytes[0] ^ 1), bytes[1], bytes[2], bytes[3]});
    Verification result = verify(file);
    assertEquals(List.of("replay", "hash"), failed(result));
    String detail = detail(result, "replay");
    // the action of step 15 of episode 1 shows in that step's reward or in the state after it
    assertTrue(
        detail.matches("episode 1, step 1[56], (reward|state angle.*|obs.*): found .*"), detail);
  }

  @Test
  void exchangedEpisodesChangeTheHash() throws IOException {
    List<Segment> episodes = new ArrayList<>(GOOD.episodes());
    episodes.add(0, episodes.remove(2));
    Path other = folder.resolve("swapped.csv");
    Datasets.write(
        other,
        new TrajectoryDataset("pendulum-v1", GOOD.stateFields(), episodes, GOOD.provenance()));
    List<String> lines = new ArrayList<>(Files.readAllLines(other));
    lines.set(lines.size() - 1, "# content hash: " + GOOD.contentHash());
    Files.write(other, lines);
    assertEquals(List.of("hash"), failed(verify(other)));
  }

  @Test
  void anotherEpisodesActionsDoNotReplay() {
    Segment first = GOOD.episodes().get(0);
    Segment second = GOOD.episodes().get(1);
    List<Segment> episodes = new ArrayList<>(GOOD.episodes());
    episodes.set(0, withActions(first, second.actions()));
    episodes.set(1, withActions(second, first.actions()));
    Verification result =
        DatasetVerifier.verify(
            new TrajectoryDataset("pendulum-v1", GOOD.stateFields(), episodes, Map.of()));
    assertEquals(List.of("replay"), failed(result));
    assertTrue(detail(result, "replay").startsWith("episode 0, step 0, reward: found "));
  }

  private static Segment withActions(Segment segment, FloatMatrix actions) {
    return new Segment(
        segment.observations(), actions, segment.rewards(), segment.end(), segment.states());
  }

  @Test
  void aTimeoutMarkedOneStepEarlyIsFound() throws IOException {
    patch("timeouts", 399, bytes -> new byte[] {0});
    patch("timeouts", 398, bytes -> new byte[] {1});
    Verification result = verify(file);
    assertFalse(result.passed());
    assertEquals(
        "episode 1, step 198, truncated: found time up after 199 steps, expected time up after 200"
            + " steps only",
        detail(result, "boundaries"));
    // the leftover step is glued to the next episode
    assertTrue(
        detail(result, "contiguity").startsWith("episode 2, step 0, next_observations[0]: found "),
        detail(result, "contiguity"));
  }

  @Test
  void aTimeoutThatIsMissingIsFound() throws IOException {
    patch("timeouts", 599, bytes -> new byte[] {0});
    assertEquals(
        "episode 2, step 199, length: found 400 steps, expected an end after 200 steps",
        detail(verify(file), "boundaries"));
  }

  @Test
  void aTerminalThatDidNotHappenIsFound() throws IOException {
    patch("terminals", 799, bytes -> new byte[] {1});
    Verification result = verify(file);
    assertEquals(List.of("replay", "hash"), failed(result));
    assertEquals(
        "episode 3, step 199, terminated: found true, expected false", detail(result, "replay"));
  }

  @Test
  void notANumberIsFound() throws IOException {
    patch("rewards", 620, bytes -> new byte[] {0, 0, (byte) 0xC0, 0x7F}); // NaN, little-endian
    Verification result = verify(file);
    assertEquals(List.of("finite", "replay", "hash"), failed(result));
    assertEquals(
        "episode 3, step 20, reward: found NaN, expected a finite number",
        detail(result, "finite"));
  }

  @Test
  void observationsThatContradictNextObservationsAreFound() throws IOException {
    patch("next_observations", 5, bytes -> new byte[bytes.length]);
    Verification result = verify(file);
    assertEquals(List.of("contiguity"), failed(result));
    assertTrue(
        detail(result, "contiguity")
            .startsWith("episode 0, step 5, next_observations[0]: found 0.0, expected "),
        detail(result, "contiguity"));
  }

  @Test
  void columnsOfAnotherTaskAreFound() {
    Verification result =
        DatasetVerifier.verify(
            new TrajectoryDataset(
                "acrobot-continuous-v0", GOOD.stateFields(), GOOD.episodes(), Map.of()));
    assertTrue(failed(result).contains("structure"));
    assertEquals("observations: found 3 columns, expected 6", detail(result, "structure"));
  }

  @Test
  void anUnknownEnvironmentSkipsTheReplay() {
    Verification result =
        DatasetVerifier.verify(
            new TrajectoryDataset("walker-v77", GOOD.stateFields(), GOOD.episodes(), Map.of()));
    assertTrue(result.passed());
    assertEquals("walker-v77 is not an environment of this installation", detail(result, "replay"));
  }
}
