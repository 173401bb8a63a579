package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.core.InvalidInputException;
import org.prefbench.run.worker.RunListener;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.StudyFile;

/** Runs with real worker processes. */
class RunsTest {
  private static final String METHODS =
      "[{method: reference}, {method: test-scripted}, {method: test-spy}]";

  @TempDir private Path folder;

  private Runs.Options options(int jobs, String cache) {
    return new Runs.Options(
        jobs,
        Optional.empty(),
        folder.resolve(cache),
        WorkerMain.class,
        List.of("test"),
        RunListener.SILENT);
  }

  /** The rows without times and memory, which is all that may differ. */
  private static List<String> reproducible(Path output) {
    List<String> lines = new ArrayList<>();
    for (TrialRow row : TrialTable.read(new ResultStore(output).trialsFile())) {
      String text = row.toString();
      lines.add(text.substring(0, text.indexOf(", resources=")));
    }
    return lines;
  }

  @Test
  void oneJobTwoJobsAndARunThatWasKilledGiveTheSameRows()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    StudyFile.Resolved study = Studies.of(METHODS, Map.of());
    Path one = folder.resolve("one");
    Runs.Summary summary = Runs.run(study, one, options(1, "cache-one"));
    assertEquals(6, summary.ran());
    assertEquals(List.of(), summary.problems());
    // 2 runs of: reference and spy 2 rows (no checkpoints, last in 2 modes), scripted 6
    assertEquals(20, summary.rows().size());

    Path two = folder.resolve("two");
    Runs.run(study, two, options(2, "cache-two"));
    assertEquals(reproducible(one), reproducible(two));

