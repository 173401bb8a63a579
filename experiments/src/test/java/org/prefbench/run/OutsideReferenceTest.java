package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.core.InvalidInputException;
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
import org.prefbench.policy.process.StandInPolicy;
import org.prefbench.run.worker.RunListener;
import org.prefbench.store.TrialRow;
import org.prefbench.study.StudyFile;

/** Studies whose reference was made elsewhere: a network in a file, or a process. */
class OutsideReferenceTest {
  private static final String CHEETAH =
      """
      id: cheetah
      runs: 1
      tasks: [{dataset: halfcheetah-random-v2, steps: 300}]
      reference: %s
      preferences: {pairs: 8, segment-length: 4, states: initial}
      protocol: {episodes: 1, checkpoints: 0, modes: [sampled], select: [last]}
      methods: %s
      """;
  private static final String PENDULUM =
      """
      id: pendulum
      runs: 2
      tasks: [{dataset: pendulum-random-v1, steps: 200}]
      reference: %s
      preferences: {pairs: 8, segment-length: 4, states: initial}
      protocol: {episodes: 2, checkpoints: 0, modes: [sampled], select: [last]}
      methods: [{method: reference}, {method: best-of-n, set: {segment-length: 2}}]
      """;
  private static final String FLOW =
      "{method: pfm, set: {steps: 5, hidden-size: 8, solver: euler, solver-steps: 1}}";

  @TempDir private Path folder;

  private static GaussianPolicy gaussian(String environment, int width) {
    EnvironmentSpec spec = Environments.registered().get(environment).spec();
    int inputs = spec.observations().size();
    int actions = spec.actions().size();
    return new GaussianPolicy(
        GaussianPolicy.Form.TANH_GAUSSIAN,
        spec.actions(),
        Standardizer.identity(inputs),
        Mlp.initial(List.of(inputs, width, width, actions), Activation.RELU, new Seed(4)),
        new float[actions]);
  }

  private StudyFile.Resolved study(String text, String reference, Object... rest)
      throws IOException {
    Path file = folder.resolve("study.yaml");
    Object[] values = new Object[rest.length + 1];
    values[0] = reference;
    System.arraycopy(rest, 0, values, 1, rest.length);
    Files.writeString(file, text.formatted(values));
    return StudyFile.read(file, Map.of());
  }

  private Runs.Options options(int jobs) {
    return new Runs.Options(
        jobs,
        Optional.empty(),
        folder.resolve("cache"),
        WorkerMain.class,
        List.of("test"),
        RunListener.SILENT);
  }

  private Runs.Summary run(StudyFile.Resolved study, String output, int jobs) {
    return Runs.run(study, folder.resolve(output), options(jobs));
  }

  private static List<Double> returns(Runs.Summary summary) {
    return summary.rows().stream().map(row -> row.outcome().returnMean()).toList();
  }

