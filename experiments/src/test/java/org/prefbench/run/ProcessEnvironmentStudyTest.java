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
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.torchscript.TorchScriptFiles;
import org.prefbench.run.worker.RunListener;
import org.prefbench.stage.TrialStage;
import org.prefbench.store.TrialRow;
import org.prefbench.study.StudyFile;

/** Studies whose environment is a process: the examples in Python, skipped without python3. */
class ProcessEnvironmentStudyTest {
  private static final Path EXAMPLES = Path.of("../envs/src/example");
  private static final Path STAND_IN =
      Path.of("../envs/src/test/resources/org/prefbench/env/process/packages");
  private static final String MASS = "{command: [python3, environment.py]}";

  @TempDir private Path folder;

  @BeforeAll
  static void needsPython() throws InterruptedException {
    boolean there;
    try {
      there = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "there is no python3");
  }

  @BeforeEach
  void writeFiles() throws IOException {
    Files.copy(EXAMPLES.resolve("environment.py"), folder.resolve("environment.py"));
    Files.copy(EXAMPLES.resolve("gymnasium_environment.py"), folder.resolve("task.py"));
    Files.writeString(folder.resolve("mass.csv"), csv(4, 2));
    Files.writeString(folder.resolve("count.csv"), csv(2, 1));
  }

  /** Four episodes of 25 steps, of whatever sizes. */
  private static String csv(int observed, int acted) {
    StringBuilder text = new StringBuilder("episode,step,");
    for (int j = 0; j < observed; j++) {
      text.append("observation_" + j + ",");
    }
    for (int j = 0; j < acted; j++) {
      text.append("action_" + j + ",");
    }
    text.append("reward,terminated,truncated\n");
    for (int row = 0; row < 4 * 26; row++) {
      int t = row % 26;
      text.append(row / 26 + "," + t + ",");
      for (int j = 0; j < observed; j++) {
        text.append((row * (j + 3) % 17 - 8) / 8.0 + ",");
      }
      for (int j = 0; j < acted; j++) {
        text.append(t == 25 ? "," : (row * (j + 5) % 13 - 6) / 8.0 + ",");
      }
      text.append(t == 25 ? ",,\n" : -(row % 7) + ",0," + (t == 24 ? 1 : 0) + "\n");
    }
    return text.toString();
  }

  /** Words of a command for a task of the stand-in for Gymnasium. */
  private static String gymnasium(String task) {
    return "{command: [env, PYTHONPATH="
        + STAND_IN.toAbsolutePath().normalize()
        + ", python3, task.py, "
        + task
        + "]}";
  }

