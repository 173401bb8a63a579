package org.prefbench.preference.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.numpy.Pickles;

/** Files of labels, made byte by byte. */
class PreferenceFormatsTest {
  private final List<String> notices = new ArrayList<>();
  @TempDir private Path folder;

  /** Episodes of 10 steps to a time limit, 6 to a terminal state and 8 to the end of the file. */
  private static TrajectoryDataset data() {
    return new TrajectoryDataset(
        "my-robot-v0",
        List.of(
            episode(0, 10, End.TRUNCATED),
            episode(10, 6, End.TERMINATED),
            episode(16, 8, End.RUNNING)),
        Map.of());
  }

  /** Observations are the numbers of the steps in the file. */
  private static Segment episode(int first, int length, End end) {
    FloatMatrix observations = new FloatMatrix(length + 1, 1);
    FloatMatrix actions = new FloatMatrix(length, 2);
    FloatMatrix rewards = new FloatMatrix(length, 1);
    for (int t = 0; t <= length; t++) {
      observations.set(t, 0, first + t);
      if (t < length) {
        actions.set(t, 0, (first + t) / 32f);
        actions.set(t, 1, -t / 8f);
        rewards.set(t, 0, 0.5f * t);
      }
    }
    return new Segment(observations, actions, rewards, end, Optional.empty());
  }

  private PreferenceContext context() {
    return new PreferenceContext(
        Optional.of(PreferenceFormatsTest::data),
        Optional.empty(),
        OptionalInt.empty(),
        notices::add);
  }

  private PreferenceDataset read(Path path) {
    return PreferenceFormats.read(path, context());
  }

  private String told(Path path) {
    String message = assertThrows(InvalidInputException.class, () -> read(path)).getMessage();
    return message.replace(folder + "/", "");
  }

  /** The step at which a segment begins and its steps. */
  private static String place(Segment segment) {
    return (int) segment.observations().get(0, 0) + "+" + segment.length();
  }

  private static List<String> places(PreferenceDataset pairs) {
    return pairs.pairs().stream()
        .map(
            p -> place(p.first()) + " " + place(p.second()) + " " + p.label() + " " + p.annotator())
        .toList();
  }

