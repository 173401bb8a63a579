package org.prefbench.cli.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.export.PolicyExport;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.nn.torchscript.TorchScriptFiles;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.shelf.PolicyCard;
import org.prefbench.shelf.PolicyEvaluation;
import org.prefbench.shelf.PolicyShelf;
import org.prefbench.shelf.ReplayRecipe;

/** The commands about policies, with a shelf of untrained networks on the class path. */
class PolicyCommandTest {

  @TempDir private Path folder;
  private Path shelf;
  private final GaussianPolicy policy = untrained();
  private final PolicyCard card =
      PolicyCard.measure(
          policy, "pendulum-v1", "novice", "by chance", 1, 2, "abc", "dice", 0, 20, 0);
  private ClassLoader before;
  private URLClassLoader loader;

  private static GaussianPolicy untrained() {
    EnvironmentSpec spec = Environments.registered().get("pendulum-v1").spec();
    int inputs = spec.observations().size();
    int outputs = 2 * spec.actions().size();
    return new GaussianPolicy(
        GaussianPolicy.Form.TANH_GAUSSIAN,
        spec.actions(),
        Standardizer.identity(inputs),
        Mlp.initial(List.of(inputs, 8, outputs), Activation.RELU, new Seed(1)),
        new float[0]);
  }

  @BeforeEach
  void putOnTheClassPath() throws Exception {
    shelf = folder.resolve("policies");
    PolicyShelf.put(shelf, card, policy);
    PolicyShelf.put(
        shelf,
        new ReplayRecipe(
            "pendulum-v1",
            "by chance",
            2,
            "abc",
            "dice",
            0,
            List.of(
                new ReplayRecipe.Snapshot(0, 400, card.sha256()),
                new ReplayRecipe.Snapshot(9, 200, card.sha256()))),
        List.of(policy, policy));
    before = Thread.currentThread().getContextClassLoader();
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void takeFromTheClassPath() throws Exception {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }

  @Test
  void listNamesEveryPolicyAndTheScoresOfTheTrained() throws Exception {
    JsonNode all = Shell.json("policy", "list", "--json");
    List<String> names = all.findValuesAsText("policy");
    assertTrue(
        names.containsAll(List.of("pendulum-novice-v1", "pendulum-expert-v1", "hopper-random-v2")));
    assertFalse(names.contains("pendulum-medium-replay-v1"), "no single policy");
    JsonNode trained = Shell.json("policy", "list", "--trained", "--json");
    int at = trained.findValuesAsText("policy").indexOf("pendulum-novice-v1");
    assertEquals(card.sampled().normalizedScore(), trained.get(at).get("score").asDouble());
    assertFalse(trained.findValuesAsText("policy").contains("pendulum-expert-v1"));
  }

  @Test
  void showPrintsTheCardAndTheRecipe() throws Exception {
    JsonNode shown = Shell.json("policy", "show", "pendulum-novice", "--json");
    assertEquals("by chance", shown.get("algorithm").asText());
    assertEquals(1, shown.get("training-steps").asInt());
    assertEquals(card.sha256(), shown.get("sha256").asText());
    assertEquals(card.sampled().returnMean(), shown.get("sampled").get("return-mean").asDouble());
    JsonNode replay = Shell.json("policy", "show", "pendulum-medium-replay-v1", "--json");
    assertEquals(600, replay.get("dataset-steps").asInt());
    assertEquals("200 " + card.sha256(), replay.get("snapshot-after").get("9").asText());
    JsonNode scripted = Shell.json("policy", "show", "pendulum-expert", "--json");
    assertFalse(scripted.has("sha256"));
  }

  @Test
  void evaluateReproducesTheCard() throws Exception {
    for (boolean sampled : new boolean[] {true, false}) {
      PolicyEvaluation expected = sampled ? card.sampled() : card.deterministic();
      List<Object> arguments =
          new ArrayList<>(
              List.of("policy", "evaluate", "pendulum-novice", "--episodes", 20, "--json"));
      if (!sampled) {
        arguments.add("--deterministic");
      }
      JsonNode same = Shell.json(arguments.toArray());
      assertEquals(expected.returnMean(), same.get("return-mean").asDouble());
      assertEquals(expected.meanLength(), same.get("length-mean").asDouble());
      assertEquals(expected.standardError(), same.get("return-standard-error").asDouble(), 1e-12);
      assertEquals(expected.normalizedScore(), same.get("normalized-score").asDouble());
      assertEquals(0, same.get("card").get("standard-errors-apart").asDouble());
    }
    JsonNode other =
        Shell.json(
            "policy", "evaluate", "pendulum-novice-v1", "--episodes", 30, "--seed", 5, "--json");
    double apart = other.get("card").get("standard-errors-apart").asDouble();
    double a = card.sampled().standardError();
    double b = other.get("return-standard-error").asDouble();
    double difference = other.get("return-mean").asDouble() - card.sampled().returnMean();
    assertEquals(Math.abs(difference) / Math.hypot(a, b), apart, 1e-12);
    assertTrue(apart > 0 && apart < 3, "apart " + apart);
  }

  @Test
  void aCardThatPromisesMoreDoesNotHold() {
    PolicyEvaluation truth = card.sampled();
    PolicyEvaluation promise =
        new PolicyEvaluation(
            truth.episodes(),
            truth.seed(),
            truth.returnMean() + 5 * truth.standardError(),
            truth.returnStandardDeviation(),
            100,
            truth.meanLength());
    PolicyShelf.put(
        shelf,
        new PolicyCard(
            card.environment(),
            card.tier(),
            card.algorithm(),
            card.trainingSteps(),
            card.seed(),
            card.commit(),
            card.command(),
            card.cpuHours(),
            promise,
            card.deterministic(),
            card.sha256()),
        policy);
    Shell answer = Shell.run("policy", "evaluate", "pendulum-novice", "--episodes", 20);
    assertEquals(5, answer.code());
    assertEquals(
        "prefbench: pendulum-novice-v1: the mean return is not that of the card\n", answer.err());
    // 5 standard errors, of which both means have one each
    assertTrue(answer.out().contains("card.standard-errors-apart  3.53553"), answer.out());
  }

  @Test
  void aFileActsWhereItIsTold() throws Exception {
    Path file = folder.resolve("a.policy");
    PolicyFiles.write(file, policy);
    JsonNode result =
        Shell.json("policy", "evaluate", file, "--env", "pendulum-v1", "--episodes", 20, "--json");
    assertEquals(card.sampled().returnMean(), result.get("return-mean").asDouble());
    assertFalse(result.has("card"));
    assertEquals(
        result.get("return-mean"),
        Shell.json(
                "env",
                "rollout",
                "pendulum-v1",
                "--policy",
                "pendulum-novice",
                "--episodes",
                20,
                "--json")
            .get("return-mean"));
    Shell.fails(2, "--env is needed|a.policy", "policy", "evaluate", file);
    Shell.fails(3, "does not fit hopper-v2", "policy", "evaluate", file, "--env", "hopper-v2");
    Shell.fails(2, "did you mean 'hopper-v2'?", "policy", "evaluate", file, "--env", "hoper-v2");
  }

  @Test
  void theSnapshotsOfARecipeMakeADataset() throws Exception {
    Path file = folder.resolve("replay.hdf5");
    JsonNode made =
        Shell.json("dataset", "generate", "pendulum-medium-replay-v1", "--output", file, "--json");
    assertEquals(600, made.get("steps").asInt(), "400 and 200 of the recipe");
    JsonNode provenance = Shell.json("dataset", "info", file, "--json").get("provenance");
    assertEquals(card.sha256(), provenance.get("policy-sha256.0").asText());
    assertEquals(card.sha256(), provenance.get("policy-sha256.1").asText());
    for (JsonNode check : Shell.json("dataset", "verify", file, "--json")) {
      assertEquals("passed", check.get("outcome").asText(), check.toString());
    }
    // another policy on the shelf: the data stay sound, but nobody knows their starts any more
    PolicyShelf.put(
        shelf,
        new ReplayRecipe(
            "pendulum-v1",
            "by luck",
            2,
            "abc",
            "dice",
            0,
            List.of(new ReplayRecipe.Snapshot(0, 600, card.sha256()))),
        List.of(policy));
    for (JsonNode check : Shell.json("dataset", "verify", file, "--json")) {
      assertEquals(
          check.get("check").asText().equals("starts") ? "skipped" : "passed",
          check.get("outcome").asText());
    }
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            id: study
            title: A reference that is no single policy
            tasks:
              - {dataset: pendulum-medium-expert-v1, steps: 1000}
            reference:
              behavior: true
            methods:
              - {method: reference}
            """);
    Shell.fails(
        3,
        "tasks[0].dataset|pendulum-medium-expert-v1 is no single policy",
        "run",
        study,
        "--output",
        folder.resolve("results"));
  }

  @Test
  void whatIsNoPolicyIsOneLine() throws Exception {
    Shell.fails(
        2,
        "unknown policy 'pendulum-novic', did you mean 'pendulum-novice-v1'?",
        "policy",
        "evaluate",
        "pendulum-novic");
    Shell.fails(
        2,
        "policy 'hopper-random' has several versions: hopper-random-v2, hopper-random-v4",
        "policy",
        "show",
        "hopper-random");
    Shell.fails(
        2,
        "pendulum-medium-replay-v1 is no single policy",
        "policy",
        "evaluate",
        "pendulum-medium-replay");
    Shell.fails(2, "--episodes must be >= 2", "policy", "evaluate", "x", "--episodes", 1);
    Path file = shelf.resolve("pendulum-v1/novice.policy");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Shell.fails(3, "novice.policy: its SHA-256 is", "policy", "evaluate", "pendulum-novice");
  }

  @Test
  void exportWritesANetworkThatEvaluatesLikeThePolicy() throws Exception {
    Path network = folder.resolve("novice.onnx");
    JsonNode written =
        Shell.json("policy", "export", "pendulum-novice", "--output", network, "--json");
    assertEquals("mean, log_std", written.get("outputs").asText());
    assertEquals(Files.size(network), written.get("bytes").asLong());
    JsonNode same =
        Shell.json(
            "policy",
            "evaluate",
            network,
            "--env",
            "pendulum-v1",
            "--episodes",
            20,
            "--json",
            "--outputs",
            "mean-and-log-std",
            "--squash",
            "tanh");
    assertEquals(card.sampled().returnMean(), same.get("return-mean").asDouble(), 1e-2);

    Shell.ok("policy", "export", "pendulum-novice", "--by-mean", "--output", network);
    JsonNode mean =
        Shell.json(
            "policy", "evaluate", network, "--env", "pendulum-v1", "--episodes", 20, "--json");
    assertEquals(card.deterministic().returnMean(), mean.get("return-mean").asDouble(), 1e-2);

    Shell.fails(
        3,
        "novice.onnx|gives [2, 1] for 2 observations|mean-and-log-std for 1 actions is [2, 2]",
        "policy",
        "evaluate",
        network,
        "--env",
        "pendulum-v1",
        "--outputs",
        "mean-and-log-std");
    Shell.fails(
        2,
        "noise must be left out where outputs is mean-and-log-std|0.1",
        "policy",
        "evaluate",
        network,
        "--env",
        "pendulum-v1",
        "--noise",
        0.1,
        "--outputs",
        "mean-and-log-std");
    Shell.fails(
        2,
        "--outputs, --squash and --noise are for networks|pendulum-expert",
        "policy",
        "evaluate",
        "pendulum-expert",
        "--noise",
        0.1);
  }

  /** One network in two kinds of file, which two engines run. */
  @Test
  void aNetworkInTorchScriptEvaluatesLikeTheSameInOnnx() throws Exception {
    EnvironmentSpec spec = Environments.registered().get("pendulum-v1").spec();
    Mlp mlp = Mlp.initial(List.of(3, 16, 1), Activation.TANH, new Seed(6));
    GaussianPolicy policy =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            spec.actions(),
            Standardizer.identity(3),
            mlp,
            new float[1]);
    Path onnx = folder.resolve("same.onnx");
    Path torch = folder.resolve("same.pt");
    Files.write(onnx, PolicyExport.action(policy));
    Files.write(torch, TorchScriptFiles.of(mlp));
    assertEquals(evaluated(onnx), evaluated(torch), 1e-2);
    assertEquals(evaluated(torch), evaluated(torch));
    Files.write(torch, new byte[] {1, 2, 3});
    Shell.fails(
        3,
        "same.pt|not a readable TorchScript archive",
        "policy",
        "evaluate",
        torch,
        "--env",
        "pendulum-v1");
  }

  private static double evaluated(Path network) throws Exception {
    return Shell.json(
            "policy",
            "evaluate",
            network,
            "--env",
            "pendulum-v1",
            "--episodes",
            4,
            "--noise",
            0.1,
            "--json")
        .get("return-mean")
        .asDouble();
  }

  @Test
  void exportRefusesWhatIsNoNetworkAndWhatIsNotItsOwn() throws Exception {
    Path file = folder.resolve("x.onnx");
    Shell.fails(
        3,
        "pendulum-expert|is no network",
        "policy",
        "export",
        "pendulum-expert",
        "--output",
        file);
    Shell.fails(
        3,
        "pendulum-novice|does not act by a flow",
        "policy",
        "export",
        "pendulum-novice",
        "--velocity",
        1,
        "--output",
        file);
    assertFalse(Files.exists(file));
    Shell.fails(
        2, "must end with .onnx", "policy", "export", "pendulum-novice", "--output", "x.pt");
    Files.writeString(file, "mine");
    Shell.fails(3, "x.onnx|--overwrite", "policy", "export", "pendulum-novice", "--output", file);
    Shell.ok("policy", "export", "pendulum-novice", "--overwrite", "--output", file);
    Shell.ok("policy", "export", "pendulum-novice", "--output", file); // its own
  }

  @Test
  void evaluateTakesAnEnvironmentThatIsAProcess() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/bin/env"))
            && new ProcessBuilder("/usr/bin/env", "python3", "--version").start().waitFor() == 0,
        "there is no python3");
    EnvironmentSpec mass = Environments.registered().get("point-mass-v0").spec();
    Path file = folder.resolve("still.policy");
    PolicyFiles.write(
        file,
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            mass.actions(),
            Standardizer.identity(4),
            new Mlp(List.of(4, 2), Activation.RELU, Activation.IDENTITY, new float[10]),
            new float[2]));
    String script = Path.of("../envs/src/example/environment.py").toAbsolutePath().toString();
    JsonNode result =
        Shell.json(
            "policy",
            "evaluate",
            file,
            "--env-command",
            "python3 " + script,
            "--episodes",
            5,
            "--deterministic",
            "--json");
    assertEquals("python-point-mass-v0", result.get("environment").asText());
    assertEquals(50, result.get("length-mean").asDouble());
    assertTrue(result.get("return-mean").asDouble() < 0);
    Shell.fails(
        2,
        "--env-command stands in place of --env",
        "policy",
        "evaluate",
        "pendulum-expert",
        "--env-command",
        "python3 " + script);
    Shell.fails(
        3,
        "no-such-program|cannot be started",
        "policy",
        "evaluate",
        file,
        "--env-command",
        "no-such-program");
  }
}
