package org.prefbench.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.prefbench.run.Cache;
import org.prefbench.run.worker.Job;
import org.prefbench.run.worker.WorkerProcess;
import org.prefbench.run.worker.WorkerProcess.Answer;

/**
 * The inside of an executor: keeps worker processes between tasks, one for each task that runs at a
 * time, and hands their files on. When the executor ends, in whatever way, the input of its workers
 * is closed, and they end too. What a worker says is in the executor's working directory.
 */
final class Node {
  private static final Map<String, ConcurrentLinkedQueue<Node>> IDLE = new ConcurrentHashMap<>();
  private static final double THOUSANDTHS = 1000;
  private static final int MEMORY = 60; // percent, which workers of a run on one machine share
  private static final int LEAST_MEMORY = 5; // percent

  private final Path folder;
  private final Path cache;
  private final WorkerProcess worker;

  private Node(NodeTask task) throws IOException {
    folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "prefbench-");
    Files.writeString(folder.resolve("study.yaml"), task.study());
    cache = cache(task);
    worker = new WorkerProcess(command(task), folder.resolve("worker.log"));
  }

  private List<String> command(NodeTask task) throws IOException {
    List<String> command = new ArrayList<>(task.command());
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String entry : command.get(command.indexOf("-cp") + 1).split(File.pathSeparator)) {
      if (!Files.exists(Path.of(entry))) {
        throw new IOException(
            host() + " has no " + entry + "; PrefBench must lie there as it does where it was run");
      }
    }
    int share = Math.max(LEAST_MEMORY, MEMORY / Runtime.getRuntime().availableProcessors());
    command.removeIf(option -> option.startsWith("-XX:MaxRAMPercentage"));
    command.add(1, "-XX:MaxRAMPercentage=" + share);
    command.addAll(List.of(folder.toString(), cache.toString(), task.keep()));
    return command;
  }

  private static Path cache(NodeTask task) {
    return Path.of(
        Optional.ofNullable(System.getenv("PREFBENCH_CACHE"))
            .filter(named -> !named.isBlank())
            .orElse(task.cache()));
  }

  private static String host() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  /**
   * Does a job.
   *
   * @param bytes of the entries that the job needs, by their path within the cache; asked for only
   *     if this machine lacks one
   * @param progress hears the share that is done, in thousandths
   */
  static NodeTask.Made run(
      NodeTask task, Supplier<HashMap<String, byte[]>> bytes, LongConsumer progress)
      throws IOException, InterruptedException {
    ConcurrentLinkedQueue<Node> idle =
        IDLE.computeIfAbsent(task.run(), any -> new ConcurrentLinkedQueue<>());
    Node node = idle.poll();
    if (node == null) {
      node = new Node(task);
    }
    boolean alive = false;
    try {
      CacheEntries.install(node.cache, task.entries(), bytes);
      NodeTask.Made made = node.work(Job.parse(task.job()), progress);
      alive = true;
      idle.add(node);
      return made;
    } finally {
      if (!alive) {
        node.worker.kill();
      }
    }
  }

  private NodeTask.Made work(Job job, LongConsumer progress)
      throws IOException, InterruptedException {
    ArrayList<String> notes = new ArrayList<>();
    Answer answer =
        worker.execute(job, share -> progress.accept(Math.round(THOUSANDTHS * share)), notes::add);
    if (answer instanceof Answer.Died died) {
      throw new IOException("the worker process " + died.what() + ", in " + folder + " there");
    }
    HashMap<String, byte[]> made = new HashMap<>();
    if (answer instanceof Answer.Done done) {
      for (String entry : done.entries()) {
        read(cache, cache.resolve(entry), made);
      }
    }
    return new NodeTask.Made(
        host(),
        answer instanceof Answer.Failed failed ? failed.message() : "",
        notes,
        results(),
        made);
  }

  /** Takes what the job wrote, and leaves the folder as it was before. */
  private HashMap<String, byte[]> results() throws IOException {
    HashMap<String, byte[]> files = new HashMap<>();
    for (String name : List.of("trials", "stages", "probes", "policies")) {
      Path made = folder.resolve(name);
      read(folder, made, files);
      Cache.delete(made);
    }
    return files;
  }

  private static void read(Path root, Path path, Map<String, byte[]> files) throws IOException {
    if (!Files.exists(path)) {
      return; // a reference that is not trained has no entry, and not every job writes everything
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }
}