  private void assertRefused(StudyFile.Resolved study, String... parts) {
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> run(study, "refused", 1));
    for (String part : parts) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
    assertEquals(1, error.getMessage().lines().count());
    assertFalse(Files.exists(folder.resolve("refused")), "something was begun");
  }

  /** A network of 17-256-256-6 as a file. */
  private static byte[] cheetah(String ending, int width) {
    return ending.equals("onnx")
        ? PolicyExport.action(gaussian("halfcheetah-v2", width))
        : TorchScriptFiles.of(
            Mlp.initial(List.of(17, width, width, 6), Activation.RELU, new Seed(4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "pt"})
  void aNetworkServesAllMethodsThatNeedNoDensity(String ending) throws IOException {
    Files.write(folder.resolve("policy." + ending), cheetah(ending, 256));
    String reference = "{file: policy." + ending + ", noise: 0.1}";
    String methods =
        "[{method: reference}, {method: marginal-bc, set: {steps: 5}}, "
            + FLOW
            + ", {method: best-of-n, set: {segment-length: 2}}]";
    Runs.Summary first = run(study(CHEETAH, reference, methods), "first", 1);
    assertEquals(List.of(), first.problems());
    assertEquals(4, first.rows().size());
    assertTrue(first.rows().stream().allMatch(row -> row.status() == TrialRow.Status.OK));

    // the same file elsewhere, with another number of workers, from nothing: the same bytes
    Files.createDirectories(folder.resolve("there"));
    Path renamed = folder.resolve("there/renamed." + ending);
    Files.move(folder.resolve("policy." + ending), renamed);
    String moved = "{file: there/renamed." + ending + ", noise: 0.1}";
    Runs.Options fresh =
        new Runs.Options(
            2,
            Optional.empty(),
            folder.resolve("cache-2"),
            WorkerMain.class,
            List.of("test"),
            RunListener.SILENT);
    Runs.Summary again = Runs.run(study(CHEETAH, moved, methods), folder.resolve("second"), fresh);
    assertEquals(returns(first), returns(again));
    assertEquals(0, run(study(CHEETAH, moved, methods), "first", 1).ran(), "nothing is outdated");
    assertTrue(Runs.status(folder.resolve("first")).outdated().isEmpty());

    // other bytes, or another noise, are another reference
    assertEquals(
        Map.of("outdated", 4), Map.copyOf(statusWith("first", "noise: 0.2", "noise: 0.1")));
    Files.write(renamed, cheetah(ending, 16));
    assertEquals(Map.of("outdated", 4), Runs.status(folder.resolve("first")).trials());
  }

  /** Returns the states of the trials where the study in the folder of results says otherwise. */
  private Map<String, Integer> statusWith(String output, String now, String before)
      throws IOException {
    Path file = folder.resolve(output).resolve("study.yaml");
    String text = Files.readString(file);
    Files.writeString(file, text.replace(before, now));
    Map<String, Integer> trials = Runs.status(folder.resolve(output)).trials();
    Files.writeString(file, text);
    return trials;
  }

  @ParameterizedTest
  @CsvSource({"dpo, onnx", "rlhf, onnx", "dpo, pt", "rlhf, pt"})
  void aMethodThatNeedsADensityIsRefusedBeforeAnythingIsMade(String method, String ending)
      throws IOException {
    Files.write(folder.resolve("policy." + ending), cheetah(ending, 16));
    String methods = "[{method: reference}, {method: " + method + "}]";
    assertRefused(
        study(CHEETAH, "{file: policy." + ending + ", noise: 0.1}", methods),
        "study.yaml:7: methods[1].method: ",
        method + " needs a Gaussian reference");
    assertRefused(
        study(CHEETAH, "{command: [no-such-program-here]}", methods), "reference.command");
  }

  @Test
  void aPolicyFileOfOurOwnIsAGaussianLikeAnyOther() throws IOException {
    PolicyFiles.write(folder.resolve("mine.policy"), gaussian("pendulum-v1", 8));
    String text = PENDULUM.replaceFirst("methods: .*", "methods: [{method: reference}, %s]");
    Runs.Summary summary =
        run(
            study(text, "{file: mine.policy, temperature: 0.5}", "{method: dpo, set: {steps: 5}}"),
            "own",
            1);
    assertEquals(List.of(), summary.problems());
    assertRefused(
        study(text, "{file: mine.policy, noise: 0.1}", FLOW), "reference.file", "for networks");
    PolicyFiles.write(folder.resolve("mine.policy"), gaussian("halfcheetah-v2", 8));
    assertRefused(study(text, "{file: mine.policy}", FLOW), "mine.policy does not fit pendulum-v1");
  }

  @Test
  void aTaskMayNameAFileOfItsOwn() throws IOException {
    Files.write(folder.resolve("a.onnx"), PolicyExport.action(gaussian("pendulum-v1", 8)));
    String text =
        PENDULUM
            .replace("runs: 2", "runs: 1")
            .replace(
                "steps: 200}",
                "steps: 200, reference: {file: a.onnx, noise: 0.3}}, {dataset: pendulum-random-v1,"
                    + " steps: 200, label: other}");
    Runs.Summary summary = run(study(text, "{set: {steps: 5}}"), "tasks", 1);
    assertEquals(List.of(), summary.problems());
    assertEquals(4, summary.rows().size());
    assertRefused(
        study(text.replace("a.onnx, noise: 0.3", "b.onnx"), "{set: {steps: 5}}"), "b.onnx");
    assertRefused(
        study(text.replace("0.3", "0"), "{set: {steps: 5}}"),
        "tasks[0].reference.file",
        "noise must be > 0");
  }

  @Test
  void aProcessThatDoesNotAnswerAsItHasToIsRefusedBeforeAnythingIsMade() throws IOException {
    for (String fault : List.of("exit", "nan", "words", "greeting")) {
      assertRefused(
          study(PENDULUM, command(fault, "")),
          "reference.command: ",
          StandInPolicy.class.getName());
    }
    assertRefused(
        study(PENDULUM, command("none", ", version: '7'")),
        "must be of version '7', and says it is '2'");
    assertRefused(
        study(PENDULUM, command("hang", ", timeout: 0.5")), "gave no action within 0.5 seconds");
  }

  private static String command(String fault, String rest) {
    List<String> words =
        StandInPolicy.command(fault, 60).words().stream().map(word -> "'" + word + "'").toList();
    return "{command: [" + String.join(", ", words) + "]" + rest + "}";
  }

  /** The example in Python, which kills itself once, after the pairs are made. */
  @Test
  void aProcessThatIsKilledFailsItsTrialAndNoOther() throws IOException {
    assumeTrue(isThere("python3"), "there is no python3");
    Files.copy(Path.of("../envs/src/example/policy.py"), folder.resolve("policy.py"));
    Files.writeString(
        folder.resolve("killed.py"),
        """
        import os, policy, signal, sys
        act, calls = policy.action, [0]
        def action(observation, noise):
            calls[0] += 1
            if calls[0] == int(sys.argv[1]) and not os.path.exists("killed"):
                open("killed", "w").close()
                os.kill(os.getpid(), signal.SIGKILL)
            return act(observation, noise)
        policy.action = action
        policy.main()
        """);
    String reference = "{command: [python3, killed.py, '300'], version: '1'}";
    // 8 pairs of two segments of 4 steps are 64 calls, an episode has 200
    Runs.Summary killed = run(study(PENDULUM, reference), "killed-once", 1);
    assertEquals(1, killed.problems().size(), killed.problems().toString());
    String problem = killed.problems().get(0);
    assertTrue(problem.startsWith("pendulum-random-v1/reference/0 failed: python3 "), problem);
    assertTrue(
        problem.endsWith("killed.py 300: was ended by signal 9 where it had to give action"),
        problem);
    assertEquals(4, killed.rows().size());

    Runs.Summary resumed = Runs.resume(folder.resolve("killed-once"), options(1));
    assertEquals(List.of(), resumed.problems());
    assertEquals(1, resumed.ran());
    Runs.Summary undisturbed = run(study(PENDULUM, reference), "undisturbed", 2);
    assertEquals(returns(undisturbed), returns(resumed));
  }

  private static boolean isThere(String program) {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void theExampleStudyIsOne() {
    StudyFile.Resolved example =
        StudyFile.read(Path.of("../envs/src/example/pendulum.yaml"), Map.of());
    assertFalse(Runs.explain(example).isEmpty());
    List<String> words = example.study().reference().command().orElseThrow();
    assertTrue(Files.isRegularFile(Path.of(words.get(1))), words.toString());
  }
}
