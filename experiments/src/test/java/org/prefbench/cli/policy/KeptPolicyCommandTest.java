package org.prefbench.cli.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.statistics.Format;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Trial;

/** Policies of trials as they are named on the command line. */
@ExtendWith(TemporaryHome.class)
class KeptPolicyCommandTest {
  private static final String TASK = "pendulum-random-v1";

  @TempDir private static Path folder;
  private static Path results;
  private static String said;

  @BeforeAll
  static void runOnce() throws IOException {
    Path study =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            id: tiny
            runs: 1
            tasks: [{dataset: %s, steps: 400}]
            reference: {set: {steps: 20, hidden-size: 8}}
            preferences: {pairs: 8, segment-length: 4, states: initial}
            protocol: {episodes: 4, checkpoints: 0, select: [last]}
            methods:
              - {method: reference}
              - {method: dpo, set: {steps: 4}}
              - {method: best-of-n, set: {segment-length: 2}}
            report: {bootstrap: 200}
            """
                .formatted(TASK));
    results = folder.resolve("results");
    said = Shell.ok("run", study, "--output", results, "--jobs", 1);
  }

  private static String trial(String method) {
    return results + "/" + TASK + "/" + method + "/0";
  }

  /** The page has the first episode of each, whose return is the one that the trial wrote down. */
  @Test
  void theReportPlaysTheEpisodesOfTheTrials() throws Exception {
    String unplayed = Files.readString(results.resolve("report.html"));
    assertTrue(unplayed.contains("3 policies are kept; <code>prefbench report FOLDER</code>"));
    String table = Shell.ok("report", results, "--sort", "method:down");
    assertTrue(table.indexOf("reference  |") < table.indexOf("dpo  |"), table);
    String page = Files.readString(results.resolve("report.html"));
    Matcher data = Pattern.compile("id=\"episodes\">(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertTrue(data.find());
    JsonNode episodes = new ObjectMapper().readTree(data.group(1));
    assertEquals(3, episodes.size());
    ResultStore store = new ResultStore(results);
    for (Trial trial : store.study().trials()) {
      double expected =
          store.trial(trial).orElseThrow().returns().stream()
              .filter(one -> one.mode() == store.study().protocol().headline())
              .findFirst()
              .orElseThrow()
              .returns()
              .get(0);
      String text = "";
      for (JsonNode episode : episodes) {
        if (episode.get("method").asText().equals(trial.method().label())) {
          text = episode.get("text").asText();
        }
      }
      assertTrue(text.startsWith("return " + Format.fixed(expected, 2) + " in 200 steps"), text);
    }
  }

  @Test
  void aRunKeepsTheLastPoliciesAndSaysWhatTheyTake() throws Exception {
    Path kept = results.resolve("policies").resolve(TASK);
    long bytes = 0;
    for (String method : new String[] {"reference", "dpo", "best-of-n"}) {
      bytes += Files.size(kept.resolve(method).resolve("run-0.last.policy"));
    }
    assertTrue(said.contains("policies " + results.resolve("policies") + ": 3, 0.0 MB"), said);
    JsonNode status = Shell.json("status", results, "--json").get("policies");
    assertEquals(3, status.get("kept").asInt());
    assertEquals(bytes, status.get("bytes").asLong());
    assertEquals(0, status.get("trials-without").asInt());
  }

  @Test
  void evaluateRunsTheEpisodesOfTheTrialAgain() throws Exception {
    for (String method : new String[] {"reference", "best-of-n"}) {
      for (TrialRow row : TrialTable.read(new ResultStore(results).trialsFile())) {
        if (row.method().equals(method)) {
          boolean sampled = row.mode().name().equals("SAMPLED");
          JsonNode now =
              sampled
                  ? Shell.json("policy", "evaluate", trial(method), "--json")
                  : Shell.json("policy", "evaluate", trial(method), "--deterministic", "--json");
          assertEquals(row.outcome().returnMean(), now.get("return-mean").asDouble());
          assertEquals(4, now.get("episodes-of-the-trial").asInt());
          assertEquals(0, now.get("episodes-that-differ").asInt());
        }
      }
    }
    JsonNode other =
        Shell.json(
            "policy", "evaluate", trial("best-of-n"), "--seed", 3, "--episodes", 5, "--json");
    assertEquals(5, other.get("episodes").asInt());
    assertEquals(0, other.get("episodes-of-the-trial").asInt());
  }

  @Test
  void renderDrawsTheFirstEpisodeOfTheTrial() throws Exception {
    Path picture = folder.resolve("sheet.png");
    JsonNode drawn = Shell.json("policy", "render", trial("best-of-n"), "--out", picture, "--json");
    JsonNode file = Shell.json("policy", "evaluate", trial("best-of-n"), "--json");
    assertTrue(drawn.get("return").asDouble() >= file.get("return-min").asDouble());
    assertTrue(drawn.get("return").asDouble() <= file.get("return-max").asDouble());
    String first =
        Files.readString(results.resolve("trials/" + TASK + "/best-of-n/run-0.json"))
            .replaceFirst("(?s).*\"SAMPLED\",\"step\":\\d+,\"returns\":\\[([-0-9.E]+),.*", "$1");
    assertEquals(Double.parseDouble(first), drawn.get("return").asDouble());
  }

  @Test
  void exportWritesTheNetwork() {
    Path network = folder.resolve("dpo.onnx");
    Shell.ok("policy", "export", trial("dpo"), "--output", network);
    assertTrue(
        Shell.ok(
                "policy",
                "evaluate",
                network,
                "--env",
                "pendulum-v1",
                "--outputs",
                "mean-and-log-std")
            .contains("return-mean"));
  }

  @Test
  void whatIsNotThereIsSaidInALine() throws IOException {
    Shell.fails(
        2,
        "leaves no choice of an environment",
        "policy",
        "evaluate",
        trial("reference"),
        "--env",
        "pendulum-v1");
    Shell.fails(3, "unknown trial", "policy", "evaluate", trial("ipo"));
    Shell.fails(3, "no best policy", "policy", "evaluate", trial("reference") + "/best");
    Shell.fails(2, "quickstar", "policy", "evaluate", "quickstar/" + TASK + "/dpo/0");
    Shell.fails(3, "holds no results", "policy", "evaluate", folder + "/none/" + TASK + "/dpo/0");
    Path empty = folder.resolve("empty");
    Shell.ok(
        "run",
        folder.resolve("tiny.yaml"),
        "--output",
        empty,
        "--jobs",
        1,
        "--only",
        "reference",
        "--keep-policies",
        "none");
    Shell.fails(
        3,
        "holds no policy of|--keep-policies last",
        "policy",
        "render",
        empty + "/" + TASK + "/reference/0",
        "--out",
        folder.resolve("none.png"));
  }
}
