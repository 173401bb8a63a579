package org.prefbench.run.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.prefbench.run.worker.RunListener.Running;
import org.prefbench.run.worker.Slot.Outcome;

/**
 * Slots that carry out the jobs of a queue, each in a thread of its own. When this process is told
 * to end, what runs in them ends with it.
 */
public final class WorkerPool {
  private final JobQueue queue;
  private final SlotFactory.Slots slots;
  private final Function<Job, String> names;
  private final BiConsumer<Job, String> failed;
  private final RunListener listener;
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();
  private final Map<Slot, Running> running = new LinkedHashMap<>();
  private volatile boolean ending;
  private int failures;

  /**
   * Prepares a pool.
   *
   * @param names what a job is called
   * @param failed hears of a job that failed, with the reason; called one at a time
   */
  public WorkerPool(
      JobQueue queue,
      SlotFactory.Slots slots,
      Function<Job, String> names,
      BiConsumer<Job, String> failed,
      RunListener listener) {
    this.queue = queue;
    this.slots = slots;
    this.names = names;
    this.failed = failed;
    this.listener = listener;
  }

  /** Carries out the jobs and returns when all is done. */
  public void run() {
    Thread hook = new Thread(this::kill, "prefbench-end");
    Runtime.getRuntime().addShutdownHook(hook);
    List<Thread> threads = new ArrayList<>();
    for (Slot slot : slots.slots()) {
      Thread thread = new Thread(() -> guarded(slot), "prefbench-worker-" + threads.size());
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
      awaitEndIfBegun(hook);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the run was interrupted", e);
    } finally {
      slots.end().run();
    }
    if (!errors.isEmpty()) {
      throw errors.get(0) instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("a worker's thread failed", errors.get(0));
    }
  }

  /**
   * Where the process is told to end, other hooks end what slots stand on, and what becomes of jobs
   * then is nobody's to tell: this waits for the end instead, which waits for no thread.
   */
  private static void awaitEndIfBegun(Thread hook) throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) { // as Java says that the end has begun
      new CountDownLatch(1).await();
    }
  }

  private void kill() {
    ending = true;
    queue.stop();
    slots.slots().forEach(Slot::kill);
  }

  private void guarded(Slot slot) {
    try {
      work(slot);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // carried to the thread that waits, instead of dying with this one
      errors.add(e);
      queue.stop();
    }
  }

  private void work(Slot slot) throws InterruptedException {
    try {
      for (Optional<Job> next = queue.take(); next.isPresent(); next = queue.take()) {
        Job job = next.get();
        Slot.Listener hears =
            new Slot.Listener(
                host -> tell(slot, job, Optional.of(host), 0),
                share -> tell(slot, job, Optional.empty(), share),
                this::note);
        Outcome outcome = slot.execute(job, hears);
        if (ending) {
          return;
        }
        finish(slot, job, outcome);
      }
    } finally {
      slot.close();
    }
  }

  private synchronized void finish(Slot slot, Job job, Outcome outcome) {
    running.remove(slot);
    if (outcome instanceof Outcome.Failed failure) {
      failures++;
      failed.accept(job, failure.message());
      for (Job.OneTrial lost : queue.failed(job)) {
        failures++;
        failed.accept(lost, names.apply(job) + ": " + failure.message());
      }
    } else {
      queue.done(job);
    }
    tell(job);
  }

  private synchronized void note(String line) {
    listener.noted(line);
  }

  /** Tells of a job that begins on a host, or goes on where it began. */
  private synchronized void tell(Slot slot, Job job, Optional<String> host, double share) {
    String name = names.apply(job);
    Optional<Running> before =
        Optional.ofNullable(running.get(slot)).filter(known -> known.job().equals(name));
    running.put(
        slot, new Running(name, host.or(() -> before.map(Running::host)).orElse(""), share));
    tell(job);
  }

  private void tell(Job job) {
    double shares = running.values().stream().mapToDouble(Running::share).sum();
    int finished = queue.finished();
    listener.heard(
        new RunListener.Progress(
            finished,
            queue.total(),
            Math.min(1, (finished + shares) / queue.total()),
            names.apply(job),
            failures,
            List.copyOf(running.values())));
  }
}
