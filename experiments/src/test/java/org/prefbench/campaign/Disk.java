package org.prefbench.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.prefbench.cli.Shell;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * Commands that write, where writing goes wrong: at a random size of a file or of the disk, in
 * folders that are read-only, on a standard output that takes nothing. What is written is what is
 * written elsewhere, or nothing, with one line that names the file and the system's reason.
 */
final class Disk {
  private static final String TARGET = "TARGET";
  private static final String CHARTS = "charts";

  /** Within it the program's folder is a small disk of its own, which nobody else sees. */
  private static final String ON_A_DISK =
      "mount -t tmpfs -o \"$1\" tmpfs \"$2\" && shift 2 && \"$@\"; code=$?; "
          + "cp -a \"$PREFBENCH_DISK\"/. \"$PREFBENCH_KEEP\"; exit $code";

  private final Seed seed;
  private final Path work;
  private final Path cache;
  private final List<Place> places = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();
  private final Map<Writer, Written> written = new HashMap<>();

  /** Where writing goes wrong. */
  private enum Place {
    /** A limit on the size of every file. */
    FILE_SIZE,
    /** A disk with little room. */
    FULL,
    /** A disk that nobody may write. */
    READ_ONLY,
    /** Standard output on a full disk. */
    STANDARD_OUTPUT
  }

  /**
   * A command that writes.
   *
   * @param target the name of the file or folder that it writes
   */
  private record Writer(String target, List<String> command) {
    String[] words(Path folder) {
      return command.stream()
          .map(word -> word.replace(TARGET, folder.resolve(target).toString()))
          .toArray(String[]::new);
    }
  }

  /**
   * What a command writes where nothing goes wrong.
   *
   * @param files their content by their names, below the folder of the target
   * @param largest the largest of them, in bytes
   */
  private record Written(Map<String, String> files, long largest) {}

  /** Prepares a campaign in the empty folder {@code work}. */
  Disk(long seed, Path work) throws IOException, InterruptedException {
    this.seed = new Seed(seed).child("disk");
    this.work = work;
    cache = work.resolve("cache");
    places.add(Place.FILE_SIZE);
    places.add(Place.STANDARD_OUTPUT);
    if (canMount()) {
      places.add(Place.FULL);
      places.add(Place.READ_ONLY);
    } else {
      System.out.println("disk: no right to mount, so no full disk and no read-only one");
    }
    Path set = work.resolve("set.hdf5");
    Path states =
        Files.writeString(
            work.resolve("states.csv"),
            "qpos0,qpos1,qvel0,qvel1,act0\n" + "0,0.1,0,0,1\n".repeat(500));
    Path study = Files.writeString(work.resolve("tiny.yaml"), Samples.STUDY);
    Path results = work.resolve("results");
    prepare("dataset", "generate", "point-mass-medium-v0", "--steps", 400, "--output", set);
    prepare("run", study, "--output", results);
    writer("set.hdf5", "dataset generate point-mass-medium-v0 --steps 400 --output TARGET");
    writer("set.csv", "dataset convert " + set + " TARGET");
    writer("set.csv.gz", "dataset convert " + set + " TARGET");
    writer("again.hdf5", "dataset convert " + set + " TARGET");
    writer("set.minari", "dataset convert " + set + " TARGET");
    writer("pairs", "label create --dataset " + set + " --sampler logged --output TARGET");
    writer("next.csv", "env replay inverted-pendulum-v4 --input " + states + " --output TARGET");
    writer(CHARTS, "plot " + results + " --output TARGET");
    writer("results", "run " + study + " --output TARGET --jobs 1");
  }

  private void prepare(Object... command) throws IOException, InterruptedException {
    Path err = work.resolve("err");
    Process process = Program.start(Program.words(command), cache, work.resolve("out"), err);
    if (Program.end(process) != 0) {
      throw new IllegalStateException(List.of(command) + ": " + Files.readString(err));
    }
  }

  private void writer(String target, String command) {
    writers.add(new Writer(target, List.of(command.split(" "))));
  }

