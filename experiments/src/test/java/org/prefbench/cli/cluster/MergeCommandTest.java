package org.prefbench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;

/** A study in shards, each with a cache of its own as on machines that share nothing. */
@ExtendWith(TemporaryHome.class)
class MergeCommandTest {
  private static final String STUDY =
      """
      id: tiny
      runs: 2
      tasks: [{dataset: gaussian-1d-random-v0, steps: 200}]
      reference: {behavior: true}
      preferences: {pairs: 20, segment-length: 1, states: initial}
      protocol: {episodes: 50, modes: [sampled], checkpoints: 0, select: [last]}
      methods:
        - {method: reference}
        - {method: best-of-n, label: best-of-two}
      report: {against: [reference], bootstrap: 200}
      """;

  @TempDir private Path folder;

  /** Returns what is the same whenever a study runs. */
  static List<Map<String, String>> results(Path output) {
    return TrialTable.read(output.resolve("trials.csv")).stream()
        .map(MergeCommandTest::reproducible)
        .toList();
  }

  private static Map<String, String> reproducible(TrialRow row) {
    Map<String, String> values = TrialTable.values(row);
    values.keySet().removeIf(column -> !TrialTable.reproducible(column));
    return values;
  }

  /** Returns the names of the files of trained policies. */
  private static List<String> policies(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output.resolve("policies"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> output.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void shardsMergedAreTheWhole() throws Exception {
    Path study = Files.writeString(folder.resolve("tiny.yaml"), STUDY);
    Path whole = folder.resolve("whole");
    Shell.ok("run", study, "--output", whole, "--jobs", 1);
    Path first = folder.resolve("first");
    Path rest = folder.resolve("rest");
    String part = Shell.ok("run", study, "--output", first, "--shard", "1/3", "--jobs", 1);
    assertEquals(2, part.lines().filter(line -> line.startsWith("gaussian-1d")).count(), part);
    Shell.ok("run", study, "--output", rest, "--shard", "2/3", "--jobs", 1);
    Shell.ok("run", study, "--output", rest, "--shard", "3/3", "--jobs", 1); // beside the second
    Path merged = folder.resolve("merged");
    JsonNode said = Shell.json("merge", first, rest, "--output", merged, "--json");
    assertEquals(0, said.get("missing").asInt());
    assertEquals(2, said.get("trials").get(first.toString()).asInt(), "of four in three");
    assertEquals(2, said.get("trials").get(rest.toString()).asInt());
    assertEquals(results(whole), results(merged));
    assertEquals(policies(whole), policies(merged));
    assertFalse(policies(merged).isEmpty());
    Shell.ok("report", merged);
    Shell.ok("verify", merged);
    assertEquals(0, Shell.json("resume", merged, "--json").get("ran").asInt());
    Shell.fails(3, "merged: exists already", "merge", first, "--output", merged);
  }

  @Test
  void inputsAreMadeFirstAndFoundLater() throws Exception {
    Path study = Files.writeString(folder.resolve("tiny.yaml"), STUDY.replace("tiny", "inputs"));
    Path output = folder.resolve("output");
    JsonNode made = Shell.json("run", study, "--inputs", "--output", output, "--json");
    assertEquals(List.of("0", "1"), made.findValuesAsText("run"));
    assertEquals(List.of("", ""), made.findValuesAsText("found"));
    assertFalse(Files.exists(output.resolve("trials")), "no trials");
    JsonNode again =
        Shell.json("run", study, "--inputs", "--output", output, "--shard", "2/2", "--json");
    assertEquals(List.of("dataset+pairs"), again.findValuesAsText("found"));
    assertEquals(4, Shell.json("run", study, "--output", output, "--json").get("ran").asInt());
    Shell.ok("verify", output);
  }

  @Test
  void whatIsTypedWrong() throws Exception {
    Path study = Files.writeString(folder.resolve("tiny.yaml"), STUDY);
    Shell.fails(2, "shard must be K/N|got '4'|run --help", "run", study, "--shard", "4");
    Shell.fails(2, "shard 5/5 of tiny has nothing to do", "run", study, "--shard", "5/5");
    Shell.fails(2, "--output", "merge", folder);
    Shell.fails(3, "holds no results", "merge", folder, "--output", folder.resolve("merged"));
    assertTrue(Files.notExists(folder.resolve("merged")));
  }
}
