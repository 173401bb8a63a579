package org.prefbench.dataset.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.WritableGroup;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.End;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.Trajectories;
import org.prefbench.dataset.TrajectoryDataset;
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
  void zeroAndNegativeZeroAreOneNumber() {
    Path file = folder.resolve("zeros_made-v2.hdf5");
    for (boolean timeouts : new boolean[] {true, false}) {
      try (WritableHdfFile hdf = HdfFile.write(file)) {
        hdf.putDataset("observations", new float[][] {{1}, {-0f}, {5}});
        hdf.putDataset("next_observations", new float[][] {{0f}, {3}, {6}});
        hdf.putDataset("actions", new float[3][1]);
        hdf.putDataset("rewards", new float[3]);
        hdf.putDataset("terminals", new boolean[3]);
        if (timeouts) {
          hdf.putDataset("timeouts", new boolean[] {false, true, true});
        }
      }
      List<Segment> episodes = Datasets.read(file).episodes();
      assertEquals(List.of(2, 1), episodes.stream().map(Segment::length).toList());
    }
  }

  @Test
  void integersAreReadBySignAndHeldExactlyOrRefused() {
    Map<String, Object> columns = new TreeMap<>();
    columns.put("observations", new byte[][] {{100}, {-100}});
    columns.put("actions", new int[][] {{1 << 24}, {-(1 << 24)}});
    columns.put("rewards", new long[] {1, -2});
    Path file = flat(columns);
    Segment episode = Datasets.read(file).episodes().get(0);
    assertArrayEquals(new float[] {100, -100, -100}, episode.observations().values());
    assertArrayEquals(new float[] {0x1p24f, -0x1p24f}, episode.actions().values());
    assertArrayEquals(new float[] {1, -2}, episode.rewards().values());
    Map<Object, String> refused =
        Map.of(
            new int[] {0, (1 << 24) + 1},
            "row 1 holds 1.6777217E7 as int32, which 32-bit floats cannot hold",
            new long[] {(1L << 53) + 1, 0},
            "row 0 holds 9007199254740993 as int64, which 64-bit floats cannot hold",
            new double[] {0, 1e39},
            "row 1 holds 1.0E39 as float64, which 32-bit floats cannot hold",
            new String[] {"a", "b"},
            "holds text, which cannot be read exactly");
    refused.forEach(
        (rewards, reason) -> {
          columns.put("rewards", rewards);
          flat(columns);
          String message =
              assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage();
          assertTrue(message.startsWith(file + ": rewards"), message);
          assertTrue(message.contains(reason), message);
        });
  }

  /** One episode of two steps without next observations, where {@code columns} gives no others. */
  private Path flat(Map<String, Object> columns) {
    Path file = folder.resolve("flat_made-v2.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      columns.forEach(hdf::putDataset);
      hdf.putDataset("terminals", new boolean[2]);
      hdf.putDataset("timeouts", new boolean[] {false, true});
    }
    return file;
  }

  @Test
  void metadataThatProvenanceCannotHoldIsLeftOut() {
    Path file = folder.resolve("notes_made-v2.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("observations", new float[2][1]);
      hdf.putDataset("actions", new float[2][1]);
      hdf.putDataset("rewards", new float[2]);
      hdf.putDataset("terminals", new boolean[2]);
      hdf.putDataset("timeouts", new boolean[] {false, true});
      WritableGroup metadata = hdf.putGroup("metadata");
      metadata.putDataset("learning rate", "1e-3");
      metadata.putDataset("author", "somebody");
      metadata.putDataset("lines", "two\nlines");
      metadata.putDataset("colour", "\u001b[31mred");
      metadata.putDataset("table", new float[3]);
    }
    assertEquals(
        Map.of("author", "somebody", DatasetHeader.REPEATED_FINAL_OBSERVATIONS, "repeated"),
        Datasets.read(file).provenance());
  }

  @Test
  void stepsThatAFileCannotHoldAreRefused() throws IOException {
    // columns of which nothing was written: 10^9 rows of 50 bytes in a file of some thousand bytes
    Path file = folder.resolve("endless_made-v2.hdf5");
    try (InputStream packed =
            D4rlFormatTest.class.getResourceAsStream(
                "/org/prefbench/dataset/hdf5/endless.hdf5.gz");
        InputStream input = new GZIPInputStream(packed)) {
      Files.copy(input, file);
    }
    assertEquals(
        file
            + ": says it holds 1000000000 steps of 50 bytes, but has "
            + Files.size(file)
            + " bytes itself, and a file is read to 50 times its length; store it uncompressed",
        assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage());
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

  @Test
  void columnsOfOtherLengthsAreRefused() {
    Path file = folder.resolve("short_made-v2.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("observations", new float[4][1]);
      hdf.putDataset("actions", new float[4][1]);
      hdf.putDataset("rewards", new float[3]);
      hdf.putDataset("terminals", new boolean[4]);
      hdf.putDataset("timeouts", new boolean[4]);
    }
    assertEquals(
        file + ": rewards has shape [3, 1], expected [4, 1]",
        assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage());
  }

  @Test
  void anEpisodeBeyondTheTimeLimitIsRefused() {
    // a hopper's episode has at most 1000 steps; the mark of the second one's end is missing
    Path file = folder.resolve("hopper_made-v2.hdf5");
    for (int rows : new int[] {2000, 2001}) {
      boolean[] timeouts = new boolean[rows];
      timeouts[999] = true;
      try (WritableHdfFile hdf = HdfFile.write(file)) {
        hdf.putDataset("observations", new float[rows][11]);
        hdf.putDataset("actions", new float[rows][3]);
        hdf.putDataset("rewards", new float[rows]);
        hdf.putDataset("terminals", new boolean[rows]);
        hdf.putDataset("timeouts", timeouts);
      }
      if (rows == 2000) {
        assertEquals(2, Datasets.read(file).episodes().size());
      } else {
        assertEquals(
            file
                + ": contradicts itself: episode 1, step 999, timeouts: found false, expected an"
                + " end after 1000 steps, the limit of hopper-v2",
            assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage());
      }
    }
  }

  /** The HDF Group's own reader sees hopper's columns in D4RL's shapes and types. */
  @Test
  void theHdf5ToolsSeeD4rlsTree() throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.exists(Path.of(directory, "h5ls"))),
        "skipped: no h5ls here (package hdf5-tools), so no second engine reads our files");
    Path file = folder.resolve("d.hdf5");
    Segment episode =
        new Segment(
            new FloatMatrix(6, 11),
            new FloatMatrix(5, 3),
            new FloatMatrix(5, 1),
            End.TRUNCATED,
            Optional.of(new DoubleMatrix(5, 12)),
            Optional.of(new FloatMatrix(5, 1)));
    Datasets.write(
        file,
        new TrajectoryDataset(
            "hopper-v2",
            List.of(new StateField("qpos", 6), new StateField("qvel", 6)),
            List.of(episode),
            Map.of("algorithm", "SAC")));
    Process process =
        new ProcessBuilder("h5ls", "-r", "-v", file.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    Map<String, String> found = new TreeMap<>();
    String name = "";
    for (String line : output.lines().map(String::strip).toList()) {
      String[] words = line.split(" +");
      if (line.startsWith("/") && line.contains(" Dataset {")) {
        name = words[0];
        found.put(name, line.substring(line.indexOf('{')).replaceAll("/[0-9]+", ""));
      } else if (line.startsWith("Type:")) {
        found.merge(name, " " + line.substring(5).strip().replaceAll(" +", " "), String::concat);
      } else if (line.matches("(FALSE|TRUE) += +[0-9]")) { // members of an enumeration
        found.merge(name, " " + line.replaceAll(" +", " "), String::concat);
      }
    }
    found.keySet().removeIf(key -> key.startsWith("/metadata/"));
    assertEquals(
        Map.of(
            "/observations", "{5, 11} native float",
            "/next_observations", "{5, 11} native float",
            "/actions", "{5, 3} native float",
            "/rewards", "{5} native float",
            "/terminals", "{5} enum native signed char { FALSE = 0 TRUE = 1",
            "/timeouts", "{5} enum native signed char { FALSE = 0 TRUE = 1",
            "/infos/action_log_probs", "{5} native float",
            "/infos/qpos", "{5, 6} native double",
            "/infos/qvel", "{5, 6} native double"),
        found);
  }
}
