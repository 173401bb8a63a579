package org.prefbench.run.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.prefbench.core.FileErrors;
import org.prefbench.run.worker.WorkerProcess.Outcome;

/**
 * Worker processes that carry out the jobs of a queue. A job whose process dies, or cannot be
 * started, is tried once more in a new process; then, or if the worker says that it cannot be done,
 * it has failed. When this process is told to end, its workers end with it.
 */
public final class WorkerPool {
  private static final int ATTEMPTS = 2;

  private final JobQueue queue;
  private final List<String> command;
  private final Path logs;
  private final Function<Job, String> names;
  private final BiConsumer<Job, String> failed;
  private final RunListener listener;
  private final List<WorkerProcess> processes = new CopyOnWriteArrayList<>();
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();
  private final Map<Integer, Double> shares = new LinkedHashMap<>(); // of running jobs, by worker
  private volatile boolean ending;
  private int failures;

  /**
   * Prepares a pool.
   *
   * @param command how to start a worker
   * @param logs folder of what workers say
   * @param names what a job is called
   * @param failed hears of a job that failed, with the reason; called one at a time
   */
  public WorkerPool(
      JobQueue queue,
      List<String> command,
      Path logs,
      Function<Job, String> names,
      BiConsumer<Job, String> failed,
      RunListener listener) {
    this.queue = queue;
    this.command = command;
    this.logs = logs;
    this.names = names;
    this.failed = failed;
    this.listener = listener;
  }

  /** Carries out the jobs with {@code count} processes and returns when all is done. */
  public void run(int count) {
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + logs + ": " + FileErrors.reason(e), e);
    }
    Thread hook = new Thread(this::kill, "prefbench-end");
    Runtime.getRuntime().addShutdownHook(hook);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int worker = i;
      Thread thread = new Thread(() -> guarded(worker), "prefbench-worker-" + worker);
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the run was interrupted", e);
    }
    if (!errors.isEmpty()) {
      throw errors.get(0) instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("a worker's thread failed", errors.get(0));
    }
  }

  private void kill() {
    ending = true;
    queue.stop();
    processes.forEach(WorkerProcess::kill);
  }

  private void guarded(int worker) {
    try {
      work(worker);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // carried to the thread that waits, instead of dying with this one
      errors.add(e);
      queue.stop();
    }
  }

  private void work(int worker) throws InterruptedException {
    Optional<WorkerProcess> process = Optional.empty();
    try {
      for (Optional<Job> next = queue.take(); next.isPresent(); next = queue.take()) {
        Job job = next.get();
        Outcome outcome = new Outcome.Died("");
        for (int attempt = 0; attempt < ATTEMPTS && outcome instanceof Outcome.Died; attempt++) {
          if (process.isEmpty()) {
            try {
              process = Optional.of(start(worker));
            } catch (IOException e) {
              outcome = new Outcome.Died("could not be started: " + FileErrors.reason(e));
              continue;
            }
          }
          outcome =
              process
                  .get()
                  .execute(job, share -> tell(worker, Optional.of(share), job), this::note);
          if (ending) {
            return;
          }
          if (outcome instanceof Outcome.Died) {
            processes.remove(process.get());
            process = Optional.empty();
          }
        }
        finish(worker, job, outcome);
      }
    } finally {
      process.ifPresent(WorkerProcess::close);
    }
  }

  private WorkerProcess start(int worker) throws IOException {
    WorkerProcess process = new WorkerProcess(command, log(worker));
    processes.add(process);
    if (ending) {
      process.kill(); // the end came between the check and the start
    }
    return process;
  }

  private Path log(int worker) {
    return logs.resolve("worker-" + worker + ".log");
  }

  private synchronized void finish(int worker, Job job, Outcome outcome) {
    if (outcome instanceof Outcome.Done) {
      queue.done(job);
    } else {
      String reason =
          outcome instanceof Outcome.Failed failure
              ? failure.message()
              : ATTEMPTS + " times the worker process " + ((Outcome.Died) outcome).what();
      failures++;
      failed.accept(job, reason);
      for (Job.OneTrial lost : queue.failed(job)) {
        failures++;
        failed.accept(lost, names.apply(job) + ": " + reason);
      }
    }
    tell(worker, Optional.empty(), job);
  }

  private synchronized void note(String line) {
    listener.noted(line);
  }

  private synchronized void tell(int worker, Optional<Double> share, Job job) {
    share.ifPresentOrElse(value -> shares.put(worker, value), () -> shares.remove(worker));
    double running = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    int finished = queue.finished();
    listener.heard(
        new RunListener.Progress(
            finished,
            queue.total(),
            Math.min(1, (finished + running) / queue.total()),
            names.apply(job),
            failures));
  }
}
