package org.prefbench.campaign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.prefbench.cli.PluginJar;
import org.prefbench.cli.Shell;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * Damaged inputs given to the command line's own entry point, one after the other in one virtual
 * machine with little memory. Case number {@code n} depends on the seed and {@code n} alone: the
 * kind of input, what of it is damaged and how, and the command. A program of its own, because a
 * command that hangs or takes all memory must not take the campaign along; {@link #main} goes on
 * after the last case that the journal has.
 */
final class Fuzz {
  /** The memory of the virtual machine. */
  static final String HEAP = "-Xmx512m";

  /** The exit code where the valid inputs cannot be made. */
  static final int NO_SAMPLES = 2;

  /** The exit code after a case that does not end, which is in the journal. */
  static final int HUNG = 3;

  private static final int SECONDS = 20;
  private static final int SECONDS_WITH_A_WORKER = 90;

  /** Kinds by how often they come; those that start processes or draw charts are slow. */
  private static final Map<String, Integer> SHARES =
      Map.ofEntries(
          Map.entry("study", 20),
          Map.entry("claims", 6),
          Map.entry("states", 6),
          Map.entry("hdf5", 24),
          Map.entry("csv", 16),
          Map.entry("csv.gz", 12),
          Map.entry("minari", 20),
          Map.entry("other hdf5", 16),
          Map.entry("other csv", 10),
          Map.entry("other minari", 16),
          Map.entry("pairs", 14),
          Map.entry("segments", 10),
          Map.entry("policy", 20),
          Map.entry("card", 8),
          Map.entry("results", 4),
          Map.entry("dataset card", 4),
          Map.entry("cache", 1),
          Map.entry("jar", 6));

  private final Seed seed;
  private final Path scratch;
  private final Path failures;
  private final List<Sample> lots; // each as often as its share
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(null, work, "case", 0);
            thread.setDaemon(true);
            return thread;
          });

  private Fuzz(long seed, Path scratch, Path failures, List<Sample> samples) {
    this.seed = new Seed(seed).child("fuzz");
    this.scratch = scratch;
    this.failures = failures;
    lots = new ArrayList<>();
    for (Sample sample : samples) {
      for (int i = SHARES.getOrDefault(sample.kind(), 1); i > 0; i--) {
        lots.add(sample);
      }
    }
  }

  /**
   * A case.
   *
   * @param file what of a folder is damaged, an empty path for the input itself
   * @param closed whether the damage lies within what {@link Coding} makes anew
   */
  private record Case(
      int number,
      Sample sample,
      Path file,
      Mutation mutation,
      boolean closed,
      List<String> command) {}

  /**
   * Goes on with a campaign until the time is over or a case does not end.
   *
   * @param arguments folder of the journal, folder for what is made, seed, seconds, and the number
   *     of the only case to try, or -1
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Path work = Path.of(arguments[1]).toAbsolutePath();
    long seed = Long.parseLong(arguments[2]);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[3]));
    int only = Integer.parseInt(arguments[4]);
    List<Sample> samples = List.of();
    try {
      samples = Samples.make(Files.createDirectories(work.resolve("samples")));
    } catch (RuntimeException e) { // no case is to blame
      e.printStackTrace();
      System.exit(NO_SAMPLES);
    }
    Fuzz fuzz =
        new Fuzz(
            seed,
            Files.createDirectories(work.resolve("scratch")),
            folder.resolve("failures"),
            samples);
    if (only >= 0) {
      System.out.println(fuzz.run(only));
      System.exit(0);
    }
    Journal journal = new Journal(folder);
    for (int number = journal.next(); System.nanoTime() < end; number++) {
      Outcome outcome = fuzz.run(number);
      journal.add(outcome);
      if (outcome.faults().contains(Outcome.HANGS)) {
        Runtime.getRuntime().halt(HUNG); // the thread cannot be stopped
      }
    }
    System.exit(0); // the engine's threads are no reason to stay
  }

  private Case draw(int number) throws IOException {
    RandomStream random = seed.child(number).child("case").generator();
    Sample sample = lots.get(random.nextInt(lots.size()));
    List<Path> files = sample.files();
    Path file = files.get(random.nextInt(files.size()));
    List<Mutation> mutations =
        sample.text() && !file.toString().endsWith("hdf5") ? Mutation.TEXT : Mutation.BINARY;
    return new Case(
        number,
        sample,
        file,
        mutations.get(random.nextInt(mutations.size())),
        sample.coding() != Coding.NONE && random.nextInt(4) != 0,
        sample.commands().get(random.nextInt(sample.commands().size())));
  }

  /** Returns what came of case number {@code number}, and keeps its input if that is wrong. */
  private Outcome run(int number) throws IOException, InterruptedException {
    Case one = draw(number);
    Folders.empty(scratch);
    Path input = scratch.resolve(one.sample().name());
    Folders.copy(one.sample().original(), input);
    Path file = one.file().toString().isEmpty() ? input : input.resolve(one.file());
    byte[] valid = Files.readAllBytes(file);
    Coding coding = one.closed() ? one.sample().coding() : Coding.NONE;
    byte[] damaged =
        coding.close(
            one.mutation()
                .apply(coding.open(valid), seed.child(number).child("damage").generator()));
    Files.write(file, damaged);
    long start = System.nanoTime();
    Attempt attempt = attempt(one, input);
    List<String> faults = new ArrayList<>(attempt.faults());
    if (faults.isEmpty()
        && attempt.answer().code() == 0
        && !Arrays.equals(valid, damaged)
        && isTakenForTheValidOne(one, input, attempt.answer())) {
      faults.add("accepted with changed numbers");
    }
    Outcome outcome =
        new Outcome(
            number,
            one.sample().kind(),
            Outcome.word(one.mutation()),
            one.command().stream()
                .limit(2)
                .filter(word -> word.matches("[a-z]+"))
                .collect(Collectors.joining(" ")),
            attempt.answer().code(),
            faults,
            (System.nanoTime() - start) * 1e-9,
            attempt.answer().err().lines().findFirst().orElse(""));
    if (!faults.isEmpty()) {
      keep(one, file, damaged, outcome);
    }
    return outcome;
  }

  /** Returns whether other numbers than those of the valid input were read without a word. */
  private static boolean isTakenForTheValidOne(Case one, Path input, Shell answer)
      throws IOException {
    if (one.sample().numbers().isEmpty()) {
      return one.sample().coding() == Coding.SHA_256 && !one.closed();
    }
    if (answer.err().contains("hash")) {
      return false; // it says that there is no hash
    }
    Sample.Numbers numbers = one.sample().numbers().get();
    Optional<String> read = numbers.of(input);
    return read.isPresent()
        && !read.equals(
            one.sample().place() == Sample.Place.HOME
                ? Optional.of(
                    String.join(
                        "\n", Timeless.rows(one.sample().original().resolveSibling("results"))))
                : numbers.of(one.sample().original()));
  }

  /** An answer with what is wrong about it. */
  private record Attempt(Shell answer, List<String> faults) {}

  private Attempt attempt(Case one, Path input) throws InterruptedException {
    PrintStream before = System.err;
    ByteArrayOutputStream beside = new ByteArrayOutputStream(); // what libraries say
    System.setErr(new PrintStream(beside, true, StandardCharsets.UTF_8));
    boolean worker = one.sample().place() == Sample.Place.HOME;
    Future<Shell> running = runner.submit(() -> command(one, input));
    try {
      Shell answer = running.get(worker ? SECONDS_WITH_A_WORKER : SECONDS, TimeUnit.SECONDS);
      Shell whole =
          new Shell(
              answer.code(), answer.out(), answer.err() + beside.toString(StandardCharsets.UTF_8));
      return new Attempt(whole, Judge.faults(whole, one.sample().codes(), names(one, input)));
    } catch (TimeoutException e) {
      return new Attempt(new Shell(-1, "", ""), List.of(Outcome.HANGS));
    } catch (ExecutionException e) {
      return new Attempt(
          new Shell(-1, "", ""), List.of("throws " + e.getCause().getClass().getSimpleName()));
    } finally {
      System.setErr(before);
    }
  }

  private static Set<String> names(Case one, Path input) {
    Set<String> names = new HashSet<>();
    names.add(input.getFileName().toString());
    if (!one.file().toString().isEmpty()) {
      names.add(one.file().getFileName().toString());
    }
    if (one.sample().place() == Sample.Place.CLASS_PATH && one.command().size() > 2) {
      names.add(one.command().get(2)); // a member is known by its id
    }
    return names;
  }

  private static Shell command(Case one, Path input) throws Exception {
    return switch (one.sample().place()) {
      case ARGUMENT -> Sample.run(one.command(), input);
      case CLASS_PATH -> PluginJar.within(input, () -> Sample.run(one.command(), input));
      case HOME -> {
        String home = System.setProperty("prefbench.home", input.toString());
        try {
          yield Sample.run(one.command(), input);
        } finally {
          System.setProperty("prefbench.home", home);
        }
      }
    };
  }

  private void keep(Case one, Path file, byte[] damaged, Outcome outcome) throws IOException {
    Path folder = failures.resolve(one.number() + "-" + one.sample().kind().replace(' ', '-'));
    Files.createDirectories(folder);
    Files.write(folder.resolve(file.getFileName()), damaged);
    Files.writeString(
        folder.resolve("repeat.txt"),
        outcome
            + "\nfile: "
            + (one.file().toString().isEmpty() ? one.sample().name() : one.file())
            + "\nprefbench "
            + Arrays.stream(Sample.words(one.command(), Path.of(one.sample().name())))
                .collect(Collectors.joining(" "))
            + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }
}
