package org.prefbench.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.store.Home;

/**
 * A standalone Spark on this machine: a master and workers, processes of Java that outlive this
 * one. Their numbers and when they began are kept in a file, so that nothing else is ever ended.
 * Their pages, which ask for no secret, are for this machine alone.
 */
final class SparkCluster {
  /** The variable that holds what machines of one cluster know and others do not. */
  static final String SECRET = "PREFBENCH_CLUSTER_SECRET";

  private static final String LOOPBACK = "127.0.0.1";
  private static final long PATIENCE_SECONDS = 120; // on a machine that is busy with other things
  private static final long POLL_MILLISECONDS = 200;
  private static final int STOP_SECONDS = 20;

  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern WORKER = Pattern.compile("Starting Spark worker (\\S+:\\d+) with");
  private static final Pattern JOINED = Pattern.compile("(Successfully registered with master)");
  private static final Pattern PAGE =
      Pattern.compile("(?:MasterWebUI|WorkerWebUI) to \\S+ and started at (http://\\S+)");

  private final Path folder;
  private final Path processes;

  /**
   * A process of Spark.
   *
   * @param address where it listens
   * @param page where it shows its state to browsers of this machine
   */
  record Member(String address, String page, long process, Path log) {}

  /**
   * What was started.
   *
   * @param master its address, here or elsewhere
   * @param members the processes on this machine, by name
   */
  record Started(String master, Map<String, Member> members) {}

  SparkCluster(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    processes = this.folder.resolve("processes");
  }

  /** Returns the folder of this machine's cluster where nothing else is said. */
  static Path standardFolder() {
    return Home.local().resolve("cluster");
  }

  /** Returns the secret, where there is one. */
  static Optional<String> secret() {
    return Optional.ofNullable(System.getenv(SECRET)).filter(text -> !text.isBlank());
  }

  /** Returns the folder that Spark calls its home. */
  private static Path home() {
    String home = System.getProperty("prefbench.spark.home", "");
    Checks.require(!home.isEmpty(), "Spark is started by scripts/prefbench, which brings it");
    return Path.of(home);
  }

  /**
   * Starts the processes and returns when they are ready.
   *
   * @param elsewhere a master that is there already; then workers alone are started
   * @throws InvalidInputException if one is running here, or does not start
   */
  Started start(String host, int port, Optional<String> elsewhere, int workers) {
    Checks.require(
        running().isEmpty(), "a cluster runs in %s; 'prefbench cluster stop' ends it", folder);
    Map<String, Member> members = new LinkedHashMap<>();
    try {
      Files.createDirectories(folder);
      Files.writeString(processes, "");
      String master = elsewhere.orElse("");
      if (elsewhere.isEmpty()) {
        List<String> arguments =
            List.of("--host", host, "--port", String.valueOf(port), "--webui-port", "0");
        Process process = launch("master", "org.apache.spark.deploy.master.Master", arguments);
        master = await("master", process, MASTER);
        members.put("master", member("master", process, master));
      }
      List<Process> launched = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        List<String> arguments =
            List.of(
                "--host",
                host,
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve("work-" + i).toString(),
                master);
        launched.add(launch("worker-" + i, "org.apache.spark.deploy.worker.Worker", arguments));
      }
      for (int i = 0; i < workers; i++) {
        String name = "worker-" + i;
        String address = await(name, launched.get(i), WORKER);
        await(name, launched.get(i), JOINED);
        members.put(name, member(name, launched.get(i), address));
      }
      return new Started(master, members);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder + ": " + FileErrors.reason(e), e);
    }
  }

  private Member member(String name, Process process, String address) throws IOException {
    return new Member(address, await(name, process, PAGE), process.pid(), log(name));
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private Process launch(String name, String main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    command.add("-Dspark.port.maxRetries=0"); // a port that is taken is an error, not another port
    command.add("-Dspark.master.rest.enabled=false"); // which would ask for no secret
    if (secret().isPresent()) {
      command.add("-Dspark.authenticate=true");
      command.add("-Dspark.network.crypto.enabled=true");
    }
    command.addAll(List.of("-cp", home().resolve("jars") + File.separator + "*", main));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(log(name).toFile());
    Map<String, String> environment = builder.environment();
    environment.put("SPARK_HOME", home().toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", LOOPBACK); // of the pages
    secret().ifPresent(text -> environment.put("_SPARK_AUTH_SECRET", text));
    Process process = builder.start();
    Files.writeString(
        processes,
        process.pid() + " " + begun(process.toHandle()) + "\n",
        StandardOpenOption.APPEND);
    return process;
  }

  private static long begun(ProcessHandle process) {
    return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
  }

  /** Waits until the log of a process has a line, and returns its first group. */
  private String await(String name, Process process, Pattern line) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      Matcher found = line.matcher(Files.readString(log(name), StandardCharsets.UTF_8));
      if (found.find()) {
        return found.group(1);
      }
      pause();
    }
    stop();
    throw new InvalidInputException("Spark's " + name + " did not start, see " + log(name));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Spark started", e);
    }
  }

  /** Returns the processes that were started here and still run. */
  List<ProcessHandle> running() {
    if (!Files.exists(processes)) {
      return List.of();
    }
    List<ProcessHandle> running = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(processes)) {
        String[] words = line.split(" ");
        ProcessHandle.of(Long.parseLong(words[0]))
            .filter(process -> begun(process) == Long.parseLong(words[1]))
            .filter(ProcessHandle::isAlive)
            .ifPresent(running::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + processes + ": " + FileErrors.reason(e), e);
    }
    return running;
  }

  /**
   * Ends the processes, first those that were started last, with all that they started; returns how
   * many of them there were.
   */
  int stop() {
    List<ProcessHandle> running = running();
    for (int i = running.size() - 1; i >= 0; i--) {
      List<ProcessHandle> started = running.get(i).descendants().toList();
      running.get(i).destroy();
      end(running.get(i));
      started.forEach(SparkCluster::end);
    }
    return running.size();
  }

  /** Waits for the end of a process, and brings it about if it does not come. */
  private static void end(ProcessHandle process) {
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + process.pid(), e);
    }
  }
}
