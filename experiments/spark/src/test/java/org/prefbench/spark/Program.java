package org.prefbench.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program as scripts/prefbench starts it, from the jars of this build, on a machine's behalf.
 */
final class Program {
  private static final int PATIENCE_MINUTES = 15; // on a machine that is busy with other things
  private static final String JARS = "prefbench-[a-z]+-[0-9.]+(-SNAPSHOT)?\\.jar";

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * Sets a machine up.
   *
   * @param home its folder
   * @param secret what the machines of the cluster know
   */
  Program(Path home, String secret) throws IOException {
    this.home = Files.createDirectories(home);
    environment.put("PREFBENCH_CACHE", cache().toString());
    environment.put("PREFBENCH_CLUSTER_SECRET", secret);
    environment.put("SPARK_HOME", sparkHome().toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    Path plugin = Files.createDirectories(home.resolve("plugin"));
    Path jar = jar(Path.of("target"));
    Files.copy(jar, plugin.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  Path cache() {
    return home.resolve("cache");
  }

  /** Returns where the cluster of this machine has its logs. */
  Path clusterFolder() {
    return home.resolve("results/local/cluster");
  }

  private static Path sparkHome() {
    return Path.of("target", "home").toAbsolutePath();
  }

  private static Path jar(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(JARS))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no jar in " + folder.toAbsolutePath()))
          .toAbsolutePath();
    }
  }

  private List<String> command(String... words) throws IOException {
    Path experiments = Path.of("..").toAbsolutePath().normalize();
    List<String> classPath = new ArrayList<>();
    for (Path module :
        List.of(experiments.resolveSibling("envs"), experiments.resolveSibling("algorithms"))) {
      classPath.add(jar(module.resolve("target")).toString());
    }
    classPath.add(jar(experiments.resolve("target")).toString());
    classPath.add(experiments.resolve("target/lib") + "/*");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-Dprefbench.home=" + home,
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Djava.awt.headless=true",
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=25",
                "-Dprefbench.engines=" + home.resolve("plugin") + ":" + sparkHome().resolve("jars"),
                "-Dprefbench.spark.home=" + sparkHome(),
                "-cp",
                String.join(":", classPath),
                "org.prefbench.cli.Main"));
    command.addAll(List.of(words));
    return command;
  }

  /** Starts the program; what it says is appended to a file. */
  Process start(String... words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(words))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said().toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Returns the file of all that was said. */
  Path said() {
    return home.resolve("said");
  }

  /** Runs the program to its end, which must be a good one, and returns what it said. */
  String run(String... words) throws IOException, InterruptedException {
    long before = Files.exists(said()) ? Files.readString(said()).length() : 0;
    assertEquals(0, end(start(words)), () -> String.join(" ", words) + ": " + read(said()));
    return Files.readString(said()).substring((int) before);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Waits for the end of a process and returns its exit code. */
  static int end(Process process) throws InterruptedException {
    assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it goes on and on");
    return process.exitValue();
  }
}
