package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.study.StudyFile;

/** Studies from the command line: run, gone on with, reported, verified, and refused. */
class RunCommandTest {
  private static final String STUDY =
      """
      id: tiny
      title: Is the better of two better?
      runs: 2
      tasks:
        - {dataset: gaussian-1d-random-v0, steps: 200}
      reference: {behavior: true}
      preferences: {pairs: 20, segment-length: 1, states: initial}
      protocol: {episodes: 50, modes: [sampled], checkpoints: 0, select: [last]}
      methods:
        - {method: reference}
        - {method: best-of-n, label: best-of-two}
      report: {against: [reference], bootstrap: 200}
      """;

  @TempDir private static Path home;
  private static String formerHome;
  private static Path study;
  private static Path results;
  private static String printed;

  @TempDir private Path folder;

  @BeforeAll
  static void runOnce() throws Exception {
    formerHome = System.setProperty("prefbench.home", home.toString()); // where the cache is
    study = Files.writeString(home.resolve("tiny.yaml"), STUDY);
    results = home.resolve("results");
    printed = Shell.ok("run", study, "--output", results, "--jobs", 2);
  }

  @AfterAll
  static void restore() {
    if (formerHome == null) {
      System.clearProperty("prefbench.home");
    } else {
      System.setProperty("prefbench.home", formerHome);
    }
  }

  @Test
  void runPrintsTheTableTheFindingAndThePaths() {
    assertTrue(printed.contains("best-of-two"), printed);
    assertTrue(printed.contains("On gaussian-1d-random-v0, "), printed);
    for (String name : List.of("trials.csv", "table.md", "report.html", "charts/scores.svg")) {
      assertTrue(printed.contains(results.resolve(name).toString()), name + " in " + printed);
      assertTrue(Files.exists(results.resolve(name)), name);
    }
    assertEquals(
        1,
        printed.lines().filter(line -> line.startsWith("On gaussian-1d")).count(),
        "the finding comes once");
  }

  @Test
  void aSecondRunFindsEverythingAndChangesNothing() throws Exception {
    byte[] before = Files.readAllBytes(results.resolve("trials.csv"));
    JsonNode again = Shell.json("run", study, "--output", results, "--json");
    assertEquals(0, again.get("ran").asInt());
    assertEquals(4, again.get("reused").asInt());
    assertEquals(0, again.get("missing").asInt());
    assertEquals("tiny", again.get("study").asText());
    assertArrayEquals(before, Files.readAllBytes(results.resolve("trials.csv")));
    assertEquals(0, Shell.json("resume", results, "--json").get("ran").asInt());
  }

  @Test
  void aPartCanBeRunFirstAndTheRestLater() throws Exception {
    Path output = folder.resolve("part");
    JsonNode part = Shell.json("run", study, "--output", output, "--only", "reference", "--json");
    assertEquals(2, part.get("ran").asInt());
    assertEquals(2, part.get("missing").asInt());
    JsonNode status = Shell.json("status", output, "--json");
    assertEquals(2, status.get("trials").get("ok").asInt());
    assertEquals(2, status.get("trials").get("missing").asInt());
    JsonNode evaluation = status.get("stages").get(4);
    assertEquals("evaluation", evaluation.get("name").asText());
    assertEquals(2, evaluation.get("done").asInt());
    assertEquals(4, evaluation.get("planned").asInt());
    assertTrue(evaluation.get("spent-seconds").asDouble() > 0);
    // nothing is known of the other method: its two trials are thought to take as long
    assertEquals(
        evaluation.get("spent-seconds").asDouble(),
        evaluation.get("left-seconds").asDouble(),
        1e-9);
    assertEquals(0, status.get("stages").get(0).get("left-seconds").asDouble());
    JsonNode times = new ObjectMapper().readTree(output.resolve("times.json").toFile());
    assertEquals(
        evaluation.get("spent-seconds").asDouble(),
        times.get("stages").get(4).get("wall").asDouble());
    String table = Shell.ok("status", output);
    assertTrue(table.contains("evaluation  2/4 "), table);
    assertEquals(2, Shell.json("resume", output, "--jobs", 1, "--json").get("ran").asInt());
    assertEquals(withoutTimes(results), withoutTimes(output), "in two parts or at once");
    Shell.ok("verify", output);
  }

  /** Returns the rows without the columns of time and memory. */
  private static List<List<String>> withoutTimes(Path output) throws Exception {
    List<String> lines = Files.readAllLines(output.resolve("trials.csv"));
    List<String> columns = List.of(lines.get(0).split(",", -1));
    return lines.stream()
        .map(
            line -> {
              List<String> values = new ArrayList<>();
              String[] all = line.split(",", -1);
              for (int j = 0; j < all.length; j++) {
                if (!columns.get(j).endsWith("_seconds") && !columns.get(j).endsWith("_bytes")) {
                  values.add(all[j]);
                }
              }
              return values;
            })
        .toList();
  }