  private StudyFile.Resolved study(String task, String reference, String pairs, String methods)
      throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(
        file,
        """
        id: outside
        runs: 2
        tasks:
          - {dataset: mine, %s}
        reference: %s
        preferences: {pairs: 8, segment-length: 3, %s}
        protocol: {episodes: 3, checkpoints: 0, modes: [sampled], select: [last]}
        methods: [%s]
        """
            .formatted(task, reference, pairs, methods));
    return StudyFile.read(file, Map.of());
  }

  private StudyFile.Resolved mass(String environment, String pairs, String methods)
      throws IOException {
    String task = "file: mass.csv, environment: " + environment;
    return study(task, "{set: {hidden-size: 4, steps: 10}}", pairs, methods);
  }

  private Runs.Options options(int jobs, String cache) {
    return new Runs.Options(
        jobs,
        Optional.empty(),
        folder.resolve(cache),
        WorkerMain.class,
        List.of("test"),
        RunListener.SILENT);
  }

  private Runs.Summary run(StudyFile.Resolved study, String output) {
    return Runs.run(study, folder.resolve(output), options(1, "cache"));
  }

  private static Map<String, Double> returns(Runs.Summary summary) {
    return summary.rows().stream()
        .collect(Collectors.toMap(TrialRow::trial, row -> row.outcome().returnMean()));
  }

  private void assertRefused(StudyFile.Resolved study, String... parts) {
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> run(study, "refused"));
    for (String part : parts) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
    assertEquals(1, error.getMessage().lines().count());
    assertFalse(Files.exists(folder.resolve("refused")), "something was begun");
  }

  private static final String ALL =
      "{method: reference}, {method: dpo, set: {steps: 5}},"
          + " {method: pfm, set: {steps: 5, hidden-size: 8, solver: euler, solver-steps: 1}},"
          + " {method: best-of-n, set: {segment-length: 2}}";

  /** Pairs are roll-outs from common starts, and plans and planners look ahead. */
  @Test
  void anEnvironmentWithSnapshotsServesEverything() throws IOException {
    Runs.Summary first = run(mass(MASS, "states: initial", ALL), "first");
    assertEquals(List.of(), first.problems());
    assertEquals(8, first.rows().size());
    assertTrue(first.rows().stream().allMatch(row -> row.outcome().returnMean() < 0));
    assertTrue(first.rows().stream().allMatch(row -> row.outcome().lengthMean() == 50));

    // from nothing, with another number of workers, the files elsewhere: the same numbers
    Files.createDirectories(folder.resolve("there"));
    Files.move(folder.resolve("environment.py"), folder.resolve("there/renamed.py"));
    String moved = "{command: [python3, there/renamed.py], timeout: 50}";
    Runs.Summary again =
        Runs.run(
            mass(moved, "states: initial", ALL),
            folder.resolve("second"),
            options(2, "other-cache"));
    assertEquals(returns(first), returns(again));
    StudyFile.Resolved unhurried =
        mass("{command: [python3, there/renamed.py]}", "states: initial", ALL);
    assertEquals(0, run(unhurried, "first").ran());

    Files.writeString(
        folder.resolve("there/renamed.py"),
        Files.readString(folder.resolve("there/renamed.py")) + "# changed\n");
    assertEquals(Map.of("outdated", 8), Runs.status(folder.resolve("first")).trials());
  }

  /**
   * A task of the stand-in counts: it starts at the seed modulo 10, an action is added, the reward
   * is what there is, negative, and beyond 20 or after seven steps it is over.
   */
  @ParameterizedTest
  @CsvSource({"Counter-v2", "test/MuCounter-v3"})
  void aTaskOfGymnasiumIsEvaluatedAsItPays(String name) throws IOException {
    float[] always = new float[3];
    always[2] = 2.5f; // the bias: every action is 2.5
    Files.write(
        folder.resolve("always.pt"),
        TorchScriptFiles.of(new Mlp(List.of(2, 1), Activation.RELU, Activation.IDENTITY, always)));
    StudyFile.Resolved study =
        study(
            "file: count.csv, environment: " + gymnasium(name),
            "{file: always.pt}",
            "sampler: logged",
            "{method: reference}");
    Runs.Summary summary = run(study, "counted");
    assertEquals(List.of(), summary.problems());
    for (TrialRow row : summary.rows()) {
      Seed seed = TrialStage.evaluationSeed(study.study().protocol().seed(), "mine", row.run());
      double sum = 0;
      double steps = 0;
      for (Seed start : seed.child("final").children(0, 3, "reset")) {
        double place = Long.remainderUnsigned(start.value() & 0xffffffffL, 10);
        for (int step = 1; step <= 7 && place <= 20; step++) {
          place += 2.5;
          sum -= place;
          steps++;
        }
      }
      assertEquals(sum / 3, row.outcome().returnMean(), 1e-6);
      assertEquals(steps / 3, row.outcome().lengthMean(), 1e-12);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "states: initial | {method: reference} | preferences.sampler: sampler must be logged on mine",
        "sampler: logged | {method: best-of-n} | best-of-n needs look-ahead, which mine",
        "sampler: logged | {method: pfm} | pfm needs look-ahead, which mine",
        "sampler: logged | {method: pfm, set: {source: imagined, rounds: 2}} | pfm needs teacher, which",
      })
  void whatGoesOnFromAStateIsRefusedWithoutSnapshots(String pairs, String methods, String rule)
      throws IOException {
    String task = "file: count.csv, environment: " + gymnasium("Counter-v2");
    StudyFile.Resolved study =
        study(
            task, "{set: {hidden-size: 4, steps: 10}}", pairs, "{method: marginal-bc}, " + methods);
    assertRefused(study, rule, "task.py Counter-v2, gives no snapshots");
  }

  /** Those that act from the start of episodes alone are not. */
  @Test
  void theOtherMethodsTrainAndActWithoutSnapshots() throws IOException {
    StudyFile.Resolved study =
        study(
            "file: count.csv, environment: " + gymnasium("Counter-v2"),
            "{set: {hidden-size: 4, steps: 10}}",
            "sampler: logged",
            "{method: marginal-bc, set: {steps: 5}}, {method: dpo, set: {steps: 5}},"
                + " {method: pfm, set: {steps: 5, hidden-size: 8, source: noise, training-source: noise}},"
                + " {method: rlhf, set: {simulator-steps: 64, copies: 4, horizon: 8, reward-steps: 5}}");
    Runs.Summary summary = run(study, "logged");
    assertEquals(List.of(), summary.problems());
    assertTrue(summary.rows().stream().allMatch(row -> row.outcome().lengthMean() <= 7));
  }

  @Test
  void aProcessThatIsNoEnvironmentOfTheDataIsRefusedBeforeAnythingIsMade() throws IOException {
    assertRefused(
        study(
            "file: count.csv, environment: " + MASS,
            "{}",
            "states: initial",
            "{method: reference}"),
        "study.yaml:4: tasks[0].environment.command: ",
        "count.csv: its observations have 2 numbers, those of python-point-mass-v0 have 4");
    StudyFile.Resolved missing =
        mass("{command: [no-such-program]}", "states: initial", "{method: reference}");
    assertRefused(missing, "tasks[0].environment.command: no-such-program: cannot be started");
    assertFalse(Runs.explain(missing).isEmpty(), "nothing is started to explain a study");
    Files.writeString(
        folder.resolve("environment.py"),
        Files.readString(folder.resolve("environment.py"))
            .replace("float(number) for", "1 / 0 for"));
    assertRefused(
        mass(MASS, "states: initial", "{method: reference}"),
        "where it had to give step; it said: ZeroDivisionError");
  }

  /** The example, which kills itself once while a policy is evaluated. */
  @Test
  void aProcessThatIsKilledFailsItsTrialAndNoOther() throws IOException {
    Files.writeString(
        folder.resolve("killed.py"),
        """
        import environment, os, signal, sys
        step, calls = environment.PointMass.step, [0]
        def counted(mass, action):
            calls[0] += 1
            if calls[0] == int(sys.argv[1]) and not os.path.exists("killed"):
                open("killed", "w").close()
                os.kill(os.getpid(), signal.SIGKILL)
            return step(mass, action)
        environment.PointMass.step = counted
        environment.main()
        """);
    String methods = "{method: reference}, {method: marginal-bc, set: {steps: 5}}";
    // 8 pairs of two segments of 3 steps are 48 steps, three episodes 150
    StudyFile.Resolved study =
        mass("{command: [python3, killed.py, '100']}", "states: initial", methods);
    Runs.Summary killed = run(study, "killed-once");
    assertEquals(1, killed.problems().size(), killed.problems().toString());
    String problem = killed.problems().get(0);
    assertTrue(problem.startsWith("mine/reference/0 failed: python3 "), problem);
    assertTrue(
        problem.endsWith("killed.py 100: was ended by signal 9 where it had to give step"),
        problem);
    assertEquals(4, killed.rows().size());

    Runs.Summary resumed = Runs.resume(folder.resolve("killed-once"), options(1, "cache"));
    assertEquals(List.of(), resumed.problems());
    assertEquals(1, resumed.ran());
    Runs.Summary undisturbed =
        Runs.run(study, folder.resolve("undisturbed"), options(2, "other-cache"));
    assertEquals(returns(undisturbed), returns(resumed));
  }
}
