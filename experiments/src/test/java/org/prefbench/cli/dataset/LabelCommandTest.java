package org.prefbench.cli.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.preference.Labelers;

/** Labelled pairs from the command line, and the audit of good and of worthless labels. */
@ExtendWith(TemporaryHome.class)
class LabelCommandTest {
  @TempDir private Path folder;

  private Path create(Object... more) {
    return createPairs(60, more);
  }

  private Path createPairs(int count, Object... more) {
    Path pairs = folder.resolve("pairs");
    List<Object> arguments = new ArrayList<>(List.of("label", "create"));
    arguments.addAll(List.of("--dataset", "pendulum-medium-v1", "--pairs", count));
    arguments.addAll(List.of("--output", pairs));
    arguments.addAll(List.of(more));
    Shell.ok(arguments.toArray());
    return pairs;
  }

  @Test
  void everyTeacherIsListedWithItsParameters() throws Exception {
    JsonNode teachers = Shell.json("label", "teachers", "--json");
    assertEquals(Labelers.registered().ids(), teachers.findValuesAsText("teacher"));
    assertTrue(teachers.findValuesAsText("parameters").contains("temperature=1.0"));
  }

  @Test
  void theOracleAgreesWithTheTrueReturn() throws Exception {
    JsonNode card = Shell.json("label", "audit", create(), "--json");
    assertEquals(60, card.get("pairs").asInt());
    assertEquals(60, card.get("first-wins").asInt() + card.get("second-wins").asInt());
    assertEquals(1, card.get("agreement").asDouble());
    assertEquals(0, card.get("flip-rate").asDouble());
    int counted = 0;
    for (JsonNode bin : card.get("margin-histogram")) {
      counted += bin.asInt();
    }
    assertEquals(60, counted);
    assertTrue(card.get("informative").asBoolean());
    assertEquals("oracle", card.get("provenance").get("teacher").asText());
    assertTrue(
        Shell.ok("label", "audit", folder.resolve("pairs")).contains("agreement             1\n"));
  }

  @Test
  void aTeacherThatLooksBeyondSegmentsFollowsThePolicy() throws Exception {
    Path pairs = create("--teacher", "return-plus-value", "--set", "steps=50");
    JsonNode card = Shell.json("label", "audit", pairs, "--json");
    assertEquals(60, card.get("first-wins").asInt() + card.get("second-wins").asInt());
    double agreement = card.get("agreement").asDouble();
    assertTrue(agreement < 1, "the segment's own return is not all: " + agreement);
    assertEquals("50", card.get("provenance").get("teacher.steps").asText());
  }

  /** Each pair has its own two segments, so the teachers are asked. */
  @Test
  void theAuditTellsHowFarPreferencesAreFromAnOrder() throws Exception {
    JsonNode oracle = Shell.json("label", "audit", create(), "--json");
    assertEquals("teacher", oracle.get("triples-from").asText());
    assertEquals(2000, oracle.get("triples").asInt());
    assertEquals(0, oracle.get("cyclic-share").asDouble());
    assertEquals(1, oracle.get("transitivity").asDouble());
    Path circles = create("--teacher", "cyclic", "--set", "rule=rotation");
    JsonNode cyclic = Shell.json("label", "audit", circles, "--json");
    assertTrue(cyclic.get("cyclic-share-low").asDouble() > 0, cyclic.toString());
    assertTrue(cyclic.get("informative").asBoolean(), "no reward explains it, but it is no chance");
    Path beyond = create("--teacher", "regret", "--set", "steps=5", "--set", "forks=1");
    assertFalse(Shell.json("label", "audit", beyond, "--json").has("triples"));
  }

  @Test
  void theMarginsAreDrawnOnRequest() throws Exception {
    Path file = folder.resolve("margins.png");
    Shell.ok("label", "audit", create(), "--chart", file);
    assertTrue(ImageIO.read(file.toFile()).getWidth() >= 640);
    Shell.fails(
        2,
        "--chart must name a .png file|label audit --help",
        "label",
        "audit",
        folder.resolve("pairs"),
        "--chart",
        folder.resolve("margins.gif"));
  }

  /** A teacher that errs in every fifth answer: the audit's interval must contain the rate. */
  @Test
  void theAuditFindsTheRateOfMistakes() throws Exception {
    Path pairs = createPairs(1000, "--teacher", "mistake", "--set", "epsilon=0.2");
    JsonNode card = Shell.json("label", "audit", pairs, "--json");
    assertTrue(card.get("flip-rate-low").asDouble() < 0.2, card.toString());
    assertTrue(card.get("flip-rate-high").asDouble() > 0.2, card.toString());
    assertEquals("0.2", card.get("provenance").get("teacher.epsilon").asText());
  }

