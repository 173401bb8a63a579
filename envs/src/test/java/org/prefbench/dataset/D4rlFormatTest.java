package org.prefbench.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.env.StateField;

class D4rlFormatTest {
  /** Written by h5py; the script beside it says what it holds. */
  private static final String MADE = "hopper_made-v2.hdf5";

  @TempDir Path folder;

  private static byte[] resource(String name) throws IOException {
    try (var input = D4rlFormatTest.class.getResourceAsStream(name)) {
      return input.readAllBytes();
    }
  }

  private Path made() throws IOException {
    return Files.write(folder.resolve(MADE), resource(MADE));
  }

  @Test
  void theTreeIsD4rls() throws IOException {
    Path file = folder.resolve("d.hdf5");
    Datasets.write(
        file,
        Trajectories.made(1, true, true, 3, End.TERMINATED, 1, End.TRUNCATED, 3, End.RUNNING));
    Map<String, String> found = new TreeMap<>();
    try (HdfFile hdf = new HdfFile(file)) {
      describe(hdf, found);
    }
    Map<String, String> expected = new TreeMap<>();
    for (String line :
        new String(resource("d4rl-layout.txt"), StandardCharsets.UTF_8).lines().toList()) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" +", 3);
        expected.put(words[0], words[1] + " " + words[2].strip());
      }
    }
    assertEquals(expected, found);
  }

  private static void describe(Group group, Map<String, String> tree) {
    for (Node node : group.getChildren().values()) {
      if (node instanceof Group inner) {
        describe(inner, tree);
      } else if (node instanceof Dataset dataset) {
        tree.put(
            node.getPath(),
            type(dataset.getDataType()) + " " + Arrays.toString(dataset.getDimensions()));
      }
    }
  }

  private static String type(DataType type) {
    if (type instanceof EnumDataType enumeration) {
      // h5py's form of a NumPy boolean
      assertEquals(Map.of(0, "FALSE", 1, "TRUE"), enumeration.getEnumMapping());
      assertEquals(1, enumeration.getSize());
      return "bool";
    }
    if (type instanceof StringData) {
      return "string";
    }
    assertTrue(type instanceof FloatingPoint, type.toString());
    return "f" + type.getSize();
  }

  @Test
  void readsWhatH5pyWrote() throws IOException {
    TrajectoryDataset dataset = Datasets.read(made());
    assertEquals("hopper-v2", dataset.environment());
    assertEquals(
        Map.of("algorithm", "SAC", "iteration", "600", DatasetHeader.ROUNDED_STATES, "float32"),
        dataset.provenance());
    assertEquals(
        List.of(new StateField("qpos", 6), new StateField("qvel", 6)), dataset.stateFields());
    List<Segment> episodes = dataset.episodes();
    assertEquals(List.of(5, 4, 3), episodes.stream().map(Segment::length).toList());
    assertEquals(
        List.of(End.TERMINATED, End.TRUNCATED, End.RUNNING),
        episodes.stream().map(Segment::end).toList());
    int row = 0;
    for (Segment episode : episodes) {
      for (int t = 0; t < episode.length(); t++, row++) {
        assertEquals(row / 8f, episode.rewards().get(t, 0));
        assertEquals(-(float) row / 2, episode.actionLogProbabilities().orElseThrow().get(t, 0));
        for (int j = 0; j < 11; j++) {
          assertEquals(row + j / 16f, episode.observations().get(t, j));
        }
        for (int j = 0; j < 3; j++) {
          assertEquals(row / 32f - j / 4f, episode.actions().get(t, j));
        }
        for (int j = 0; j < 6; j++) {
          assertEquals(row + j / 2.0, episode.states().orElseThrow().get(t, j));
          assertEquals(row - j / 2.0, episode.states().orElseThrow().get(t, 6 + j));
        }
      }
    }
    // the observations after the ends are in next_observations alone
    assertEquals(-5f - 2 / 16f, episodes.get(0).observations().get(5, 2));
    assertEquals(-9f - 2 / 16f, episodes.get(1).observations().get(4, 2));
    assertEquals(12f + 2 / 16f, episodes.get(2).observations().get(3, 2));
  }

  @Test
  void aFileWithoutEnvironmentAsksForIt() throws IOException {
    Path file = Files.write(folder.resolve("mine.hdf5"), resource(MADE));
    String message =
        assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": names no environment"), message);
    assertEquals(
        "ant-v9", Datasets.read(file, ReadOptions.DEFAULT.withEnvironment("ant-v9")).environment());
  }

  @Test
  void everyTruncationIsOneClearLine() throws IOException {
    Path ours = folder.resolve("ours.hdf5");
    Datasets.write(ours, Trajectories.made(5, true, true, 40, End.TERMINATED, 30, End.RUNNING));
    for (byte[] whole : List.of(Files.readAllBytes(ours), resource(MADE))) {
      Path cut = folder.resolve("cut_made-v2.hdf5");
      for (int length = 0; length < whole.length; length += 1 + length / 5) {
        Files.write(cut, Arrays.copyOf(whole, length));
        String message =
            assertThrows(InvalidInputException.class, () -> Datasets.read(cut)).getMessage();
        assertTrue(message.startsWith(cut + ": "), message);
        assertEquals(1, message.lines().count(), message);
      }
    }
  }

  /** Two episodes of two steps: observations 1, 2 | 5, 6, next observations 2, 3 | 6, 7. */
  private Path plain(String without, Object flags) {
    Path file = folder.resolve("plain_made-v2.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      Map<String, Object> columns = new TreeMap<>();
      columns.put("observations", new double[][] {{1}, {2}, {5}, {6}});
      columns.put("next_observations", new double[][] {{2}, {3}, {6}, {7}});
      columns.put("actions", new float[4][2]);
      columns.put("rewards", new double[] {0.5, 1, 1.5, 2});
      columns.put("terminals", new boolean[4]);
      columns.put("timeouts", flags);
      for (String name : without.split(" ")) {
        columns.remove(name);
      }
      columns.forEach(hdf::putDataset);
    }
    return file;
  }

  @Test
  void floatsOf64BitsAndEveryKindOfBooleanAreRead() {
    for (Object flags :
        List.of(
            new boolean[] {false, true, false, true}, // bit field
            new byte[] {0, 1, 0, 1},
            new int[] {0, 1, 0, 1},
            new float[] {0, 1, 0, 1})) {
      List<Segment> episodes = Datasets.read(plain("", flags)).episodes();
      assertEquals(2, episodes.size());
      assertEquals(
          FloatMatrix.of(new float[] {5}, new float[] {6}, new float[] {7}),
          episodes.get(1).observations());
      assertEquals(End.TRUNCATED, episodes.get(1).end());
      assertArrayEquals(new float[] {1.5f, 2}, episodes.get(1).rewards().values());
    }
  }

  @Test
  void withoutTimeoutsEpisodesEndWhereObservationsJump() {
    List<Segment> episodes = Datasets.read(plain("timeouts", new byte[4])).episodes();
    assertEquals(2, episodes.size());
    assertEquals(End.TRUNCATED, episodes.get(0).end());
    assertArrayEquals(new float[] {1, 2, 3}, episodes.get(0).observations().values());
    assertEquals(End.RUNNING, episodes.get(1).end());
  }

  @Test
  void withoutNextObservationsTheLastIsRepeatedAndTheProvenanceSaysSo() {
    TrajectoryDataset dataset = Datasets.read(plain("next_observations", new byte[] {0, 1, 0, 1}));
    assertArrayEquals(new float[] {1, 2, 2}, dataset.episodes().get(0).observations().values());
    assertEquals("repeated", dataset.provenance().get(DatasetHeader.REPEATED_FINAL_OBSERVATIONS));
  }

  @Test
  void whatIsMissingIsNamed() {
    Path file = plain("timeouts next_observations", new byte[4]);
    assertEquals(
        file
            + ": has neither 'timeouts' nor 'next_observations', so the ends of episodes cannot be"
            + " found",
        assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage());
    Path rewardless = plain("rewards", new byte[4]);
    assertEquals(
        rewardless + ": has no dataset 'rewards'",
        assertThrows(InvalidInputException.class, () -> Datasets.read(rewardless)).getMessage());
  }

  @Test
  void columnsThatContradictEachOtherAreRefused() {
    // row 1 leads to 3, row 2 starts from 5, and no end is marked between them
    Path file = plain("", new byte[] {0, 0, 0, 1});
    assertEquals(
        file
            + ": contradicts itself: episode 0, step 1, next_observations[0]: found 3.0, expected 5.0"
            + " as in observations of the next step",
        assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage());
  }

  @Test
  void flagsThatAreNeitherTrueNorFalseAreRefused() {
    Path file = plain("", new byte[] {0, 1, 2, 1});
    assertEquals(
        file + ": timeouts: row 2 must be 0 or 1, got 2.0",
        assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage());
  }

  @Test
  void anEpisodeCutInTheMiddleHasNoPlaceInTheLayout() {
    TrajectoryDataset dataset =
        Trajectories.made(1, false, false, 2, End.RUNNING, 2, End.TERMINATED);
    assertEquals(
        "episode 0 is cut and not the last: a D4RL file has no mark for its end",
        assertThrows(
                InvalidInputException.class,
                () -> Datasets.write(folder.resolve("d.hdf5"), dataset))
            .getMessage());
  }
}