  @Test
  void rowsInCsvAndAsJsonLinesAreTheSamePairs() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("a.csv"),
            "first,second,start,length,second-length,label,annotator,seconds\n"
                + "0,10,2,4,,first,anna,3.5\n"
                + "16,0,0,8,10,second,ben,\n"
                + "0,2,0,3,,tie,,\n"
                + "5,17,0,1,,skip,anna,12\n");
    Path lines =
        Files.writeString(
            folder.resolve("a.jsonl"),
            "{\"first\": 0, \"second\": 10, \"start\": 2, \"length\": 4, \"label\": \"first\","
                + " \"annotator\": \"anna\", \"seconds\": 3.5}\n"
                + "{\"first\":16,\"second\":0,\"length\":8,\"second-length\":10,"
                + "\"label\":\"second\",\"annotator\":\"ben\"}\n\n"
                + "{\"first\": 0, \"second\": 2, \"length\": 3, \"label\": \"tie\"}\n"
                + "{ \"label\" : \"skip\", \"length\": 1, \"first\": 5, \"second\": 17,"
                + " \"annotator\": \"anna\" }\n");
    List<String> expected =
        List.of(
            "2+4 12+4 FIRST anna",
            "16+8 0+10 SECOND ben",
            "0+3 2+3 TIE unknown",
            "5+1 17+1 SKIP anna");
    assertEquals(expected, places(read(csv)));
    assertEquals(
        List.of(csv + ": the two segments of 1 pairs overlap"), notices); // 0 to 2 and 2 to 4
    assertEquals(expected, places(read(lines)));
    assertEquals("my-robot-v0", read(csv).environment());
    assertEquals(End.TRUNCATED, read(csv).pairs().get(1).second().end());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,7,4,first | a.csv: line 2: the second segment, rows 7 to 10, crosses the end of an episode",
        "16,0,9,first | a.csv: line 2: no rows 16 to 24 in a dataset of 24",
        "3,3,2,tie | a.csv: line 2: compares the rows from 3 on with themselves",
        "0,3,2,better | a.csv: line 2: unknown label 'better' (known: first, second, skip, tie)",
        "0,3,0,tie | a.csv: line 2: no rows 0 to -1 in a dataset of 24",
        "0,-3,2,tie | a.csv: line 2: second must be a whole number >= 0, got '-3'",
        "0,3,2 | a.csv: line 2 has 3 columns, not 4",
      })
  void aRowThatIsNoPairIsRefusedWithItsLine(String row, String message) throws IOException {
    Path file =
        Files.writeString(folder.resolve("a.csv"), "first,second,length,label\n" + row + "\n");
    assertEquals(message, told(file));
  }

  @Test
  void unknownColumnsAndLinesThatAreNoObjectsAreRefused() throws IOException {
    Path csv = Files.writeString(folder.resolve("a.csv"), "first,second,lenght,label\n0,3,2,tie\n");
    assertTrue(
        told(csv).startsWith("a.csv: line 2: unknown column 'lenght', did you mean 'length'?"));
    Path lines = folder.resolve("a.jsonl");
    Files.writeString(lines, "{\"first\": 0, \"second\": 3, \"length\": 2}");
    assertEquals("a.jsonl: line 1: 'label' is missing", told(lines));
    Files.writeString(lines, "[0, 3]");
    assertEquals("a.jsonl: line 1: must be a JSON object", told(lines));
    Files.writeString(lines, "{\"first\": [0], \"second\": 3}");
    assertEquals(
        "a.jsonl: line 1: must hold names with texts or numbers, from character 1 on", told(lines));
    Files.writeString(lines, "{\"first\": 0, \"first\": 3}");
    assertEquals("a.jsonl: line 1: has 'first' twice", told(lines));
  }

  @Test
  void rowsNeedADataset() throws IOException {
    Path csv = Files.writeString(folder.resolve("a.csv"), "first,second,length,label\n0,3,2,tie\n");
    assertEquals(
        csv + ": points at rows of a dataset, which must be a file that is named beside it",
        assertThrows(
                InvalidInputException.class,
                () -> PreferenceFormats.read(csv, PreferenceContext.NONE))
            .getMessage());
  }

  /**
   * The rows of qlearning_dataset: 9 of the first episode, whose last step has no successor, all 6
   * of the second, 7 of the third; row 9 is step 10.
   */
  @Test
  void theRowsOfUniRlhfAreThoseOfTheTransitions() throws IOException {
    String name = "domain_mujoco_env_hopper_num_5_len_4_x.pkl";
    Path labels = Files.createDirectory(folder.resolve("hopper_human_labels"));
    Files.write(labels.resolve("indices_1_" + name), Pickles.ofLongs(0, 9, 5, 15, 18));
    Files.write(labels.resolve("indices_2_" + name), Pickles.ofLongs(9, 11, 15, 6, 0));
    Files.write(labels.resolve("human_label_" + name), Pickles.ofLongs(0, 1, -1, 0, 1));
    PreferenceDataset pairs = read(labels);
    assertEquals(
        List.of(
            "0+4 10+4 FIRST human",
            "10+4 12+4 SECOND human",
            "5+4 16+4 TIE human", // 15 is the 16th transition: the first step of the third episode
            "19+4 0+4 SECOND human"),
        places(pairs));
    assertEquals(
        List.of(
            labels + ": 1 of 5 pairs are left out, because a segment crosses the end of an episode",
            labels + ": the two segments of 1 pairs overlap"),
        notices);
    Files.write(labels.resolve("indices_2_" + name), Pickles.ofLongs(9, 11, 15, 6, 19));
    assertEquals(
        "hopper_human_labels/human_label_" + name + ": pair 4: no rows 19 to 22 in a dataset of 22",
        told(labels));
    Files.write(labels.resolve("indices_2_" + name), Pickles.ofLongs(9, 11, 15, 6));
    assertTrue(told(labels).endsWith("holds 4 pairs, the rows of the first segments 5"));
  }

  @Test
  void scriptedLabelsOfUniRlhfAreShares() throws IOException {
    String name = "env_num_3_len_2_y.pkl";
    Path labels = Files.createDirectory(folder.resolve("fake"));
    Files.write(labels.resolve("indices_1_" + name), Pickles.ofLongs(0, 1, 2));
    Files.write(labels.resolve("indices_2_" + name), Pickles.ofLongs(9, 10, 11));
    Files.write(
        labels.resolve("fake_label_" + name),
        Pickles.ofArray("f8", doubles(1, 0, 0, 1, 0.5, 0.5), 3, 2));
    assertEquals(
        List.of("0+2 10+2 FIRST script", "1+2 11+2 SECOND script", "2+2 12+2 TIE script"),
        places(read(labels)));
  }

  @Test
  void labelsOfPreferenceTransformerAreAList() throws IOException {
    Path labels = Files.createDirectory(folder.resolve("hopper-medium-replay-v2"));
    Files.write(labels.resolve("indices_num3"), Pickles.ofLongs(0, 1, 9));
    Files.write(labels.resolve("indices_2_num3"), Pickles.ofLongs(9, 2, 15));
    Files.write(labels.resolve("label_human"), Pickles.ofList(1, 0, -1));
    PreferenceContext steps =
        new PreferenceContext(
            Optional.of(PreferenceFormatsTest::data),
            Optional.empty(),
            OptionalInt.of(5),
            notices::add);
    assertEquals(
        List.of("0+5 10+5 SECOND human", "1+5 2+5 FIRST human", "10+5 16+5 TIE human"),
        places(PreferenceFormats.read(labels, steps)));
    // 100 steps where nothing is said
    assertTrue(told(labels).endsWith("pair 0: no rows 0 to 99 in a dataset of 22"), told(labels));
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  private PreferenceDataset readNpz(Object... namesAndFiles) throws IOException {
    Path file = Files.write(folder.resolve("a.npz"), Pickles.npz(namesAndFiles));
    return PreferenceFormats.read(
        file,
        new PreferenceContext(
            Optional.empty(), Optional.of("my-robot-v0"), OptionalInt.empty(), notices::add));
  }

  @Test
  void segmentsOfIplAreReadWithTheirLabels() throws IOException {
    PreferenceDataset pairs =
        readNpz(
            "obs_1", Pickles.npy(new double[] {1, 2, 3, 4, 5, 6}, 3, 2, 1),
            "obs_2", Pickles.npy(new double[] {-1, -2, -3, -4, -5, -6}, 3, 2, 1),
            "action_1", Pickles.npy(new double[6], 3, 2, 1),
            "action_2", Pickles.npy(new double[6], 3, 2, 1),
            "label", Pickles.npy(new double[] {0, 1, 0.5}, 3));
    assertEquals(
        List.of("1+2 -1+2 FIRST npz", "3+2 -3+2 SECOND npz", "5+2 -5+2 TIE npz"), places(pairs));
    Segment first = pairs.pairs().get(0).first();
    assertEquals(2, first.observations().get(2, 0)); // the last observation is repeated
    assertTrue(Double.isNaN(first.sumOfRewards()));
    assertEquals(End.RUNNING, first.end());
  }

  /** Segment i and i + n are a pair; the larger score wins. */
  @Test
  void segmentsOfCplArePairedByHalves() throws IOException {
    PreferenceDataset pairs =
        readNpz(
            "obs", Pickles.npy(new double[] {1, 2, 3, 4, 5, 6}, 6, 1, 1),
            "action", Pickles.npy(new double[6], 6, 1, 1),
            "reward", Pickles.npy(new double[] {1, 1, 1, 2, 2, 2}, 6, 1),
            "rl_sum", Pickles.npy(new double[] {3, 1, 2, 0, 4, 2}, 6));
    assertEquals(
        List.of("1+1 4+1 FIRST npz", "2+1 5+1 SECOND npz", "3+1 6+1 TIE npz"), places(pairs));
    assertEquals(2, pairs.pairs().get(0).second().sumOfRewards());
  }

  @Test
  void whatAnArchiveLacksIsToldByName() throws IOException {
    assertEquals(
        "a.npz: has no array 'action_1' (found: label, obs_1)",
        assertThrows(
                InvalidInputException.class,
                () ->
                    readNpz(
                        "obs_1", Pickles.npy(new double[2], 2, 1, 1),
                        "label", Pickles.npy(new double[2], 2)))
            .getMessage()
            .replace(folder + "/", ""));
    assertEquals(
        "a.npz: pair 1: a label must be 0 (first), 1 (second) or 0.5 (tie), got 2.0",
        assertThrows(
                InvalidInputException.class,
                () ->
                    readNpz(
                        "obs_1", Pickles.npy(new double[2], 2, 1, 1),
                        "obs_2", Pickles.npy(new double[2], 2, 1, 1),
                        "action_1", Pickles.npy(new double[2], 2, 1, 1),
                        "action_2", Pickles.npy(new double[2], 2, 1, 1),
                        "label", Pickles.npy(new double[] {1, 2}, 2)))
            .getMessage()
            .replace(folder + "/", ""));
  }

  @Test
  void whatIsExportedIsImportedAgain() throws IOException {
    TrajectoryDataset data = data();
    Segment early = data.episodes().get(1).slice(2, 6); // to its terminal state
    PreferenceDataset pairs =
        new PreferenceDataset(
            "my-robot-v0",
            List.of(
                new PreferencePair(data.episodes().get(0).slice(0, 5), early, Label.FIRST, "anna"),
                new PreferencePair(
                    early, data.episodes().get(2).slice(1, 6), Label.TIE, "ben, the other"),
                new PreferencePair(data.episodes().get(2).slice(0, 5), early, Label.SKIP, "anna")),
            Map.of("sampler", "logged"));
    for (String name : List.of("pairs.csv", "pairs.jsonl")) {
      Path segments = folder.resolve(name + ".segments.csv.gz");
      Path file = folder.resolve(name);
      assertEquals(0, PreferenceExport.write(file, pairs, Optional.of(segments)));
      PreferenceContext rows =
          new PreferenceContext(
              Optional.of(() -> Datasets.read(segments)),
              Optional.empty(),
              OptionalInt.empty(),
              notices::add);
      assertEquals(pairs.pairs(), PreferenceFormats.read(file, rows).pairs());
    }
    Path npz = folder.resolve("pairs.npz");
    assertEquals(1, PreferenceExport.write(npz, pairs, Optional.empty()));
    PreferenceContext environment =
        new PreferenceContext(
            Optional.empty(), Optional.of("my-robot-v0"), OptionalInt.empty(), notices::add);
    PreferenceDataset again = PreferenceFormats.read(npz, environment);
    assertEquals(List.of("0+5 12+4 FIRST npz", "12+4 17+5 TIE npz"), places(again));
    for (int i = 0; i < 2; i++) {
      assertEquals(pairs.pairs().get(i).first().actions(), again.pairs().get(i).first().actions());
      assertEquals(
          pairs.pairs().get(i).second().rewards(), again.pairs().get(i).second().rewards());
    }
  }
}
