package org.prefbench.dataset.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.Trajectories;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.StateField;

class MinariFormatTest {
  @TempDir Path folder;

  private static final String METADATA =
      "{\"total_episodes\": 1, \"total_steps\": 2, \"data_format\": \"hdf5\","
          + " \"observation_space\": \"{\\\"low\\\": [-Infinity]}\","
          + " \"env_spec\": \"{\\\"id\\\": \\\"Hopper-v5\\\"}\","
          + " \"algorithm_name\": \"SAC\", \"minari_version\": \"0.5.2\", \"dataset_size\": 1.5}";

  /** One episode of two steps as others write it: 64 bits, infos with one row more. */
  private Path foreign(String metadata, Consumer<Map<String, Object>> change) throws IOException {
    Path data = Files.createDirectories(folder.resolve("foreign-v0/data"));
    Map<String, Object> columns = new TreeMap<>();
    columns.put("observations", new double[][] {{1}, {2}, {3}});
    columns.put("actions", new double[][] {{0.5, 0.25}, {-0.5, 1}});
    columns.put("rewards", new double[] {0.5, 1});
    columns.put("terminations", new boolean[2]);
    columns.put("truncations", new boolean[] {false, true});
    change.accept(columns);
    try (WritableHdfFile hdf = HdfFile.write(data.resolve("main_data.hdf5"))) {
      WritableGroup group = hdf.putGroup("episode_0");
      group.putAttribute("total_steps", 2L);
      columns.forEach(group::putDataset);
      WritableGroup infos = group.putGroup("infos");
      infos.putDataset("qpos", new double[][] {{10, 11}, {12, 13}, {14, 15}});
      infos.putDataset("qvel", new double[][] {{20}, {21}, {22}});
    }
    Files.writeString(data.resolve("metadata.json"), metadata);
    return data.getParent();
  }

