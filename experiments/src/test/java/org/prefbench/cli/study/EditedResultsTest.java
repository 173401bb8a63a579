package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;

/** Whatever is changed in a folder of results is named, and nothing is built upon it. */
@ExtendWith(TemporaryHome.class)
class EditedResultsTest {
  private static final String TASK = "gaussian-1d-random-v0";
  private static final String TRIAL = "trials/" + TASK + "/best-of-two/run-0.json";
  private static final String PROBE = "trials/" + TASK + "/best-of-two/run-0.samples.csv";
  private static final String STAGE = "stages/" + TASK + "/run-1.json";
  private static final String ROW = TASK + "/best-of-two/0 last sampled step 1: ";

  @TempDir private static Path home;
  private static Path results;

  @TempDir private Path folder;

  /** Changes a folder of results. */
  @FunctionalInterface
  interface Edit {
    void make(Path results) throws IOException;
  }

  @BeforeAll
  static void runOnce() throws IOException {
    Path study =
        Files.writeString(
            home.resolve("tiny.yaml"),
            """
            id: tiny
            runs: 2
            tasks:
              - {dataset: gaussian-1d-random-v0, steps: 200}
            reference: {behavior: true}
            preferences: {pairs: 20, segment-length: 1, states: initial}
            protocol: {episodes: 5, modes: [sampled], checkpoints: 0, select: [last]}
            methods:
              - {method: reference}
              - {method: best-of-n, label: best-of-two}
            probes: {samples: 10}
            report: {against: [reference], bootstrap: 200}
            """);
    results = home.resolve("results");
    Shell.ok("run", study, "--output", results, "--jobs", 1);
  }

  private static Edit text(String file, UnaryOperator<String> change) {
    return results -> {
      Path path = results.resolve(file);
      String text = Files.readString(path);
      String changed = change.apply(text);
      assertNotEquals(text, changed, file);
      Files.writeString(path, changed);
    };
  }

  private static Edit replace(String file, String pattern, String by) {
    return text(file, text -> text.replaceFirst(pattern, by));
  }

  private static Edit lines(UnaryOperator<List<String>> change) {
    return text(
        "trials.csv",
        text -> String.join("\n", change.apply(new ArrayList<>(text.lines().toList()))) + "\n");
  }

  /** Sets a value in the first row of the planner, which is the third. */
  private static Edit cell(String column, String value) {
    return lines(
        lines -> {
          List<String> columns = List.of(lines.get(0).split(",", -1));
          String[] values = lines.get(3).split(",", -1);
          values[columns.indexOf(column)] = value;
          lines.set(3, String.join(",", values));
          return lines;
        });
  }

  /** Changes a file and gives it the hash of what it holds now. */
  private static Edit forged(String file, String pattern, String by) {
    return text(
        file,
        text -> {
          String body = body(text).replaceFirst(pattern, by);
          assertNotEquals(body(text), body);
          return body + ",\n  \"hash\":\"" + Sha256.of(body) + "\"\n}\n";
        });
  }

  private static String body(String text) {
    return text.substring(0, text.indexOf(",\n  \"hash\":"));
  }

  private static Edit delete(String file) {
    return results -> Files.delete(results.resolve(file));
  }

