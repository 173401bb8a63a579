package org.prefbench.store;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where results come from.
 *
 * @param study hash of the study
 * @param protocol hash of the evaluation protocol
 * @param command what was typed
 * @param started when, in ISO 8601
 * @param wallSeconds how long it took, this time
 * @param jobs number of worker processes
 * @param machine commit, code, JVM, operating system, processor; see {@link #thisMachine}
 * @param libraries file names of the libraries on the class path
 * @param shared hashes of dataset, reference and pairs of every task and run
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
    Map<String, Map<String, String>> shared) {
  /** Copies the lists and maps. */
  public Provenance {
    command = List.copyOf(command);
    machine = Collections.unmodifiableMap(new TreeMap<>(machine));
    libraries = List.copyOf(libraries);
    shared = Collections.unmodifiableMap(new TreeMap<>(shared));
  }

  /**
   * Returns commit of the sources and whether they were changed since, version, JVM, operating
   * system and processor of this process.
   */
  public static Map<String, String> thisMachine() {
    Map<String, String> machine = new TreeMap<>();
    // dirty: what is built from differs from the commit; results and notes beside it do not count
    Optional<String> commit = git("rev-parse", "HEAD");
    machine.put("commit", commit.orElse("unknown"));
    machine.put(
        "dirty",
        commit
            .flatMap(
                known -> git("status", "--porcelain", "--", "pom.xml", "*/pom.xml", "*/src/main"))
            .map(changes -> String.valueOf(!changes.isBlank()))
            .orElse("unknown"));
    machine.put(
        "version",
        Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
            .orElse("not packaged"));
    machine.put("jvm", property("java.vm.name") + " " + property("java.vm.version"));
    machine.put("os", property("os.name") + " " + property("os.version"));
    machine.put("cpu", processor());
    machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return machine;
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
    return System.getProperty(name, "unknown");
  }

  /** The sources are where the launcher says, or where the program was started. */
  private static Optional<String> git(String... arguments) {
    String home = System.getProperty("prefbench.home", ".");
    List<String> command =
        Stream.concat(Stream.of("git", "-C", home), Arrays.stream(arguments)).toList();
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

  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    String fallback = property("os.arch");
    if (!Files.exists(info)) {
      return fallback;
    }
    try (Stream<String> lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(fallback);
    } catch (IOException e) {
      return fallback; // not readable here
    }
  }
}