    Path killed = folder.resolve("killed");
    Path file = Files.writeString(folder.resolve("small.yaml"), StudyFile.toYaml(study.study()));
    killAfter(3, RunMain.command(file, killed, folder.resolve("cache-killed")));
    assertFalse(Files.exists(new ResultStore(killed).trialsFile()));
    Status status = Runs.status(killed);
    assertTrue(status.trials().getOrDefault("ok", 0) >= 1, status.trials().toString());
    assertTrue(status.trials().getOrDefault("missing", 0) >= 1, status.trials().toString());
    Runs.Summary resumed = Runs.resume(killed, options(2, "cache-killed"));
    assertEquals(status.trials().get("ok"), resumed.reused());
    assertEquals(reproducible(one), reproducible(killed));
  }

  /** Kills a run, SIGKILL, when it tells that {@code jobs} jobs are done; its workers must end. */
  private static void killAfter(int jobs, List<String> command)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Process run =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<ProcessHandle> workers;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && Integer.parseInt(line) < jobs) {
        line = lines.readLine();
      }
      assertEquals(String.valueOf(jobs), line, "the run ended before it could be killed");
      workers = run.descendants().toList();
      run.destroyForcibly();
    }
    assertTrue(run.waitFor(30, TimeUnit.SECONDS));
    assertFalse(workers.isEmpty());
    for (ProcessHandle worker : workers) {
      worker.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void failuresAreRowsAndOnlyTheyAreRunAgain() {
    StudyFile.Resolved study =
        Studies.of(
            "[{method: reference},"
                + " {method: test-scripted, label: diverging, set: {act: diverge}},"
                + " {method: test-scripted, label: failing, set: {act: fail}},"
                + " {method: test-scripted, label: dying, set: {act: die}}]",
            Map.of("runs", "1"));
    Path output = folder.resolve("out");
    Runs.Summary summary = Runs.run(study, output, options(2, "cache"));
    assertEquals(
        List.of(
            "gaussian-1d-random-v0/diverging/0 diverged: loss is NaN in step 2",
            "gaussian-1d-random-v0/failing/0 failed: ArithmeticException: first line"),
        summary.problems().subList(0, 2));
    String died = summary.problems().get(2);
    assertTrue(
        died.startsWith(
            "gaussian-1d-random-v0/dying/0 failed: 2 times the worker process ended with exit code"
                + " 7, see logs/worker-"),
        died);
    assertEquals(3, summary.problems().size());
    assertEquals(8, summary.rows().size()); // two modes each
    List<String> before = reproducible(output);
    Runs.Summary again = Runs.resume(output, options(1, "cache"));
    assertEquals(2, again.ran());
    assertEquals(2, again.reused());
    assertEquals(before.subList(0, 6), reproducible(output).subList(0, 6));
  }

  @Test
  void whateverEndsAWorkerTheRunGoesOnAndKeepsItsTraces() throws IOException {
    StudyFile.Resolved study =
        Studies.of(
            "[{method: test-scripted, label: killed, set: {act: be-killed}},"
                + " {method: test-scripted, label: crashing, set: {act: crash}},"
                + " {method: test-scripted, label: filling, set: {act: fill-memory}},"
                + " {method: test-spy}]",
            Map.of("runs", "1"));
    Path output = folder.resolve("out");
    Runs.Summary summary = Runs.run(study, output, options(2, "cache"));
    List<String> ends =
        List.of(
            "killed/0 failed: 2 times the worker process ended with exit code 137 (killed), see"
                + " logs/worker-",
            "crashing/0 failed: 2 times the worker process crashed (SIGSEGV",
            "filling/0 failed: 2 times the worker process ended with exit code 3 (out of memory),"
                + " see logs/worker-");
    for (int i = 0; i < ends.size(); i++) {
      String problem = summary.problems().get(i);
      assertTrue(problem.startsWith("gaussian-1d-random-v0/" + ends.get(i)), problem);
    }
    assertEquals(3, summary.problems().size());
    assertEquals(8, summary.rows().size()); // two modes each
    Path logs = new ResultStore(output).logs();
    try (Stream<Path> files = Files.list(logs)) {
      long crashes =
          files.filter(file -> file.getFileName().toString().matches("hs_err_pid\\d+.log")).count();
      assertEquals(2, crashes);
    }
  }

  @Test
  void sharedInputsThatCannotBeMadeFailAllTheirTrials() throws IOException {
    Path cache = Files.writeString(folder.resolve("cache"), "a file where a folder must be");
    StudyFile.Resolved study =
        Studies.of("[{method: reference}, {method: test-spy}]", Map.of("runs", "1"));
    Runs.Summary summary = Runs.run(study, folder.resolve("out"), options(1, "cache"));
    String reason = " failed: preparing gaussian-1d-random-v0 run 0: cache folder " + cache + " ";
    assertEquals(2, summary.problems().size());
    for (String method : List.of("reference", "test-spy")) {
      String start = "gaussian-1d-random-v0/" + method + "/0" + reason;
      assertTrue(
          summary.problems().stream().anyMatch(problem -> problem.startsWith(start)),
          summary.problems().toString());
    }
  }

  @Test
  void onlyWhatAChangeConcernsIsRunAgain() {
    Path output = folder.resolve("out");
    Map<String, String> small = Map.of("runs", "1");
    Runs.run(Studies.of("[{method: reference}]", small), output, options(1, "cache"));
    Runs.Summary same =
        Runs.run(Studies.of("[{method: reference}]", small), output, options(1, "cache"));
    assertEquals(0, same.ran());
    Runs.Summary more =
        Runs.run(
            Studies.of("[{method: test-spy}, {method: reference}]", small),
            output,
            options(1, "cache"));
    assertEquals(1, more.ran());
    assertEquals(1, more.reused());
    Map<String, String> longer = Map.of("runs", "1", "protocol.episodes", "8");
    Runs.Options some =
        new Runs.Options(
            1,
            Optional.of("*/test-spy/*"),
            folder.resolve("cache"),
            WorkerMain.class,
            List.of(),
            RunListener.SILENT);
    Runs.Summary changed =
        Runs.run(Studies.of("[{method: test-spy}, {method: reference}]", longer), output, some);
    assertEquals(1, changed.ran());
    assertEquals(1, changed.missing()); // the reference's result is that of another protocol
    assertEquals(Map.of("ok", 1, "outdated", 1), Runs.status(output).trials());
    assertEquals(
        List.of("test-spy"), changed.rows().stream().map(TrialRow::method).distinct().toList());
  }

  @Test
  void nothingIsWrittenForAStudyThatCannotRun() {
    Path output = folder.resolve("out");
    StudyFile.Resolved unknown = Studies.of("[{method: referense}]", Map.of());
    String error =
        assertThrows(
                InvalidInputException.class, () -> Runs.run(unknown, output, options(1, "cache")))
            .getMessage();
    assertTrue(
        error.startsWith(
            "small.yaml:7: methods[0].method: unknown method 'referense', did you mean"
                + " 'reference'?"),
        error);
    StudyFile.Resolved wrong =
        Studies.of("[{method: reference}, {method: test-spy, set: {touch: all}}]", Map.of());
    error =
        assertThrows(
                InvalidInputException.class, () -> Runs.run(wrong, output, options(1, "cache")))
            .getMessage();
    assertTrue(
        error.startsWith(
            "small.yaml:7: methods[1].set.touch: unknown value of test-spy.touch 'all'"),
        error);
    assertFalse(Files.exists(output));
    Runs.Options nothing =
        new Runs.Options(
            1,
            Optional.of("*/pfm/*"),
            folder.resolve("cache"),
            WorkerMain.class,
            List.of(),
            RunListener.SILENT);
    assertEquals(
        "no trial of small matches '*/pfm/*'; a key is like 'gaussian-1d-random-v0/reference/0'",
        assertThrows(
                InvalidInputException.class,
                () -> Runs.run(Studies.of("[{method: reference}]", Map.of()), output, nothing))
            .getMessage());
  }

  @Test
  void explainNamesTheDefaultsOfMethodsToo() {
    List<StudyFile.Value> values =
        Runs.explain(Studies.of("[{method: test-scripted, set: {steps: 9}}]", Map.of("seed", "3")));
    assertTrue(values.contains(new StudyFile.Value("seed", "3", "command line")));
    assertTrue(values.contains(new StudyFile.Value("methods[0].set.steps", "9", "small.yaml:7")));
    assertTrue(
        values.contains(
            new StudyFile.Value("methods[0].set.act", "learn", "default of test-scripted")));
  }
}
