package org.prefbench.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prefbench.study.Study;

/**
 * Where results come from.
 *
 * @param study hash of the study
 * @param protocol hash of the evaluation protocol
 * @param command what was typed, where a whole path is cut to its last name
 * @param started when, in ISO 8601
 * @param wallSeconds how long it took, this time; NaN from the start of a run to its end, so that
 *     one that was cut off is told
 * @param jobs number of worker processes
 * @param machine commit, code, JVM, operating system, processor; see {@link #thisMachine}
 * @param libraries file names of the libraries on the class path
 * @param shared hashes of dataset, reference and pairs of every task and run
 * @param files hashes of the files that carry none of their own, see {@link ResultStore#hashes};
 *     empty before the end of a run, and in files written before there were any
 */
public record Provenance(
    String study,
    String protocol,
    List<String> command,
    String started,
    double wallSeconds,
    int jobs,
    Map<String, String> machine,
    List<String> libraries,
    Map<String, Map<String, String>> shared,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> files) {
  /** What is told of the processor in results that were made before it was recorded. */
  public static final String NOT_RECORDED = "not recorded";

  private static final String UNKNOWN = "unknown";
  private static final Pattern WHOLE_PATH = Pattern.compile("(.*=)?(/|[A-Za-z]:[/\\\\]|~).*");

  /** Copies the lists and maps. */
  public Provenance {
    command = command.stream().map(Provenance::portable).toList();
    machine = Collections.unmodifiableMap(new TreeMap<>(machine));
    libraries = List.copyOf(libraries);
    shared = Collections.unmodifiableMap(new TreeMap<>(shared));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /** Results name no folder of the machine that made them. */
  static String portable(String word) {
    Matcher path = WHOLE_PATH.matcher(word);
    if (!path.matches()) {
      return word;
    }
    String option = Optional.ofNullable(path.group(1)).orElse("");
    String name = word.substring(option.length()).replaceAll("[/\\\\]+$", "");
    return option + ".../" + name.replaceAll(".*[/\\\\]", "");
  }

  /** Returns this provenance with what is known at the end. */
  public Provenance ended(double seconds, Map<String, Map<String, String>> made) {
    return new Provenance(
        study, protocol, command, started, seconds, jobs, machine, libraries, made, files);
  }

  /** Returns whether the run has ended, rather than being under way or cut off. */
  public boolean ended() {
    return Double.isFinite(wallSeconds);
  }

  /** Returns the same provenance of a study that asks for the same trials. */
  public Provenance of(Study other) {
    return new Provenance(
        other.hash(),
        other.protocol().hash(),
        command,
        started,
        wallSeconds,
        jobs,
        machine,
        libraries,
        shared,
        files);
  }

  /** Returns the same provenance with the hashes of the files as they are now. */
  public Provenance with(Map<String, String> hashes) {
    return new Provenance(
        study, protocol, command, started, wallSeconds, jobs, machine, libraries, shared, hashes);
  }

  /** Returns the processor in what {@link #thisMachine} returned, in words. */
  public static String processor(Map<String, String> machine) {
    return machine.getOrDefault("cpu", "processor " + NOT_RECORDED)
        + ", "
        + machine.getOrDefault("vectors", "vectors " + NOT_RECORDED);
  }

  /**
   * Returns commit of the sources and whether they were changed since, version, JVM, operating
   * system and processor of this process.
   *
   * @param vectors what computes products of matrices: {@code 512-bit vectors}
   */
  public static Map<String, String> thisMachine(String vectors) {
    Map<String, String> machine = new TreeMap<>();
    String commit = commit();
    machine.put("commit", commit);
    // dirty: what is built from differs from the commit; results and notes beside it do not count
    machine.put(
        "dirty",
        Optional.of(commit)
            .filter(known -> !known.equals(UNKNOWN))
            .flatMap(
                known -> git("status", "--porcelain", "--", "pom.xml", "*/pom.xml", "*/src/main"))
            .map(changes -> String.valueOf(!changes.isBlank()))
            .orElse(UNKNOWN));
    machine.put(
        "version",
        Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
            .orElse("not packaged"));
    machine.put("jvm", property("java.vm.name") + " " + property("java.vm.version"));
    machine.put("os", property("os.name") + " " + property("os.version"));
    machine.put("cpu", processor());
    machine.put("vectors", vectors);
    machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return machine;
  }

  /** Returns the commit of the sources, {@code unknown} outside a repository. */
  public static String commit() {
    return git("rev-parse", "HEAD").orElse(UNKNOWN);
  }

  /** Returns the file names of the jars on the class path, sorted. */
  public static List<String> classPathLibraries() {
    return Arrays.stream(property("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(entry -> Path.of(entry).getFileName().toString())
        .sorted()
        .toList();
  }

  private static String property(String name) {
    return System.getProperty(name, UNKNOWN);
  }

  /** The sources are where the launcher says, or where the program was started. */
  private static Optional<String> git(String... arguments) {
    List<String> command =
        Stream.concat(
                // without a lock on the index, which a run that is killed would leave behind
                Stream.of("git", "--no-optional-locks", "-C", Home.folder().toString()),
                Arrays.stream(arguments))
            .toList();
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git here: the commit is unknown
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Family and model belong to it: virtual machines shorten the name to that of the brand. */
  private static String processor() {
    String fallback =
        Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")).orElse(property("os.arch"));
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return fallback;
    }
    try (Stream<String> lines = Files.lines(info)) {
      return processor(lines.takeWhile(line -> !line.isBlank()).toList()).orElse(fallback);
    } catch (IOException e) {
      return fallback; // not readable here
    }
  }

  /** Returns what the lines of the first processor in Linux' cpuinfo tell, if it has a name. */
  static Optional<String> processor(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split(":", 2);
      if (parts.length == 2) {
        values.put(parts[0].strip(), parts[1].strip());
      }
    }
    String kind =
        values.containsKey("cpu family") && values.containsKey("model")
            ? " (family " + values.get("cpu family") + ", model " + values.get("model") + ")"
            : "";
    return Optional.ofNullable(values.get("model name")).map(name -> name + kind);
  }
}
