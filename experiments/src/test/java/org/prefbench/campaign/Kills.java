package org.prefbench.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * Chains of a run that is killed at a random moment and gone on with, until one is left alone. What
 * is then in the folder is what a run in peace leaves there, but for times.
 */
final class Kills {
  private static final int MOST_IN_A_CHAIN = 7;
  private static final long SECONDS_TO_END = 20;

  /** A study without networks, whose workers start at once: most chains are of this one. */
  private static final String QUICK =
      """
      id: quick
      title: Is the better of two better?
      runs: 4
      tasks:
        - {dataset: gaussian-1d-random-v0, steps: 200}
      reference: {behavior: true}
      preferences: {pairs: 20, segment-length: 1, states: initial}
      protocol: {episodes: 50, modes: [sampled], checkpoints: 0, select: [last]}
      methods:
        - {method: reference}
        - {method: best-of-n, label: best-of-two}
      report: {against: [reference], bootstrap: 200}
      """;

  private final Seed seed;
  private final Path work;
  private final Map<String, Plan> plans = new HashMap<>();

  /**
   * A study, and how it runs in peace.
   *
   * @param file the study
   * @param results what is then in its folder
   * @param seconds how long that takes
   */
  private record Plan(Path file, Map<String, String> results, double seconds) {}

  /** What is done to a run. */
  private enum Blow {
    /** SIGKILL for the run; its workers notice. */
    KILL,
    /** SIGTERM for the run, which then says how to go on. */
    TERM,
    /** SIGKILL for one worker; the run starts another. */
    KILL_WORKER
  }

  /** Prepares a campaign in the empty folder {@code work}. */
  Kills(long seed, Path work) {
    this.seed = new Seed(seed).child("kills");
    this.work = work;
  }

  /** Returns a study with what comes of it in peace; it is run the first time that it is drawn. */
  private Plan plan(RandomStream random) throws IOException, InterruptedException {
    boolean networks = random.nextInt(5) == 0;
    String name = networks ? "networks" : "quick";
    if (!plans.containsKey(name)) {
      Path file = Files.writeString(work.resolve(name + ".yaml"), networks ? Samples.STUDY : QUICK);
      Path peace = work.resolve("peace-" + name);
      long start = System.nanoTime();
      if (Program.end(run(file, peace, work.resolve("cache"), 2, false)) != 0) {
        throw new IllegalStateException("a run in peace fails: " + err(peace));
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      plans.put(name, new Plan(file, Timeless.all(peace), seconds));
    }
    return plans.get(name);
  }

  /** Returns what came of the blows of chain number {@code number}, and of its end. */
  List<Outcome> chain(int number) throws IOException, InterruptedException {
    RandomStream random = seed.child(number).generator();
    Plan plan = plan(random);
    Path output = work.resolve("chain-" + number);
    Path cache = work.resolve(random.nextInt(2) == 0 ? "cache" : "cache-" + number);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 1 + random.nextInt(MOST_IN_A_CHAIN); i > 0; i--) {
      Blow blow = Blow.values()[random.nextInt(Blow.values().length)];
      outcomes.add(
          strike(
              number,
              blow,
              run(plan.file(), output, cache, 1 + random.nextInt(3), random.nextInt(2) == 0),
              random.uniform(0, plan.seconds()),
              output));
    }
    long start = System.nanoTime();
    int code = Program.end(run(plan.file(), output, cache, 2, random.nextInt(2) == 0));
    List<String> faults = new ArrayList<>();
    if (code == 0) {
      faults.addAll(differences(plan.results(), Timeless.all(output)));
      faults.addAll(remains(output));
    } else {
      faults.add("exit code " + code);
    }
    outcomes.add(outcome(number, "end", code, faults, start, err(output)));
    if (outcomes.stream().allMatch(outcome -> outcome.faults().isEmpty())) {
      Folders.remove(output);
      Folders.remove(work.resolve("cache-" + number));
    }
    return outcomes;
  }

  /** Starts or goes on with the run; only a folder of results can be gone on with by its name. */
  private Process run(Path study, Path output, Path cache, int jobs, boolean resume)
      throws IOException {
    boolean begun = Files.exists(output.resolve("study.yaml"));
    List<String> words =
        resume && begun
            ? Program.words("resume", output, "--jobs", jobs)
            : Program.words("run", study, "--output", output, "--jobs", jobs);
    return Program.start(words, cache, side(output, ".out"), side(output, ".err"));
  }

  private Outcome strike(int number, Blow blow, Process process, double after, Path output)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> faults = new ArrayList<>();
    boolean over = process.waitFor(Math.round(after * 1e3), TimeUnit.MILLISECONDS);
    List<ProcessHandle> workers = process.descendants().toList();
    boolean begun = Files.exists(output.resolve("study.yaml"));
    switch (blow) {
      case KILL -> process.destroyForcibly();
      case TERM -> process.destroy();
      case KILL_WORKER -> workers.stream().findAny().ifPresent(ProcessHandle::destroyForcibly);
    }
    int code = Program.end(process);
    if (blow == Blow.KILL_WORKER && code != 0) {
      faults.add("a killed worker ends the run: exit code " + code);
    }
    for (ProcessHandle worker : workers) {
      if (!ends(worker)) {
        faults.add("a worker outlives its run");
        worker.destroyForcibly();
      }
    }
    if (blow == Blow.TERM && !over && code != 0) {
      faults.addAll(hint(err(output), begun, output));
    }
    return outcome(
        number, over ? "too late" : Outcome.word(blow), code, faults, start, err(output));
  }

  /** What begins in the moments between our look and the signal may be said either way. */
  private static List<String> hint(String err, boolean begun, Path output) {
    List<String> faults = new ArrayList<>();
    boolean beginsNow = !begun && Files.exists(output.resolve("study.yaml"));
    if (err.lines().count() > 1) {
      faults.add("more than the hint is said");
    }
    if (!err.isEmpty() && !beginsNow && err.contains("prefbench resume " + output) != begun) {
      faults.add("a wrong hint on how to go on");
    }
    return faults;
  }

  private static boolean ends(ProcessHandle worker) throws InterruptedException {
    CompletableFuture<ProcessHandle> end = worker.onExit();
    try {
      end.get(SECONDS_TO_END, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  private static List<String> differences(Map<String, String> expected, Map<String, String> found) {
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(expected.get(name), found.get(name)))
        .map(name -> name + " differs from that of a run in peace")
        .toList();
  }

  /** Returns what an interrupted writer has left. */
  private static List<String> remains(Path output) throws IOException {
    try (Stream<Path> walk = Files.walk(output)) {
      return walk.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".tmp"))
          .map(name -> "a temporary file is left: " + name)
          .toList();
    }
  }

  private static Outcome outcome(
      int number, String deed, int code, List<String> faults, long start, String err) {
    return new Outcome(
        number,
        "kill",
        deed,
        "run",
        code,
        faults,
        (System.nanoTime() - start) * 1e-9,
        err.strip().replace("\n", " | "));
  }

  private static String err(Path output) throws IOException {
    return Program.err(side(output, ".err"));
  }

  private static Path side(Path output, String ending) {
    return output.resolveSibling(output.getFileName() + ending);
  }
}