  /** Ben is always wrong; the card of each tells it, and that of all lies between. */
  @Test
  void severalTeachersHaveTheirSharesAndACardEach() throws Exception {
    Path pairs =
        create("--teacher", "oracle:0.8", "--teacher", "ben=mistake:0.2", "--set", "ben.epsilon=1");
    JsonNode card = Shell.json("label", "audit", pairs, "--json");
    JsonNode oracle = card.get("annotators").get("oracle");
    JsonNode ben = card.get("annotators").get("ben");
    assertEquals(2, card.get("annotators").size());
    assertEquals(60, oracle.get("pairs").asInt() + ben.get("pairs").asInt());
    assertEquals(1, oracle.get("agreement").asDouble());
    assertEquals(0, ben.get("agreement").asDouble());
    assertEquals(
        oracle.get("judged").asDouble() / card.get("judged").asDouble(),
        card.get("agreement").asDouble(),
        1e-12);
    assertEquals(
        "mistake epsilon=1, share 0.2", card.get("provenance").get("annotator.ben").asText());
    String text = Shell.ok("label", "audit", pairs);
    assertTrue(
        text.lines().anyMatch(line -> line.startsWith("annotator  pairs  first-wins")), text);
    assertTrue(
        text.lines()
            .anyMatch(
                line ->
                    line.matches("ben +" + ben.get("pairs").asInt() + " +\\d+ +\\d+ +0 +0 +0 .*")),
        text);
    assertFalse(
        Shell.ok("label", "audit", create()).lines().anyMatch(l -> l.startsWith("annotator")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"initial", "visited", "dataset"})
  void rollOutsStartWhereAsked(String states) throws Exception {
    Path pairs = create("--states", states, "--steps", 400, "--segment-length", 3);
    JsonNode card = Shell.json("label", "audit", pairs, "--json");
    assertEquals(states, card.get("provenance").get("states").asText());
    assertEquals("3", card.get("provenance").get("segment-length").asText());
  }

  @Test
  void pairsComeFromFilesToo() throws Exception {
    Path file = folder.resolve("data.hdf5");
    Shell.ok("dataset", "generate", "pendulum-medium-v1", "--steps", 400, "--output", file);
    Path pairs = folder.resolve("pairs");
    Shell.ok(
        "label",
        "create",
        "--dataset",
        file,
        "--sampler",
        "logged",
        "--pairs",
        50,
        "--output",
        pairs);
    assertEquals(50, Shell.json("label", "audit", pairs, "--json").get("pairs").asInt());
    Shell.ok(
        "label",
        "create",
        "--dataset",
        file,
        "--policy",
        "expert",
        "--states",
        "dataset",
        "--pairs",
        40,
        "--output",
        pairs);
    assertEquals(40, Shell.json("label", "audit", pairs, "--json").get("pairs").asInt());
  }

  @Test
  void theSameSeedGivesTheSamePairs() throws Exception {
    byte[] first = Files.readAllBytes(create().resolve("pairs.csv"));
    byte[] segments = Files.readAllBytes(folder.resolve("pairs/segments.csv.gz"));
    create();
    assertTrue(Arrays.equals(first, Files.readAllBytes(folder.resolve("pairs/pairs.csv"))));
    assertTrue(
        Arrays.equals(segments, Files.readAllBytes(folder.resolve("pairs/segments.csv.gz"))));
    create("--seed", 1);
    assertFalse(
        Arrays.equals(segments, Files.readAllBytes(folder.resolve("pairs/segments.csv.gz"))));
  }

  /** The defect of a released tutorial: whatever comes first is called the better one. */
  @Test
  void labelsThatAlwaysNameTheFirstAreRejected() throws Exception {
    Path pairs = create();
    relabel(pairs, "first");
    Shell.fails(3, "pairs.csv|not those that were written", "label", "audit", pairs);
    Files.delete(pairs.resolve("content-hash.txt")); // labels that somebody else gave
    Shell answer = Shell.run("label", "audit", pairs);
    assertEquals(5, answer.code());
    String notice =
        "prefbench: "
            + pairs
            + ": has no content-hash.txt, so that damage to its labels is not seen";
    assertTrue(answer.out().contains("informative           false"), answer.out());
    assertTrue(
        answer
            .err()
            .startsWith(
                notice
                    + "\nprefbench: "
                    + pairs
                    + ": the labels carry no information: the first segment wins all 60"),
        answer.err());
    assertEquals(5, Shell.run("label", "audit", pairs, "--json").code());
    relabel(pairs, "tie");
    answer = Shell.run("label", "audit", pairs);
    assertEquals(5, answer.code());
    assertTrue(answer.err().contains("none of the 60 pairs is decided"), answer.err());
  }

  private static void relabel(Path pairs, String label) throws Exception {
    List<String> lines = Files.readAllLines(pairs.resolve("pairs.csv"));
    for (int i = 1; i < lines.size(); i++) {
      String[] values = lines.get(i).split(",", -1);
      values[2] = label;
      lines.set(i, String.join(",", values));
    }
    Files.write(pairs.resolve("pairs.csv"), lines);
  }

  @Test
  void whatIsTypedWrongIsAUsageErrorAndWritesNothing() {
    Path pairs = folder.resolve("pairs");
    Object[][] wrong = {
      {"noisy.temperature must be > 0, got -1", "--teacher", "noisy", "--set", "temperature=-1"},
      {
        "unknown parameter of noisy 'temprature', did you mean 'temperature'?",
        "--teacher",
        "noisy",
        "--set",
        "temprature=1"
      },
      {
        "noisy.temperature must be a number|'hot'", "--teacher", "noisy", "--set", "temperature=hot"
      },
      {"--set must be KEY=VALUE, got 'temperature'", "--teacher", "noisy", "--set", "temperature"},
      {
        "--set names 'temperature' twice",
        "--teacher",
        "noisy",
        "--set",
        "temperature=1",
        "--set",
        "temperature=2"
      },
      {"unknown teacher 'oracel', did you mean 'oracle'?", "--teacher", "oracel"},
      {
        "--teacher must be [NAME=]ID:SHARE where there are several, got 'noisy'",
        "--teacher",
        "oracle:0.5",
        "--teacher",
        "noisy"
      },
      {
        "--teacher must differ in their ids, got 'oracle' twice",
        "--teacher",
        "oracle:0.5",
        "--teacher",
        "oracle:0.5"
      },
      {
        "--teacher must have shares that sum to 1, got 0.7500",
        "--teacher",
        "oracle:0.25",
        "--teacher",
        "noisy:0.5"
      },
      {"--teacher must have shares that sum to 1, got 0.5000", "--teacher", "oracle:0.5"},
      {"the share of --teacher must be a number, got 'oracle:half'", "--teacher", "oracle:half"},
      {"--teacher must be ID or [NAME=]ID:SHARE, got 'a=b=c:1'", "--teacher", "a=b=c:1"},
      {
        "--set must be NAME.KEY=VALUE where there are several teachers, got 'temperature'",
        "--teacher",
        "oracle:0.5",
        "--teacher",
        "noisy:0.5",
        "--set",
        "temperature=2"
      },
      {
        "unknown annotator 'noisi', did you mean 'noisy'?",
        "--teacher",
        "oracle:0.5",
        "--teacher",
        "noisy:0.5",
        "--set",
        "noisi.temperature=2"
      },
      {"--pairs must be >= 1, got 0", "--pairs", 0},
      {"--policy is for roll-outs", "--sampler", "logged", "--policy", "expert"},
      {
        "teacher 'return-plus-value' labels by what comes after a segment, so it needs a policy",
        "--sampler",
        "logged",
        "--teacher",
        "return-plus-value"
      },
      {"'visted', did you mean 'visited'?|dataset, initial, visited", "--states", "visted"}
    };
    for (Object[] row : wrong) {
      Object[] first = {"label", "create", "--dataset", "pendulum-medium-v1", "--output", pairs};
      Shell.fails(
          2,
          row[0] + "|prefbench label create --help",
          Stream.concat(Arrays.stream(first), Arrays.stream(row).skip(1)).toArray());
    }
    Shell.fails(
        2,
        "unknown dataset 'pendulum'",
        "label",
        "create",
        "--dataset",
        "pendulum",
        "--output",
        pairs);
    assertFalse(Files.exists(pairs));
  }

  @Test
  void whatFilesAndFoldersHoldIsInvalidInput() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Shell.fails(
        3,
        "cannot be written|is not a folder",
        "label",
        "create",
        "--dataset",
        "pendulum-medium-v1",
        "--output",
        Shell.unwritable(file));
    Shell.fails(3, "none: no such file or folder", "label", "audit", folder.resolve("none"));
    Path pairs = create();
    Files.writeString(pairs.resolve("pairs.csv"), "first,second,label,annotator\n0,1,frist,me\n");
    Shell.fails(3, "pairs.csv: line 2|did you mean 'first'?", "label", "audit", pairs);
    Files.writeString(
        pairs.resolve("pairs.csv"), "first,second,label,annotator\n0,9999,first,me\n");
    Shell.fails(3, "pairs.csv: line 2, column second", "label", "audit", pairs);
  }
}
