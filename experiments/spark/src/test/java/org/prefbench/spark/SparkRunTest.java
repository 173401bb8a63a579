package org.prefbench.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Studies on a real Spark, master, workers, executors and drivers as processes: whatever is killed
 * and wherever jobs run, the rows are those of one worker process here. The tests have clusters of
 * their own and run side by side: both wait most of the time.
 */
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark is started by scripts/prefbench")
class SparkRunTest {
  private static final String STUDY =
      """
      id: cluster
      runs: 2
      tasks: [{dataset: gaussian-1d-random-v0, steps: 200}]
      reference: {set: {steps: 100}}
      preferences: {pairs: 40, segment-length: 1, states: initial}
      protocol: {episodes: 20, checkpoints: 0, select: [last]}
      methods:
        - {method: dpo, label: dpo-1, set: {steps: 4000}}
        - {method: dpo, label: dpo-2, set: {steps: 4000, beta: 0.2}}
        - {method: dpo, label: dpo-3, set: {steps: 4000, beta: 0.3}}
      report: {against: [dpo-1], bootstrap: 200}
      """;

  private static final String SECRET = "only the machines of this test know it";
  private static final int PATIENCE_SECONDS = 600; // on a machine that is busy with other things
  private static final int POLL_MILLISECONDS = 50;
  private static final Pattern RUNNING =
      Pattern.compile("\"job\"\\s*:\\s*\"([^\"]*)\",\\s*\"host\"\\s*:\\s*\"([^\"]*)\"");

  @TempDir private static Path together;
  private static Path study;
  private static List<String> whole;

  @TempDir private Path folder;
  private final List<Program> started = new ArrayList<>();
  private Optional<Process> driver = Optional.empty();

  /** A job that runs, as status tells of it. */
  private record Running(String job, String host) {
    boolean isTrial() {
      return !job.startsWith("preparing");
    }
  }

  @BeforeAll
  static void oneJobAtATime() throws Exception {
    study = Files.writeString(together.resolve("cluster.yaml"), STUDY);
    Program alone = new Program(together.resolve("alone"), SECRET);
    Path output = together.resolve("alone/results");
    alone.run("run", study.toString(), "--jobs", "1", "--output", output.toString());
    whole = rows(output);
    assertEquals(2 * 3 * 2, whole.size(), "runs, methods, ways to act");
  }

  @AfterEach
  void nothingSurvives() throws Exception {
    driver.ifPresent(Process::destroyForcibly); // of a test that failed before its end
    for (Program machine : started) {
      machine.run("cluster", "stop");
    }
    String own = folder.toString();
    List<String> left =
        ProcessHandle.allProcesses()
            .flatMap(process -> process.info().commandLine().stream())
            .filter(line -> line.contains(own))
            .toList();
    assertEquals(List.of(), left);
  }

  /** The columns that are the same whenever and wherever a study runs, sorted. */
  private static List<String> rows(Path output) throws IOException {
    List<String[]> lines =
        Files.readAllLines(output.resolve("trials.csv")).stream()
            .map(line -> line.split(",", -1))
            .toList();
    String[] header = lines.get(0);
    int[] columns =
        IntStream.range(0, header.length)
            .filter(j -> !header[j].endsWith("_seconds") && !header[j].endsWith("_bytes"))
            .toArray();
    return lines.stream()
        .skip(1)
        .map(line -> IntStream.of(columns).mapToObj(j -> line[j]).toList().toString())
        .sorted()
        .toList();
  }

  /** Starts a part of a cluster on an address and returns the master's. */
  private String cluster(Program machine, String... words) throws Exception {
    started.add(machine);
    List<String> all = new ArrayList<>(List.of("cluster", "start", "--json"));
    all.addAll(List.of(words));
    String said = machine.run(all.toArray(String[]::new));
    Matcher master = Pattern.compile("spark://[^\"]+").matcher(said);
    assertTrue(master.find(), said);
    return master.group();
  }

