package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;

/** What {@code run --only} prints. */
@ExtendWith(TemporaryHome.class)
class PartResultsTest {
  private static final String TRIAL = "gaussian-1d-random-v0/best-of-two/1";

  private static Path study;
  private static Path committed;

  @TempDir private Path folder;

  @BeforeAll
  static void commit() throws IOException {
    Path home = Path.of(System.getProperty("prefbench.home"));
    study =
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
            report: {against: [reference], bootstrap: 200}
            """);
    committed = home.resolve("results/tiny");
    Shell.ok("run", study, "--output", committed, "--jobs", 1);
  }

  @Test
  void oneTrialIsALineBesideTheCommittedOne() {
    Path output = folder.resolve("part");
    List<String> lines =
        Shell.ok("run", study, "--output", output, "--only", TRIAL).lines().toList();
    assertEquals(7, lines.size(), lines::toString);
    assertEquals(
        List.of(
            "trial", "status", "score", "committed", "all rows", "committed IQM [95 %]", "runs"),
        List.of(lines.get(0).split("  +")));
    List<String> cells = List.of(lines.get(1).split("  +"));
    assertEquals(List.of(TRIAL, "ok"), cells.subList(0, 2));
    assertEquals(cells.get(2), cells.get(3), "the committed score");
    assertEquals("same", cells.get(4));
    assertTrue(cells.get(5).matches("-?[0-9.]+ \\[-?[0-9.]+, -?[0-9.]+] few"), cells.get(5));
    assertEquals("2", cells.get(6));
    assertEquals("committed  " + committed, lines.get(3));
    assertTrue(Files.exists(output.resolve("report.html")), "the report is written all the same");
  }

  @Test
  void aTrialThatIsAskedForInAnotherWayIsNotComparedBitByBit() throws IOException {
    JsonNode trials =
        Shell.json(
                "run",
                study,
                "--output",
                folder.resolve("episodes"),
                "--only",
                TRIAL,
                "--set",
                "protocol.episodes=6",
                "--json")
            .get("trials");
    assertEquals(1, trials.size());
    assertEquals(TRIAL, trials.get(0).get("trial").asText());
    assertEquals("other settings", trials.get(0).get("rows").asText());
    assertNotEquals(trials.get(0).get("score"), trials.get(0).get("committed-score"));
  }

  /** More runs of the same trials are the same study. */
  @Test
  void theNumberOfRunsDoesNotCount() throws IOException {
    Path output = folder.resolve("runs");
    JsonNode trials =
        Shell.json("run", study, "--output", output, "--only", "**", "--set", "runs=3", "--json")
            .get("trials");
    assertEquals(6, trials.size());
    for (JsonNode trial : trials) {
      boolean third = trial.get("trial").asText().endsWith("/2");
      assertEquals(third ? "–" : "same", trial.get("rows").asText());
    }
  }

  @Test
  void aStudyWithoutCommittedResultsIsShownAlone() {
    String printed =
        Shell.ok(
            "run",
            study,
            "--output",
            folder.resolve("other"),
            "--only",
            "gaussian-1d-random/reference/0",
            "--set",
            "id=other");
    assertFalse(printed.contains("committed"), printed);
    assertEquals(6, printed.lines().count(), printed);
  }

  @Test
  void statusDividesByTheJobsOfTheRun() throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    assertEquals(1, Shell.json("status", committed, "--json").get("jobs").asInt());
    assertEquals(
        processors + 1,
        Shell.json("status", committed, "--jobs", processors + 1, "--json").get("jobs").asInt());
  }
}