  private static Stream<Arguments> editsOfResults() {
    return Stream.of(
        arguments("a score", cell("score", "99.5"), "trials.csv:4: " + ROW + "score is 99.5, "),
        arguments("a count", cell("episodes", "6"), "trials.csv:4: " + ROW + "episodes is 6, "),
        arguments("a time", cell("training_seconds", "7.0"), ROW + "training_seconds is 7.0, "),
        arguments("a status", cell("status", "failed"), ROW + "status is failed, "),
        arguments("a method", cell("method", "best"), "best/0: there is no file of this trial"),
        arguments("a run", cell("run", "1"), "trials.csv:4: " + TASK + "/best-of-two/1: 2 rows, "),
        arguments("a plus sign", cell("episodes", "+5"), "trials.csv:4: is not written as a run"),
        arguments(
            "a row less",
            lines(lines -> lines.subList(0, 4)),
            "trials.csv was changed after it was written"),
        arguments(
            "a row twice",
            lines(
                lines -> {
                  lines.add(lines.get(4));
                  return lines;
                }),
            "trials.csv:5: " + TASK + "/best-of-two/1: 2 rows, the trial's file has 1"),
        arguments(
            "rows in another order",
            lines(
                lines -> {
                  Collections.swap(lines, 1, 3);
                  return lines;
                }),
            "trials.csv: the rows are not in the order of the study"),
        arguments(
            "a score in its trial's file",
            replace(TRIAL, "\"score\":[^,]+", "\"score\":99.5"),
            TRIAL + ": the trial result was changed"),
        arguments(
            "a setting in a trial's file",
            replace(TRIAL, "\"hyperparameters\":\\{", "\"hyperparameters\":{\"beta\":\"1\","),
            TRIAL + ": the trial result was changed"),
        arguments(
            "a trial's file with a hash that fits",
            forged(TRIAL, "\"trainingSeconds\":[^,]+", "\"trainingSeconds\":7.5"),
            ROW + "training_seconds is "),
        arguments(
            "a row that is not of its episodes",
            forged(TRIAL, "\"returnMean\":[^,]+", "\"returnMean\":7.5"),
            TRIAL + ": " + ROW + "the row is not that of its 5 episodes"),
        arguments(
            "a trial's file without its hash",
            text(TRIAL, text -> body(text) + "\n}\n"),
            TRIAL + " is none of the files that the run wrote"),
        arguments(
            "another trial's file",
            (Edit)
                results ->
                    Files.writeString(
                        results.resolve(TRIAL),
                        Files.readString(results.resolve(TRIAL.replace("run-0", "run-1")))),
            TRIAL + ": is the result of " + TASK + "/best-of-two/1"),
        arguments(
            "half a trial's file",
            text(TRIAL, text -> text.substring(0, text.length() / 2)),
            TRIAL + ":"),
        arguments(
            "no trial's file",
            delete(TRIAL),
            "trials.csv:4: " + TASK + "/best-of-two/0: there is no file of this trial"),
        arguments(
            "the seed of the study",
            replace("study.yaml", "seed: 0", "seed: 1"),
            "study.yaml was changed after it was written"),
        arguments(
            "the title of the study",
            replace("study.yaml", "title: .*", "title: Another"),
            "study.yaml was changed after it was written"),
        arguments(
            "the hash of the study",
            replace("provenance.json", "\"study\":\"[0-9a-f]{4}", "\"study\":\"0000"),
            "provenance.json: the provenance was changed"),
        arguments(
            "the processor",
            replace("provenance.json", "\"cpu\":\"", "\"cpu\":\"Super "),
            "provenance.json: the provenance was changed"),
        arguments(
            "the hashes of what runs share",
            forged("provenance.json", "\"dataset\":\"[0-9a-f]{4}", "\"dataset\":\"0000"),
            "the hashes of dataset, reference and pairs are not those in provenance.json"),
        arguments(
            "a stage's file",
            replace(STAGE, "\"datasetHash\":\"[0-9a-f]{4}", "\"datasetHash\":\"0000"),
            STAGE + ": the stage result was changed"),
        arguments("no stage's file", delete(STAGE), STAGE + " is missing"),
        arguments("a probe", replace(PROBE, "\n-?[0-9]", "\n9"), PROBE + " was changed"),
        arguments("no probe", delete(PROBE), PROBE + " is missing"),
        arguments(
            "a probe more",
            (Edit)
                results ->
                    Files.copy(
                        results.resolve(PROBE),
                        results.resolve(PROBE.replace("samples", "transport"))),
            PROBE.replace("samples", "transport") + " is none of the files"),
        arguments(
            "the code",
            replace("code.csv", "(org.prefbench.core.Seed,)[0-9a-f]{4}", "$10000"),
            "code.csv: what is listed for "),
        arguments(
            "a time",
            replace("times.json", "\"wall\":[^,]+", "\"wall\":0.0"),
            "times.json: the table of times was changed"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("editsOfResults")
  void aChangedResultIsNamedAndNotBuiltUpon(String name, Edit edit, String named)
      throws IOException {
    Path copy = copy(results, folder.resolve("copy"));
    edit.make(copy);
    ResultStore store = new ResultStore(copy);
    Map<Path, String> before = hashes(copy);
    List<String> differences = ResultCheck.of(store).differences();
    assertTrue(differences.get(0).contains(named), differences::toString);
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> ResultCheck.requireUnchanged(store));
    assertTrue(refused.getMessage().startsWith(copy + "/" + differences.get(0)));
    assertThrows(InvalidInputException.class, () -> ResultCheck.requireContinuable(store, true));
    assertEquals(before, hashes(copy), "nothing is written");
  }

  private static Stream<Arguments> editsForCommands() {
    return editsOfResults()
        .filter(
            edit ->
                List.of("a score", "no trial's file", "the seed of the study", "a stage's file")
                    .contains(edit.get()[0]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("editsForCommands")
  void commandsSayWhatWasChanged(String name, Edit edit, String named) throws IOException {
    Path copy = copy(results, folder.resolve("copy"));
    edit.make(copy);
    Map<Path, String> before = hashes(copy);
    Shell verify = Shell.run("verify", copy);
    assertEquals(5, verify.code(), verify.err());
    assertTrue(verify.err().startsWith("prefbench: " + copy + ": "), verify.err());
    assertTrue(verify.err().lines().findFirst().orElse("").contains(named), verify.err());
    for (String command : List.of("report", "resume", "plot")) {
      Shell.fails(3, copy + "/|results that were changed are not built upon", command, copy);
    }
    assertEquals(before, hashes(copy), "nothing is written");
  }

  private static Stream<Arguments> editsOfReports() {
    return Stream.of(
        arguments("table.md", replace("table.md", "best-of-two", "best-of-ten")),
        arguments("table.csv", replace("table.csv", "\n([^,]+),", "\n$1 ,")),
        arguments("table.tex", replace("table.tex", "best", "worst")),
        arguments("charts/scores.svg", replace("charts/scores.svg", "<svg ", "<svg  ")),
        arguments("charts/improvement.svg", delete("charts/improvement.svg")),
        arguments(
            "charts/scores-more.svg",
            (Edit)
                results -> Files.writeString(results.resolve("charts/scores-more.svg"), "<svg/>")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("editsOfReports")
  void aChangedReportIsNamedAndMadeAnewFromTheRows(String file, Edit edit) throws IOException {
    Path copy = copy(results, folder.resolve("copy"));
    edit.make(copy);
    Shell verify = Shell.run("verify", copy);
    assertEquals(5, verify.code(), verify.err());
    assertTrue(verify.err().startsWith("prefbench: " + copy + ": " + file + " "), verify.err());
    Shell.ok("report", copy);
    Shell.ok("verify", copy);
  }

  /** Takes away what results from before there were hashes do not have. */
  private static void strip(Path results) throws IOException {
    for (Path file : hashes(results).keySet()) {
      if (file.toString().endsWith(".json")) {
        Path path = results.resolve(file);
        String text = body(Files.readString(path)) + "\n}\n";
        Files.writeString(path, text.replaceFirst(",\n  \"files\":.*", ""));
      }
    }
  }

  private static Stream<Arguments> editsOfOlderResults() {
    return Stream.of(
        arguments("a score", cell("score", "99.5"), "trials.csv:4: " + ROW + "score is 99.5, "),
        arguments("a sign", cell("episodes", "+5"), "trials.csv:4: is not written as a run"),
        arguments(
            "a row less",
            lines(lines -> lines.subList(0, 4)),
            TASK + "/best-of-two/1: there are no rows of this trial's file"),
        arguments(
            "a score in its trial's file",
            replace(TRIAL, "\"score\":[^,]+", "\"score\":99.5"),
            ROW + "score is "),
        arguments(
            "an episode",
            replace(TRIAL, "(\"returns\":\\[\\{.*\"returns\":\\[)[^,]+", "$1-7.5"),
            TRIAL + ": " + ROW + "the row is not that of its 5 episodes"),
        arguments("no trial's file", delete(TRIAL), "there is no file of this trial"),
        arguments("no probe", delete(PROBE), PROBE + " is missing"),
        arguments(
            "the protocol",
            replace("study.yaml", "episodes: 5", "episodes: 50"),
            "the protocol's hash is not that of study.yaml"),
        arguments(
            "a stage's file",
            replace(STAGE, "\"datasetHash\":\"[0-9a-f]{4}", "\"datasetHash\":\"0000"),
            TASK + "/reference/1: the hashes of dataset, reference and pairs are not those"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("editsOfOlderResults")
  void resultsFromBeforeThereWereHashesAreComparedAsFarAsTheyGo(
      String name, Edit edit, String named) throws IOException {
    Path copy = copy(results, folder.resolve("copy"));
    strip(copy);
    edit.make(copy);
    ResultStore store = new ResultStore(copy);
    List<String> differences = ResultCheck.of(store).differences();
    assertTrue(differences.get(0).contains(named), differences::toString);
    assertThrows(InvalidInputException.class, () -> ResultCheck.requireUnchanged(store));
  }

  @Test
  void resultsFromBeforeThereWereHashesGetThemWithTheirReport() throws IOException {
    Path copy = copy(results, folder.resolve("copy"));
    strip(copy);
    String verified = Shell.ok("verify", copy);
    // four trials, two stages, times and provenance
    assertTrue(verified.contains("made before files had hashes  8"), verified);
    assertTrue(verified.contains("differences                   0"), verified);
    Shell.ok("report", copy);
    verified = Shell.ok("verify", copy);
    assertFalse(verified.contains("made before"), verified);
    replace(TRIAL, "\"needs\":\\{?", "\"needs\": ").make(copy);
    Shell answer = Shell.run("verify", copy);
    assertTrue(answer.err().contains(TRIAL + " was changed after it was written"), answer.err());
  }

  /** Whoever changes every file that tells of a row is found out by making the trial again. */
  @Test
  void aForgeryThatFitsTogetherIsFoundByMakingTheTrialAgain() throws IOException {
    Path copy = copy(results, folder.resolve("copy"));
    strip(copy);
    cell("score", "99.5").make(copy);
    replace(TRIAL, "\"score\":[^,]+", "\"score\":99.5").make(copy);
    Shell.ok("report", copy);
    Shell.ok("verify", copy);
    Map<Path, String> before = hashes(copy);
    Shell answer = Shell.run("verify", copy, "--recreate", 100, "--seed", 3, "--jobs", 1);
    assertEquals(5, answer.code(), answer.err());
    assertTrue(
        answer
            .err()
            .startsWith(
                "prefbench: " + copy + ": " + ROW + "score is recorded as 99.5, made again it is "),
        answer.err());
    assertEquals(1, answer.err().lines().count(), answer.err());
    assertTrue(answer.out().contains("made again        4 of 4 trials"), answer.out());
    assertTrue(answer.out().contains("seed              3"), answer.out());
    assertTrue(answer.out().contains("rows that differ  1"), answer.out());
    assertEquals(before, hashes(copy), "nothing is written");
    JsonNode same = Shell.json("verify", results, "--recreate", "--json");
    assertEquals(3, same.get("made-again").size()); // of four, where no number is given
    assertEquals(0, same.get("seed").asInt());
    assertEquals(0, same.get("rows-that-differ").size());
    assertEquals(same.get("here").asText(), same.get("made-on").asText());
    Shell.fails(2, "--recreate must be >= 1, got 0", "verify", results, "--recreate", 0);
  }

  /** As after a kill: the rows of the run before are there, and more trials than they tell of. */
  @Test
  void aRunThatWasCutOffIsToldAndCanGoOn() throws IOException {
    Path copy = copy(results, folder.resolve("copy"));
    forged("provenance.json", "\"wallSeconds\":[^,]+", "\"wallSeconds\":\"NaN\"").make(copy);
    lines(lines -> lines.subList(0, 4)).make(copy);
    Shell verify = Shell.run("verify", copy);
    assertEquals(5, verify.code());
    assertTrue(
        verify
            .err()
            .contains(
                "provenance.json has no end: the run has not ended; go on with 'prefbench resume "
                    + copy
                    + "'"),
        verify.err());
    Shell.ok("resume", copy);
    Shell.ok("verify", copy);
    assertEquals(
        Files.readString(results.resolve("trials.csv")),
        Files.readString(copy.resolve("trials.csv")));
  }

  /** The rows are made again from the files of their trials. */
  @Test
  void rowsThatWereLostComeBack() throws IOException {
    Path copy = copy(results, folder.resolve("copy"));
    delete("trials.csv").make(copy);
    Shell.fails(3, "holds no results yet: there is no trials.csv in it", "verify", copy);
    assertEquals(0, Shell.run("resume", copy).code());
    Shell.ok("verify", copy);
  }

  private static Path copy(Path from, Path to) throws IOException {
    for (Path file : hashes(from).keySet()) {
      Path target = to.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(from.resolve(file), target);
    }
    return to;
  }

  /** Returns the hashes of all files below a folder, by path, but for the lock. */
  private static Map<Path, String> hashes(Path below) throws IOException {
    Map<Path, String> hashes = new HashMap<>();
    try (Stream<Path> walk = Files.walk(below)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals(".lock")) {
          hashes.put(below.relativize(file), Sha256.of(file));
        }
      }
    }
    return hashes;
  }
}