  private static <T> T await(String what, Path said, Supplier<Optional<T>> look) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
    }
    throw new AssertionError("no " + what + ": " + Files.readString(said));
  }

  private static List<Running> running(Path output) {
    try {
      return RUNNING
          .matcher(Files.readString(output.resolve("logs/running.json")))
          .results()
          .map(found -> new Running(found.group(1), found.group(2)))
          .toList();
    } catch (IOException e) {
      return List.of(); // not yet
    }
  }

  /** Waits until that many trials run at once. */
  private static List<Running> awaitTrials(int count, Path output, Path said) throws Exception {
    return await(
        count + " trials that run",
        said,
        () ->
            Optional.of(running(output))
                .filter(jobs -> jobs.stream().filter(Running::isTrial).count() >= count));
  }

  /** Returns the processes below those that a machine's cluster was started with. */
  private static List<ProcessHandle> members(Program machine) throws IOException {
    List<ProcessHandle> members = new ArrayList<>();
    for (String line : Files.readAllLines(machine.clusterFolder().resolve("processes"))) {
      ProcessHandle.of(Long.parseLong(line.split(" ")[0])).ifPresent(members::add);
    }
    return members;
  }

  private static boolean is(ProcessHandle process, String name) {
    return process.info().commandLine().orElse("").contains(name);
  }

  private static List<ProcessHandle> executors(Program machine) throws IOException {
    return members(machine).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> is(process, "CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** Kills a process as no process can prevent; it and all that it started must be gone. */
  private static void kill(ProcessHandle process) throws Exception {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process);
    process.destroyForcibly();
    for (ProcessHandle each : all) {
      each.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void executorWorkerAndDriverAreKilled() throws Exception {
    Program machine = new Program(folder.resolve("machine"), SECRET);
    String master = cluster(machine, "--workers", "2", "--port", "0");
    assertEquals(3, members(machine).size());
    Path output = folder.resolve("machine/results");
    String[] engine = {"--engine", "spark", "--master", master, "--jobs", "2"};
    Process run =
        machine.start(words(engine, "run", study.toString(), "--output", output.toString()));
    driver = Optional.of(run);

    awaitTrials(2, output, machine.said());
    ProcessHandle executor = executors(machine).get(0);
    long parent = executor.parent().orElseThrow().pid();
    kill(executor);
    await(
        "attempt of a trial that ended",
        machine.said(),
        () -> Optional.of(said(machine)).filter(text -> text.contains("attempt 1 of 'trial ")));

    // the other one, whose executor is at work; that of this one is being started anew
    ProcessHandle worker =
        members(machine).stream()
            .filter(process -> is(process, "deploy.worker.Worker") && process.pid() != parent)
            .findFirst()
            .orElseThrow();
    kill(worker);
    await(
        "second executor that is gone",
        machine.said(),
        () ->
            Optional.of(said(machine)).filter(text -> text.split(" of Spark is gone").length > 2));

    awaitTrials(1, output, machine.said());
    List<ProcessHandle> left =
        executors(machine).stream()
            .flatMap(own -> Stream.concat(Stream.of(own), own.descendants()))
            .toList();
    assertFalse(left.isEmpty());
    run.destroyForcibly();
    assertNotEquals(0, Program.end(run));
    for (ProcessHandle process : left) {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertFalse(Files.exists(output.resolve("trials.csv")), "there was something left to do");
    String status = machine.run("status", output.toString());
    String trial = "running: gaussian-1d-random-v0/dpo-\\d/\\d \\d+ % on 127[.]0[.]0[.]1\n";
    assertTrue(Pattern.compile(trial).matcher(status).find(), status);

    machine.run(words(engine, "resume", output.toString()));
    assertEquals(whole, rows(output));
  }

  private static String said(Program machine) {
    try {
      return Files.readString(machine.said());
    } catch (IOException e) {
      return "";
    }
  }

  private static String[] words(String[] engine, String... command) {
    return Stream.concat(Stream.of(command), Stream.of(engine)).toArray(String[]::new);
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      disabledReason = "127.0.0.2 is an address of this machine on Linux")
  void twoHostsShareNothingAndAnInterruptKeepsWhatIsDone() throws Exception {
    Program one = new Program(folder.resolve("one"), SECRET);
    Program two = new Program(folder.resolve("two"), SECRET);
    Program asking = new Program(folder.resolve("asking"), SECRET);
    String master = cluster(one, "--workers", "1", "--port", "0");
    assertEquals(master, cluster(two, "--workers", "1", "--host", "127.0.0.2", "--master", master));
    Path output = folder.resolve("asking/results");
    String[] engine = {
      "--engine",
      "spark",
      "--master",
      master,
      "--jobs",
      "2",
      "--only",
      "*/*/0",
      "--conf",
      "spark.locality.wait=0s"
    };
    Process run =
        asking.start(words(engine, "run", study.toString(), "--output", output.toString()));
    driver = Optional.of(run);
    List<Running> jobs = awaitTrials(2, output, asking.said());
    Set<String> hosts = new TreeSet<>(jobs.stream().map(Running::host).toList());
    assertEquals(Set.of("127.0.0.1", "127.0.0.2"), hosts);
    await(
        "reference that has travelled",
        asking.said(),
        () -> Optional.of(true).filter(any -> entries(two).equals(entries(one))));
    assertFalse(entries(one).isEmpty());
    for (String entry : entries(one)) {
      // it tells how long it took to make, so it would differ if it were made twice
      assertArrayEquals(
          Files.readAllBytes(one.cache().resolve(entry).resolve("manifest.txt")),
          Files.readAllBytes(two.cache().resolve(entry).resolve("manifest.txt")));
    }
    assertFalse(Files.exists(asking.cache().resolve("reference")), "the driver makes nothing");

    run.toHandle().destroy(); // ends it as Ctrl-C does, which runs in the background never hear
    assertEquals(143, Program.end(run), "128 + SIGTERM");
    List<String> lines = Files.readAllLines(asking.said());
    assertEquals(
        List.of("prefbench: interrupted; to go on: prefbench resume " + output),
        lines.stream().filter(line -> line.startsWith("prefbench: ")).toList());
    asking.run(words(engine, "resume", output.toString()));
    List<String> first =
        whole.stream().filter(row -> row.matches("\\[cluster, [^,]+, [^,]+, 0, .*")).toList();
    assertEquals(3 * 2, first.size());
    assertEquals(first, rows(output));
  }

  /** Returns the references and pairs in a machine's cache. */
  private static List<String> entries(Program machine) {
    List<String> entries = new ArrayList<>();
    for (String kind : List.of("reference", "pairs")) {
      try (Stream<Path> files = Files.list(machine.cache().resolve(kind))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> !name.startsWith("."))
            .sorted()
            .forEach(name -> entries.add(kind + "/" + name));
      } catch (IOException e) {
        return List.of(); // not yet
      }
    }
    return entries;
  }
}
