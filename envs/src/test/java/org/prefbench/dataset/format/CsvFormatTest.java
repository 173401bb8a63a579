package org.prefbench.dataset.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.Trajectories;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.StateField;

class CsvFormatTest {
  /** What a person would write by hand, columns in another order, words for flags. */
  private static final String HAND_MADE =
      """
      # environment: pendulum-v1
      # provenance author: somebody
      step,episode,observation_1,observation_0,action_0,reward,terminated,truncated,state_angle_0
      0,3,0.5,1,-2,0.25,false,false,0.1
      1,3,1.5,2,2,-0.25,TRUE,false,0.2
      2,3,2.5,3,,,,,
      0,7,0,0,0,1,0,0,1e-300
      1,7,0,4,,,,,
      """;

  @TempDir Path folder;

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("d.csv"), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String refusal(String text) {
    Path file = file(text);
    String message =
        assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message.replace(file.toString(), "d.csv");
  }

  @Test
  void writesTheDocumentedText() throws IOException {
    TrajectoryDataset dataset =
        new TrajectoryDataset(
            "pendulum-v1",
            List.of(new StateField("angle", 1)),
            List.of(
                new Segment(
                    FloatMatrix.of(new float[] {1, 2}, new float[] {3, 0.1f}, new float[] {5, 6}),
                    FloatMatrix.of(new float[] {-0f}, new float[] {1e-20f}),
                    FloatMatrix.of(new float[] {0.5f}, new float[] {-1}),
                    End.TRUNCATED,
                    Optional.of(DoubleMatrix.of(new double[] {0.1}, new double[] {-1e300})),
                    Optional.of(FloatMatrix.of(new float[] {-0.5f}, new float[] {-2})))),
            Map.of("seed", "7"));
    Path file = folder.resolve("d.csv");
    Datasets.write(file, dataset);
    assertEquals(
        """
        # prefbench trajectories 1
        # environment: pendulum-v1
        # provenance seed: 7
        episode,step,observation_0,observation_1,action_0,reward,terminated,truncated,\
        action_log_probability,state_angle_0
        0,0,1.0,2.0,-0.0,0.5,0,0,-0.5,0.1
        0,1,3.0,0.1,1.0E-20,-1.0,0,1,-2.0,-1.0E300
        0,2,5.0,6.0,,,,,,
        # content hash: %s
        """
            .formatted(dataset.contentHash()),
        Files.readString(file));
  }