  @Test
  void theSeedChangesTheRows() throws Exception {
    Path output = folder.resolve("seed");
    Shell.ok("run", study, "--output", output, "--seed", 7, "--only", "gaussian-1d-random/*/0");
    assertTrue(Files.readString(output.resolve("study.yaml")).contains("seed: 7"));
    assertFalse(withoutTimes(results).containsAll(withoutTimes(output)));
  }

  @Test
  void verifyNamesTheFilesThatDiffer() throws Exception {
    Path copy = copy("changed");
    assertTrue(Shell.ok("verify", copy).contains("differences  0"));
    Path table = copy.resolve("table.md");
    Files.writeString(table, Files.readString(table).replace("best-of-two", "best-of-ten"));
    Files.delete(copy.resolve("charts/scores.svg"));
    Shell answer = Shell.run("verify", copy);
    assertEquals(5, answer.code());
    assertEquals(2, answer.err().lines().count(), answer.err());
    assertTrue(answer.err().contains("prefbench: " + copy + ": table.md"), answer.err());
    assertTrue(answer.err().contains("charts/scores.svg is missing"), answer.err());
    Shell.ok("report", copy); // makes it anew
    Shell.ok("verify", copy);
    Path rows = copy.resolve("trials.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(rows));
    List<String> columns = List.of(lines.get(0).split(",", -1));
    String[] values = lines.get(1).split(",", -1);
    values[columns.indexOf("score")] = "12.5";
    lines.set(1, String.join(",", values));
    Files.write(rows, lines);
    Shell tampered = Shell.run("verify", copy, "--json");
    assertEquals(5, tampered.code());
    assertTrue(
        new ObjectMapper().readTree(tampered.out()).get("differences").toString().contains("table"),
        tampered.out());
  }

  private Path copy(String name) throws Exception {
    Path copy = folder.resolve(name);
    try (Stream<Path> paths = Files.walk(results)) {
      for (Path path : paths.toList()) {
        Path target = copy.resolve(results.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return copy;
  }

  @Test
  void chartsAreDrawnOneByOne() throws Exception {
    Path pictures = folder.resolve("pictures");
    JsonNode drawn =
        Shell.json("plot", results, "--chart", "scores", "--output", pictures, "--json");
    assertEquals(1, drawn.size(), "one picture, as SVG");
    assertArrayEquals(
        Files.readAllBytes(results.resolve("charts/scores.svg")),
        Files.readAllBytes(pictures.resolve("scores.svg")));
    Shell.fails(
        2, "unknown chart 'scors', did you mean 'scores'?", "plot", results, "--chart", "scors");
    Shell.fails(3, "hold nothing that histogram shows", "plot", results, "--chart", "histogram");
  }

  @Test
  void whatChartsAndTablesAreAskedForIsChecked() {
    Shell.fails(
        2, "--size must be like 3.5x2.5in or 88mm, got '3.5'", "plot", results, "--size=3.5");
    Shell.fails(2, "--letters|3|40", "plot", results, "--size=3in", "--letters=1");
    Shell.fails(2, "did you mean 'score'?", "table", results, "--order", "scor");
    Shell.fails(3, "no method of these results is called 'pfm'", "table", results, "--methods=pfm");
    Shell.fails(2, "two folders are called 'a'", "table", "a=" + results, "a=" + results);
    Path labels = folder.resolve("labels.csv");
    assertTrue(Shell.ok("table", results, "--bold", "best").contains("["));
    Shell.fails(3, "labels.csv", "table", results, "--labels", labels);
  }

  @Test
  void resultsComparedWithThemselvesAreTheSame() throws Exception {
    Path changes = folder.resolve("changes");
    String said = Shell.ok("compare", "a=" + results, "b=" + results, "--output", changes);
    assertTrue(said.contains("4 rows are in both, 4 of them the same in every column"), said);
    assertTrue(Files.readString(changes.resolve("comparison.md")).contains("The same."));
    assertTrue(Files.exists(changes.resolve("scores.svg")));
    Shell.fails(2, "both folders are called", "compare", results, results);
    Shell.fails(
        3, "git has no folder 'nowhere' at 'HEAD' here", "compare", "HEAD:nowhere", results);
  }

  @Test
  void aTrialThatFailsIsARowAndExitCodeFour() throws Exception {
    Path output = folder.resolve("failing");
    Path file =
        file(
            "{method: best-of-n, label: best-of-two}",
            "{method: test-scripted, label: failing, set: {act: fail}}");
    Shell answer = Shell.run("run", file, "--output", output);
    assertEquals(4, answer.code(), answer.err());
    assertTrue(
        answer
            .err()
            .contains(
                "prefbench: gaussian-1d-random-v0/failing/0 failed: ArithmeticException: first line"),
        answer.err());
    assertEquals(2, answer.err().lines().count(), "one line per trial");
    assertTrue(
        answer.out().contains("0/2"), "the table shows that runs are missing: " + answer.out());
    assertEquals(2, Shell.json("status", output, "--json").get("trials").get("failed").asInt());
  }

  @Test
  void aBoundThatDoesNotHoldIsExitCodeFive() {
    List<Object> arguments =
        new ArrayList<>(List.of("run", "oracle-1d", "--output", folder.resolve("oracle")));
    for (String set :
        List.of(
            "pfm.steps=3",
            "pfm-rejected.steps=3",
            "pfm-twice.steps=3",
            "preferences.pairs=100",
            "probes.samples=400",
            "protocol.episodes=20")) {
      arguments.addAll(List.of("--set", set));
    }
    Shell answer = Shell.run(arguments.toArray());
    assertEquals(5, answer.code(), answer.err());
    assertTrue(
        answer.err().contains("does not hold: largest error of the learned map on [-2, 2]"),
        answer.err());
    assertTrue(answer.out().contains("fails"), answer.out());
    assertEquals(5, Shell.run("verify", folder.resolve("oracle")).code());
    assertEquals(5, Shell.run("report", folder.resolve("oracle")).code());
  }

  @Test
  void whatAStudyFileHoldsIsInvalidInputWithItsPlace() throws Exception {
    refuses(
        "tiny.yaml:11|unknown method 'dqo', did you mean 'dpo'?",
        "best-of-n, label: best-of-two",
        "dqo");
    refuses(
        "tiny.yaml:11|dpo.beta must be > 0, got -1",
        "best-of-n, label: best-of-two",
        "dpo, set: {beta: -1}");
    refuses(
        "tiny.yaml:8|unknown key in protocol 'episods', did you mean 'episodes'?",
        "episodes",
        "episods");
    refuses("tiny.yaml:3|runs", "runs: 2", "runs: two");
    refuses("tiny.yaml:5|unknown dataset 'gaussian-1d-rndom-v0'", "random", "rndom");
    refuses("tiny.yaml:7|pairs", "pairs: 20", "pairs: 0");
    refuses(
        "tiny.yaml: unknown published table 'kim-2024-table-4', did you mean 'kim-2024-table-3'?",
        "against: [reference]",
        "published: {table: kim-2024-table-4, beside: {PFM: reference}}");
    refuses(
        "tiny.yaml: unknown check 'oracle-2d', did you mean 'oracle-1d'?",
        "against: [reference]",
        "checks: [oracle-2d]");
    Shell.fails(
        3, "none.yaml cannot be read: there is no such file", "run", folder.resolve("none.yaml"));
  }

  private void refuses(String parts, String there, String instead) throws Exception {
    Path file = file(there, instead);
    Path output = folder.resolve("refused");
    Shell.fails(3, parts, "run", file, "--output", output);
    Shell.fails(3, parts, "study", "explain", file);
    assertFalse(Files.exists(output), "nothing is written");
  }

  private Path file(String there, String instead) throws Exception {
    assertTrue(STUDY.contains(there));
    return Files.writeString(folder.resolve("tiny.yaml"), STUDY.replace(there, instead));
  }

  @Test
  void whatIsTypedWrongIsAUsageError() {
    Path output = folder.resolve("refused");
    Object[][] wrong = {
      {"unknown study 'quickstrt', did you mean 'quickstart'?", "quickstrt"},
      {"dpo.beta must be > 0, got -1.0", "quickstart", "--set", "dpo.beta=-1"},
      {"unknown parameter of dpo 'bta', did you mean 'beta'?", "quickstart", "--set", "dpo.bta=1"},
      {
        "unknown key 'protocl', did you mean 'protocol'?",
        "quickstart",
        "--set",
        "protocl.episodes=1"
      },
      {"--set must be KEY=VALUE, got 'runs'", "quickstart", "--set", "runs"},
      {"--jobs must be >= 1, got 0", "quickstart", "--jobs", 0},
      {"--only '*/dp?o/*' matches no trial of quickstart", "quickstart", "--only", "*/dp?o/*"},
      {
        "unknown task or method of quickstart 'point-mass-mediun', did you mean"
            + " 'point-mass-medium'?",
        "quickstart",
        "--only",
        "point-mass-mediun"
      },
      {
        "unknown method of quickstart 'pfn', did you mean 'pfm'?",
        "quickstart",
        "--only",
        "point-mass-medium/pfn"
      },
      {"--only '[' is no pattern", "quickstart", "--only", "["},
      {"'x' is not a long", "quickstart", "--seed", "x"}
    };
    for (Object[] row : wrong) {
      List<Object> arguments = new ArrayList<>(List.of("run", "--output", output));
      arguments.addAll(Arrays.asList(row).subList(1, row.length));
      Shell.fails(2, row[0] + "|prefbench run --help", arguments.toArray());
    }
    Shell.fails(2, "unknown folder or study 'quickstrt'", "verify", "quickstrt");
    assertFalse(Files.exists(output), "nothing is written");
  }

  @Test
  void whatAFolderHoldsOrPermitsIsInvalidInput() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path below = Shell.unwritable(file);
    Shell.fails(3, "cannot be written|is not a folder", "run", study, "--output", below);
    assertEquals("", Files.readString(file), "nothing is written");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (String command : List.of("resume", "status", "report", "plot", "verify")) {
      Shell.fails(3, "holds no results: there is no study.yaml in it", command, empty);
    }
    assertEquals(0, empty.toFile().list().length, "nothing is written");
    Shell.fails(
        3,
        "holds results of the study 'tiny', not of 'oracle-1d'",
        "run",
        "oracle-1d",
        "--output",
        results);
    Path damaged = copy("damaged");
    byte[] whole = Files.readAllBytes(damaged.resolve("trials.csv"));
    Files.write(damaged.resolve("trials.csv"), Arrays.copyOf(whole, whole.length / 2));
    Shell.fails(3, "trials.csv", "report", damaged);
  }

  @Test
  void studiesAreListedShownAndExplained() throws Exception {
    assertEquals(
        StudyFile.shipped(), Shell.json("study", "list", "--json").findValuesAsText("study"));
    String shown = Shell.ok("study", "show", study);
    Path again = Files.write(folder.resolve("again.yaml"), shown.getBytes(StandardCharsets.UTF_8));
    assertEquals(shown, Shell.ok("study", "show", again), "what is shown is a study file");
    JsonNode values =
        Shell.json(
            "study",
            "explain",
            "quickstart",
            "--set",
            "dpo.beta=0.5",
            "--set",
            "runs=1",
            "--set",
            "reference.set.steps=77", // a method of the study is called reference, too
            "--seed",
            3,
            "--json");
    assertEquals("0.5 command line", value(values, "methods[2].set.beta"));
    assertEquals("1 command line", value(values, "runs"));
    assertEquals("77 command line", value(values, "reference.set.steps"));
    assertEquals("3 command line", value(values, "seed"));
    assertTrue(value(values, "id").startsWith("quickstart quickstart.yaml:"));
    assertTrue(value(values, "methods[2].set.batch-size").endsWith(" default of dpo"));
    JsonNode keys = Shell.json("study", "keys", "--json");
    assertTrue(keys.findValuesAsText("key").contains("protocol.episodes"));
  }

  @Test
  void aPresetChangesAStudyAndItsName() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("presets.yaml"),
            """
            id: sized
            title: What's asked
            runs: 4
            tasks: [{dataset: gaussian-1d-random-v0, steps: 50}]
            reference: {behavior: true}
            methods: [{method: reference}, {method: pfm, set: {steps: 9}}]
            presets:
              - name: quick
                set: {runs: 2, pfm.steps: 5, protocol.episodes: 3, tasks: "[{dataset: point-mass-random-v0}]"}
            """);
    JsonNode plain = Shell.json("study", "explain", file, "--json");
    assertTrue(value(plain, "runs").startsWith("4 "));
    JsonNode values =
        Shell.json(
            "study",
            "explain",
            file,
            "--preset",
            "quick",
            "--set",
            "protocol.episodes=7",
            "--json");
    assertEquals("2 preset quick", value(values, "runs"));
    assertEquals("5 preset quick", value(values, "methods[1].set.steps"));
    assertEquals("point-mass-random-v0 preset quick", value(values, "tasks[0].dataset"));
    assertEquals("7 command line", value(values, "protocol.episodes"));
    assertEquals("sized-quick preset quick", value(values, "id"));
    assertEquals("What's asked (preset quick) preset quick", value(values, "title"));
    Shell.fails(
        2,
        "unknown preset of sized 'quik', did you mean 'quick'?",
        "study",
        "explain",
        file,
        "--preset",
        "quik");
  }

  private static String value(JsonNode values, String key) {
    for (JsonNode value : values) {
      if (value.get("key").asText().equals(key)) {
        return value.get("value").asText() + " " + value.get("origin").asText();
      }
    }
    throw new AssertionError("no " + key + " in " + values);
  }
}