  private static String refusal(Path path) {
    String message =
        assertThrows(InvalidInputException.class, () -> Datasets.read(path)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void readsTheFoldersOfOthers() throws IOException {
    Path set = foreign(METADATA, columns -> {});
    for (Path path : List.of(set, set.resolve("data"))) {
      TrajectoryDataset dataset = Datasets.read(path);
      assertEquals("Hopper-v5", dataset.environment());
      assertEquals(
          Map.of("algorithm_name", "SAC", "data_format", "hdf5", "minari_version", "0.5.2"),
          dataset.provenance());
      assertEquals(
          List.of(new StateField("qpos", 2), new StateField("qvel", 1)), dataset.stateFields());
      Segment episode = dataset.episodes().get(0);
      assertArrayEquals(new float[] {1, 2, 3}, episode.observations().values());
      assertArrayEquals(new float[] {0.5f, 0.25f, -0.5f, 1}, episode.actions().values());
      assertArrayEquals(
          new double[] {10, 11, 20, 12, 13, 21}, episode.states().orElseThrow().values());
      assertEquals(End.TRUNCATED, episode.end());
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheEpisodeNamed() throws IOException {
    Path set = foreign(METADATA, columns -> columns.remove("rewards"));
    Path file = set.resolve("data/main_data.hdf5");
    assertEquals(file + ": episode_0 has no dataset 'rewards'", refusal(set));
    foreign(METADATA, columns -> columns.put("observations", new double[2][1]));
    assertEquals(file + ": episode_0/observations has shape [2, 1], expected [3, 1]", refusal(set));
    foreign(METADATA, columns -> columns.put("terminations", new boolean[] {true, true}));
    assertEquals(
        file
            + ": contradicts itself: episode 0, step 0, terminations: found true, expected false"
            + " before the last step",
        refusal(set));
    foreign(METADATA, columns -> columns.put("actions", new double[3][2]));
    assertEquals(file + ": episode_0 has 3 actions, but total_steps says 2", refusal(set));
    foreign(METADATA.replace("total_episodes\": 1", "total_episodes\": 4"), columns -> {});
    assertEquals(file + ": holds 1 episodes, but metadata.json says 4", refusal(set));
    foreign(METADATA.replace("total_steps\": 2", "total_steps\": 9"), columns -> {});
    assertEquals(file + ": holds 2 steps, but metadata.json says 9", refusal(set));
    foreign(METADATA.replace("env_spec", "other"), columns -> {});
    assertTrue(refusal(set).startsWith(file + ": names no environment"));
    foreign("{", columns -> {});
    assertTrue(refusal(set).startsWith(set.resolve("data/metadata.json") + ": no JSON"));
  }

  @Test
  void anEpisodeCutInTheMiddleKeepsItsPlace() {
    TrajectoryDataset dataset = Trajectories.made(1, true, true, 2, End.RUNNING, 2, End.TERMINATED);
    Path path = folder.resolve("d.minari");
    Datasets.write(path, dataset);
    assertEquals(dataset, Datasets.read(path));
    assertEquals(
        path + ": exists already; remove it first",
        assertThrows(InvalidInputException.class, () -> Datasets.write(path, dataset))
            .getMessage());
  }

  @Test
  void aTruncatedFileIsOneClearLine() throws IOException {
    Path path = folder.resolve("d.minari");
    Datasets.write(path, Trajectories.made(5, true, true, 40, End.TERMINATED, 30, End.RUNNING));
    Path file = path.resolve("data/main_data.hdf5");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 1 + length / 5) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertTrue(refusal(path).startsWith(file + ": "));
    }
  }

  @Test
  void theMetadataIsMinaris() throws IOException {
    Path path = folder.resolve("d.minari");
    Datasets.write(path, Trajectories.made(1, true, true, 3, End.TERMINATED, 4, End.RUNNING));
    JsonNode json =
        new ObjectMapper().readTree(Files.readString(path.resolve("data/metadata.json")));
    assertEquals(2, json.get("total_episodes").asInt());
    assertEquals(7, json.get("total_steps").asInt());
    assertEquals("hdf5", json.get("data_format").asText());
    assertEquals(
        "{\"type\": \"Box\", \"dtype\": \"float32\", \"shape\": [2], \"low\": [-Infinity,"
            + " -Infinity], \"high\": [Infinity, Infinity]}",
        json.get("action_space").asText());
  }

  /** The HDF Group's own reader sees the tree of the class comment. */
  @Test
  void theHdf5ToolsSeeTheTree() throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":")).anyMatch(d -> Files.exists(Path.of(d, "h5ls"))),
        "skipped: no h5ls here (package hdf5-tools), so no second engine reads our files");
    Path path = folder.resolve("d.minari");
    Datasets.write(path, Trajectories.made(1, true, true, 3, End.TERMINATED, 4, End.RUNNING));
    Process process =
        new ProcessBuilder("h5ls", "-r", path.resolve("data/main_data.hdf5").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    List<String> lines = output.lines().map(line -> line.replaceAll(" +", " ").strip()).toList();
    assertEquals(
        List.of(
            "/ Group",
            "/episode_0 Group",
            "/episode_0/actions Dataset {3, 2}",
            "/episode_0/infos Group",
            "/episode_0/infos/action_log_probs Dataset {3}",
            "/episode_0/infos/qpos Dataset {3, 2}",
            "/episode_0/infos/qvel Dataset {3, 1}",
            "/episode_0/observations Dataset {4, 3}",
            "/episode_0/rewards Dataset {3}",
            "/episode_0/terminations Dataset {3}",
            "/episode_0/truncations Dataset {3}",
            "/episode_1 Group",
            "/episode_1/actions Dataset {4, 2}",
            "/episode_1/infos Group",
            "/episode_1/infos/action_log_probs Dataset {4}",
            "/episode_1/infos/qpos Dataset {4, 2}",
            "/episode_1/infos/qvel Dataset {4, 1}",
            "/episode_1/observations Dataset {5, 3}",
            "/episode_1/rewards Dataset {4}",
            "/episode_1/terminations Dataset {4}",
            "/episode_1/truncations Dataset {4}"),
        lines);
  }

  @Test
  void whatPythonWritesIntoTheMetadataIsRead() throws IOException {
    TrajectoryDataset expected = Datasets.read(foreign(METADATA, columns -> {}));
    String keyword =
        METADATA.replace(
            "\\\"Hopper-v5\\\"",
            "\\\"Hopper-v5\\\", \\\"kwargs\\\": {\\\"range\\\": [0.7, Infinity]}");
    assertTrue(keyword.contains("Infinity]}}"), keyword);
    assertEquals(expected, Datasets.read(foreign(keyword, columns -> {})), "an infinite keyword");
    assertEquals(
        expected, Datasets.read(foreign("\uFEFF" + METADATA, columns -> {})), "byte order mark");
    String keys =
        METADATA.replace(
            "{\"total_episodes", "{\"data source\": \"robot\", \"Größe\": \"2\", \"total_episodes");
    assertEquals(expected, Datasets.read(foreign(keys, columns -> {})), "keys that are no words");
    String known = METADATA.replace("Hopper-v5", "InvertedPendulum-v4");
    assertEquals(
        "inverted-pendulum-v4", Datasets.read(foreign(known, columns -> {})).environment());
  }

  @Test
  void countsInAnArrayAreCounts() throws IOException {
    Path set = foreign(METADATA, columns -> {});
    Path file = set.resolve("data/main_data.hdf5");
    for (int count : new int[] {2, 3}) {
      try (WritableHdfFile hdf = HdfFile.write(file)) {
        WritableGroup group = hdf.putGroup("episode_0");
        group.putAttribute("total_steps", new int[] {count});
        group.putDataset("observations", new double[3][1]);
        group.putDataset("actions", new double[2][1]);
        group.putDataset("rewards", new double[2]);
        group.putDataset("terminations", new boolean[2]);
        group.putDataset("truncations", new boolean[2]);
      }
      if (count == 2) {
        assertEquals(2, Datasets.read(set).steps());
      } else {
        assertEquals(file + ": episode_0 has 2 actions, but total_steps says [3]", refusal(set));
      }
    }
  }

  @Test
  void statesOfLaterEpisodesAloneAreRefused() throws IOException {
    Path set =
        foreign(
            METADATA.replace(
                "episodes\": 1, \"total_steps\": 2", "episodes\": 2, \"total_steps\": 4"),
            columns -> {});
    Path file = set.resolve("data/main_data.hdf5");
    for (int with : new int[] {0, 1}) {
      try (WritableHdfFile hdf = HdfFile.write(file)) {
        for (int i = 0; i < 2; i++) {
          WritableGroup group = hdf.putGroup("episode_" + i);
          group.putDataset("observations", new double[3][1]);
          group.putDataset("actions", new double[2][1]);
          group.putDataset("rewards", new double[2]);
          group.putDataset("terminations", new boolean[2]);
          group.putDataset("truncations", new boolean[2]);
          if (i == with) {
            WritableGroup infos = group.putGroup("infos");
            infos.putDataset("qpos", new double[2][1]);
            infos.putDataset("qvel", new double[2][1]);
          }
        }
      }
      assertEquals(
          with == 0
              ? file + ": episode_1 has no dataset 'infos/qpos'"
              : file
                  + ": episode_1 has infos/qpos and infos/qvel, which episode_0 lacks: kept in all"
                  + " episodes or in none",
          refusal(set));
    }
  }

  @Test
  void setsOfBeforeTheMetadataFileAreRefusedByName() throws IOException {
    Path set = foreign(METADATA, columns -> {});
    Path metadata = set.resolve("data/metadata.json");
    Files.delete(metadata);
    assertTrue(refusal(set).startsWith(metadata + ": no such file; sets of Minari before 0.5"));
    foreign("[".repeat(100_000), columns -> {});
    assertEquals(metadata + ": no JSON (nested too deeply)", refusal(set));
    foreign("{\"total_episodes\": 1,\n oops}", columns -> {});
    assertTrue(refusal(set).startsWith(metadata + ": no JSON (line 2"), refusal(set));
    Files.write(metadata, new byte[] {'{', (byte) 0xFF, '}'});
    assertEquals(metadata + ": no text in UTF-8", refusal(set));
    foreign(METADATA + " ".repeat(1 << 22), columns -> {});
    assertTrue(refusal(set).startsWith(metadata + ": has 4194"), refusal(set));
  }
}