  @Test
  void readsWhatAPersonWrote() {
    TrajectoryDataset dataset = Datasets.read(file(HAND_MADE));
    assertEquals("pendulum-v1", dataset.environment());
    assertEquals(Map.of("author", "somebody"), dataset.provenance());
    assertEquals(List.of(new StateField("angle", 1)), dataset.stateFields());
    Segment first = dataset.episodes().get(0);
    assertEquals(End.TERMINATED, first.end());
    assertArrayEquals(new float[] {1, 0.5f, 2, 1.5f, 3, 2.5f}, first.observations().values());
    assertArrayEquals(new float[] {-2, 2}, first.actions().values());
    assertArrayEquals(new float[] {0.25f, -0.25f}, first.rewards().values());
    assertArrayEquals(new double[] {0.1, 0.2}, first.states().orElseThrow().values());
    Segment second = dataset.episodes().get(1);
    assertEquals(End.RUNNING, second.end());
    assertEquals(1e-300, second.states().orElseThrow().get(0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2,-0.25,TRUE | two,-0.25,TRUE |"
            + " d.csv, line 5, column 'action_0': 'two' is not a number",
        "0.25,false | ,false | d.csv, line 4, column 'reward': an empty cell is not a number",
        "1,3,1.5 | 2,3,1.5 | d.csv, line 5, column 'step': '2' must be 1, steps count from 0 in"
            + " every episode",
        "0,7,0 | 0,x,0 | d.csv, line 7, column 'episode': 'x' is not a whole number of"
            + " at most 18 digits",
        "0.25,false | 1.5f,false | d.csv, line 4, column 'reward': '1.5f' is not a number",
        "0.25,false | 0x1p3,false | d.csv, line 4, column 'reward': '0x1p3' is not a number",
        "0.25,false | 1e,false | d.csv, line 4, column 'reward': '1e' is not a number",
        "0.25,false | .,false | d.csv, line 4, column 'reward': '.' is not a number",
        "0.25,false | 1e39,false | d.csv, line 4, column 'reward': '1e39' is beyond 32-bit floats",
        "0.25,false | -Infinity,false | d.csv, line 4, column 'reward': '-Infinity' is not a finite"
            + " number (episode 3, step 0)",
        "2,-0.25,TRUE | ,-0.25,TRUE | d.csv, line 5, column 'action_0': an empty cell is not a"
            + " number",
        "2,-0.25 | nan,-0.25 | d.csv, line 5, column 'action_0': 'nan' is not a finite number"
            + " (episode 3, step 1)",
        "1e-300 | 1e400 | d.csv, line 7, column 'state_angle_0': '1e400' is beyond 64-bit floats",
        "1e-300 | inf | d.csv, line 7, column 'state_angle_0': 'inf' is not a finite number (episode"
            + " 7, step 0)",
        "0,7,0,0,0,1,0,0,1e-300 | 0,7,0 | d.csv, line 7: has 3 cells, expected 9",
        "TRUE,false | TRUE,yes | d.csv, line 5, column 'truncated': 'yes' is neither 0 nor 1",
        "TRUE,false | TRUE,1 | d.csv, line 5, column 'truncated': '1' must be 0 where 'terminated'"
            + " is 1: a task that ended was not cut",
        "0.25,false,false | 0.25,true,false | d.csv, line 5, column 'step': '1' goes on after the"
            + " episode was terminated",
        "reward,term | rewad,term | d.csv: has no column 'reward', is 'rewad' meant?",
        "state_angle_0 | mood | d.csv: unknown column 'mood' (known: action_0,"
            + " action_log_probability, episode, observation_0, reward, state_(field)_0, step,"
            + " terminated, truncated)",
        "reward,term | step,term | d.csv: two columns have the same name",
        "2.5,3,, | 2.5,3,,1 | d.csv, line 6, column 'reward': '1' must be empty in the row of the"
            + " last observation",
        "# environment: pendulum-v1 | # none | d.csv: names no environment (a first line such as '#"
            + " environment: pendulum-v1'); say which",
      })
  void everyFaultIsNamedWithLineColumnAndValue(String from, String to, String expected) {
    assertTrue(HAND_MADE.contains(from), from);
    String message = refusal(HAND_MADE.replaceFirst(from, to == null ? "" : to));
    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void aMissingLastObservationIsNamed() {
    assertEquals(
        "d.csv, line 6: episode 3 has no row with its last observation (step 2, action and reward"
            + " empty)",
        refusal(HAND_MADE.replace("2,3,2.5,3,,,,,\n", "")));
    assertEquals(
        "d.csv: episode 7 has no row with its last observation (step 1, action and reward empty)",
        refusal(HAND_MADE.replace("1,7,0,4,,,,,\n", "")));
  }

  @Test
  void episodesThatComeBackAreRefused() {
    assertEquals(
        "d.csv, line 9, column 'episode': '3' must exceed 7, the episode above",
        refusal(HAND_MADE + "0,3,0,0,0,1,0,0,0\n"));
  }

  @Test
  void ourFilesCutAtALineEndAreTruncated() throws IOException {
    Path file = folder.resolve("whole.csv");
    Datasets.write(file, Trajectories.made(1, true, true, 2, End.TERMINATED, 1, End.TRUNCATED));
    List<String> lines = Files.readAllLines(file);
    String text = String.join("\n", lines.subList(0, lines.size() - 3)) + "\n";
    assertEquals(
        "d.csv: truncated after line 7, the last line '# content hash: ...' is missing",
        refusal(text));
  }

  @Test
  void compressedFilesCutAnywhereAreRefused() throws IOException {
    Path file = folder.resolve("d.csv.gz");
    Datasets.write(file, Trajectories.made(1, true, true, 40, End.TERMINATED, 1, End.TRUNCATED));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 1 + length / 5) {
      Files.write(file, Arrays.copyOf(whole, length));
      String message =
          assertThrows(InvalidInputException.class, () -> Datasets.read(file)).getMessage();
      assertTrue(message.startsWith(file.toString()), message);
      assertEquals(1, message.lines().count(), message);
    }
  }

  /** The same rows as spreadsheets, pandas and R write them. */
  @Test
  void whatDataFramesAndSpreadsheetsChangeIsRead() {
    TrajectoryDataset expected = Datasets.read(file(HAND_MADE));
    String floats =
        HAND_MADE
            .replaceAll("(?i)false", "0.0")
            .replaceAll("(?i)true", "1.0")
            .replace("0,0,1e-300", "0.0,0.0,1e-300");
    assertTrue(floats.contains("1.0,0.0,0.2"), floats);
    assertEquals(expected, Datasets.read(file(floats)), "flags as floats");
    assertEquals(expected, Datasets.read(file("\uFEFF" + HAND_MADE)), "byte order mark");
    assertEquals(expected, Datasets.read(file(HAND_MADE.replace("\n", "\r\n"))), "line ends");
    for (String empty : List.of("NA", "NaN", "null")) {
      String cells = (',' + empty).repeat(5);
      assertEquals(expected, Datasets.read(file(HAND_MADE.replace(",,,,,", cells))), empty);
    }
    assertEquals(
        expected,
        Datasets.read(file(HAND_MADE.replace("pendulum-v1\n", "pendulum-v1,,,,,,,,\n"))),
        "comments filled up with commas");
    StringBuilder numbered = new StringBuilder();
    for (String line : HAND_MADE.lines().toList()) {
      String cells =
          line.startsWith("step") ? "," + line : numbered.length() + (".0," + line); // any number
      numbered.append(line.startsWith("#") ? line : cells).append('\n');
    }
    assertEquals(expected, Datasets.read(file(numbered.toString())), "row numbers");
    assertEquals(
        expected,
        Datasets.read(file(HAND_MADE.replace("\n0,3,", "\n0.0,3.0,"))),
        "whole numbers as floats");
  }

  @Test
  void otherSeparatorsAreNamed() {
    assertEquals(
        "d.csv: cells must be separated by commas, got ';'", refusal(HAND_MADE.replace(',', ';')));
    assertEquals(
        "d.csv: cells must be separated by commas, got 'tab'",
        refusal(HAND_MADE.replace(',', '\t')));
  }

  @Test
  void aFileWithoutEpisodesIsRefused() {
    String head = HAND_MADE.lines().limit(3).reduce("", (a, b) -> a + b + "\n");
    assertEquals("d.csv: holds no episodes", refusal(head));
  }

  @Test
  void rowsOfAnyLengthAreRefusedBeforeTheyAreHeld() throws IOException {
    String endless = "x".repeat(3 << 20);
    String limit = "more than 1048576 characters without the end of a row";
    assertEquals(
        "d.csv: not a readable CSV file (" + limit + ")",
        refusal(HAND_MADE.replace("step", endless)));
    assertEquals("d.csv, line 6: " + limit, refusal(HAND_MADE.replace("2,3,2.5", endless)));
    String comments = ("# " + "c".repeat(97) + "\n").repeat(20_000);
    assertTrue(refusal(comments + HAND_MADE).endsWith(limit + ")"));
    String open = HAND_MADE.replace("2,3,2.5", "\"" + "\n".repeat(2 << 20));
    assertTrue(refusal(open).endsWith(limit));
    // 64 MB of rows that gzip packs into a thousandth of that
    Path packed = folder.resolve("d.csv.gz");
    try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(packed))) {
      output.write(HAND_MADE.getBytes(StandardCharsets.UTF_8));
      byte[] lines = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 64; i++) {
        output.write(lines);
      }
    }
    String message =
        assertThrows(InvalidInputException.class, () -> Datasets.read(packed)).getMessage();
    assertTrue(message.startsWith(packed.toString()), message);
  }
}
