package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/** Plans learnt from results whose times were written by hand. */
@ExtendWith(TemporaryHome.class)
class RunPlanTest {
  private static final String PAST =
      """
      id: past
      runs: 1
      tasks: [{dataset: gaussian-1d-random-v0, steps: 100}]
      reference: {behavior: true}
      preferences: {pairs: 40, segment-length: 1, states: initial}
      protocol: {episodes: 10, modes: [sampled], checkpoints: 0, select: [last]}
      methods: [{method: reference}, {method: bc, set: {steps: 10}}]
      report: {against: [reference], bootstrap: 200}
      """;

  private static Path home;

  @TempDir private Path folder;

  @BeforeAll
  static void aLedger() throws Exception {
    home = Path.of(System.getProperty("prefbench.home"));
    Path results = home.resolve("results/past");
    Path file = Files.writeString(home.resolve("past.yaml"), PAST);
    Shell.ok("run", file, "--output", results, "--jobs", 1);
    ResultStore store = new ResultStore(results);
    Study study = store.study();
    for (Trial trial : study.trials()) {
      TrialResult made = store.trial(trial).orElseThrow();
      boolean bc = trial.method().label().equals("bc");
      store.put(
          trial,
          new TrialResult(
              made.key(),
              made.inputs(),
              made.rows(),
              made.returns(),
              made.metrics(),
              made.hyperparameters(),
              made.costs(),
              made.probes(),
              bc
                  ? Map.of(
                      "training",
                      900.0,
                      "training-processor",
                      30.0, // the machine was busy with other things
                      "evaluation",
                      6.0,
                      "evaluation-processor",
                      5.0)
                  : Map.of("training", 0.0, "evaluation", 2.0),
              made.provenance(),
              made.code()));
    }
    Path stage = results.resolve("stages/gaussian-1d-random-v0/run-0.json");
    ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(stage.toFile());
    tree.remove("hash"); // as in files written before there was one
    ObjectNode seconds = tree.putObject("seconds");
    seconds.put("dataset", 8.0).put("pairs", 4.0);
    Files.writeString(stage, tree.toString());
  }

  private JsonNode plan(String study, Object... more) throws Exception {
    Path file = Files.writeString(folder.resolve("study.yaml"), study);
    Object[] words = new Object[4 + more.length];
    words[0] = "run";
    words[1] = file;
    words[2] = "--plan";
    words[3] = "--json";
    System.arraycopy(more, 0, words, 4, more.length);
    return Shell.json(words);
  }

  private static double seconds(JsonNode plan, int cores) {
    for (JsonNode row : plan.get("times")) {
      if (row.get("cores").asInt() == cores) {
        return row.get("seconds").asDouble();
      }
    }
    throw new AssertionError(plan.toString());
  }

  /** 8 + 4 for the stage, 2 for the reference, 30 + 5 for BC: 49, and 12 + 35 as a chain. */
  @Test
  void theSameStudyTakesWhatItTook() throws Exception {
    JsonNode plan = plan(PAST, "--jobs", 3);
    assertEquals(2, plan.get("trials").asInt());
    assertEquals(1, plan.get("stages").asInt());
    assertEquals(49 / 3600.0, plan.get("core-hours").asDouble(), 1e-12);
    assertEquals(12 / 3600.0, plan.get("core-hours-of-stages").asDouble(), 1e-12);
    assertEquals(47, plan.get("longest-chain-seconds").asDouble(), 1e-12);
    assertEquals(49, seconds(plan, 1), 1e-12);
    assertEquals(47, seconds(plan, 2), 1e-12);
    assertTrue(plan.get("memory-bytes-per-worker").asDouble() > 1 << 20);
    Path trials = home.resolve("results/past/trials/gaussian-1d-random-v0");
    assertEquals(
        Files.size(trials.resolve("bc/run-0.json"))
            + Files.size(trials.resolve("reference/run-0.json")),
        plan.get("bytes-received").asLong());
    // 40 pairs of two segments with a line per state, of one observation, action and reward
    assertEquals(9 * 40 * 2 * 2 * 3, plan.get("bytes-sent-per-machine").asLong());
    assertFalse(Files.exists(home.resolve("results/local/past")), "nothing is run");
  }

  /**
   * Three runs with half the steps of training, a tenth more of data, twice the pairs and four
   * times the episodes, two of them for each of two modes: 3 (8.8 + 8 + 4 * 2 + 15 + 4 * 5).
   */
  @Test
  void anotherSizeIsScaled() throws Exception {
    JsonNode plan =
        plan(
            PAST.replace("runs: 1", "runs: 3")
                .replace("steps: 100", "steps: 110")
                .replace("pairs: 40", "pairs: 80")
                .replace(
                    "episodes: 10, modes: [sampled]",
                    "episodes: 20, modes: [sampled, deterministic]")
                .replace("{steps: 10}", "{steps: 5}"));
    assertEquals(3 * 59.8, plan.get("core-hours").asDouble() * 3600, 1e-9);
    assertEquals(16.8 + 35, plan.get("longest-chain-seconds").asDouble(), 1e-9);
  }

  /** What was never run takes as long as what is most like it: here, the mean of all trials. */
  @Test
  void whatIsNewTakesWhatOthersTook() throws Exception {
    JsonNode plan = plan(PAST.replace("method: bc, set: {steps: 10}", "method: best-of-n"));
    assertEquals(12 + 2 + (30 + 5 + 2) / 2.0, plan.get("core-hours").asDouble() * 3600, 1e-9);
  }

  @Test
  void aPartIsPlanned() throws Exception {
    assertEquals(1, plan(PAST, "--only", "bc").get("trials").asInt());
    assertEquals(1, plan(PAST, "--shard", "1/2").get("trials").asInt());
    String table = Shell.ok("run", folder.resolve("study.yaml"), "--plan");
    assertTrue(table.contains("longest chain  47.0 s, a stage and a trial"), table);
    assertEquals(
        List.of("2      47.0 s  52 %"),
        table.lines().filter(line -> line.startsWith("2 ")).toList());
  }

  @Test
  void withoutResultsThereIsNoPlan() throws Exception {
    Path file = Files.writeString(folder.resolve("study.yaml"), PAST);
    String ledger = System.setProperty("prefbench.home", folder.toString());
    try {
      Shell.fails(
          3,
          folder.resolve("results") + ": has no results of other studies",
          "run",
          file,
          "--plan");
    } finally {
      System.setProperty("prefbench.home", ledger);
    }
  }
}