  /** Returns what a command writes; it is run the first time that somebody asks. */
  private Written written(Writer writer) throws IOException, InterruptedException {
    Written known = written.get(writer);
    if (known != null) {
      return known;
    }
    Path folder = fresh("peace");
    prepare((Object[]) writer.words(folder));
    long largest = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        largest = Math.max(largest, Files.size(file));
      }
    }
    Written found = new Written(content(folder), largest);
    written.put(writer, found);
    return found;
  }

  /** Returns the files of a folder, results without what no two runs share. */
  private static Map<String, String> content(Path folder) throws IOException {
    Path results = folder.resolve("results");
    if (Files.exists(results.resolve("trials.csv"))) {
      return Timeless.all(results);
    }
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        content.put(folder.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return content;
  }

  private boolean canMount() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve("mount"));
    Process process =
        new ProcessBuilder(
                "unshare",
                "-rm",
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=4k",
                "tmpfs",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** Returns what came of case number {@code number}. */
  Outcome run(int number) throws IOException, InterruptedException {
    RandomStream random = seed.child(number).generator();
    Writer writer = writers.get(random.nextInt(writers.size()));
    Place drawn = places.get(random.nextInt(places.size()));
    // Java itself writes the font that charts are drawn with, which a limit on all files forbids
    boolean font = drawn == Place.FILE_SIZE && writer.target().equals(CHARTS);
    Place place = font ? Place.STANDARD_OUTPUT : drawn;
    Written expected = written(writer);
    long kilobytes = 1 + random.nextInt((int) (expected.largest() / 1024) + 1); // room for a word
    Path disk = fresh("disk");
    Path kept = fresh("kept");
    List<String> program = Program.words((Object[]) writer.words(disk));
    List<String> words = new ArrayList<>();
    switch (place) {
      case FILE_SIZE ->
          words.addAll(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "limit"));
      case FULL -> words.addAll(onADisk("size=" + Math.max(4, kilobytes) + "k", disk));
      case READ_ONLY -> words.addAll(onADisk("ro,size=64k", disk));
      case STANDARD_OUTPUT -> words.addAll(List.of("bash", "-c", "exec \"$@\" >/dev/full", "full"));
    }
    words.addAll(program);
    Path out = work.resolve("out");
    Path err = work.resolve("err");
    long start = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("PREFBENCH_CACHE", cache.toString());
    builder.environment().put("PREFBENCH_DISK", disk.toString());
    builder.environment().put("PREFBENCH_KEEP", kept.toString());
    int code = Program.end(builder.start());
    boolean own = place == Place.FULL || place == Place.READ_ONLY;
    Shell answer = new Shell(code, Files.readString(out), Program.err(err));
    List<String> faults = faults(writer, expected, place, own ? kept : disk, answer);
    return new Outcome(
        number,
        Outcome.word(place),
        kilobytes + " KB",
        writer.command().get(0),
        code,
        faults,
        (System.nanoTime() - start) * 1e-9,
        answer.err().strip().replace("\n", " | "));
  }

  private static List<String> onADisk(String options, Path disk) {
    return List.of("unshare", "-rm", "bash", "-c", ON_A_DISK, "disk", options, disk.toString());
  }

  private Path fresh(String name) throws IOException {
    Path folder = Files.createDirectories(work.resolve(name));
    Folders.empty(folder);
    return folder;
  }

  private static List<String> faults(
      Writer writer, Written expected, Place place, Path folder, Shell answer) throws IOException {
    boolean study = writer.target().equals("results");
    Set<Integer> codes =
        place == Place.STANDARD_OUTPUT ? Set.of(1) : study ? Set.of(3, 4) : Set.of(3);
    Set<String> names = Set.of(writer.target(), "standard output");
    List<String> faults = new ArrayList<>(Judge.faults(answer, codes, names));
    Map<String, String> found = content(folder);
    boolean whole = found.equals(expected.files());
    if (answer.code() == 0 && !whole) {
      faults.add("success, but not all is written");
    } else if (place == Place.STANDARD_OUTPUT && answer.code() == 0) {
      faults.add("success, but nothing can be printed");
    } else if (!study && answer.code() != 0 && !whole && !isPart(writer, expected, found)) {
      faults.add("half of it is left: " + found.keySet());
    }
    if (found.keySet().stream().anyMatch(name -> name.endsWith(".tmp"))) {
      faults.add("a temporary file is left");
    }
    return faults;
  }

  /** Charts come one by one, each of them whole; all else is one thing, whole or not there. */
  private static boolean isPart(Writer writer, Written expected, Map<String, String> found) {
    return writer.target().equals(CHARTS)
        ? expected.files().entrySet().containsAll(found.entrySet())
        : found.isEmpty();
  }
}
