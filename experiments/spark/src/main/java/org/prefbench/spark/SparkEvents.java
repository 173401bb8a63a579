package org.prefbench.spark;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.prefbench.run.worker.Slot;
import scala.jdk.javaapi.CollectionConverters;

/** Hears from Spark where jobs run, how far they are and what went wrong. */
final class SparkEvents extends SparkListener {
  /** The property of Spark's jobs that has ours. */
  static final String JOB = "prefbench.job";

  private static final double THOUSANDTHS = 1000;

  private final Consumer<String> notes;
  private final CountDownLatch executor = new CountDownLatch(1);
  private final Map<String, Watched> watched = new ConcurrentHashMap<>(); // by job
  private final Map<Integer, String> jobs = new ConcurrentHashMap<>(); // by Spark's stage
  private volatile boolean ended;

  /** The accumulator that tells how far a job is, and who hears of it. */
  private record Watched(long accumulator, Slot.Listener listener) {}

  SparkEvents(Consumer<String> notes) {
    this.notes = notes;
  }

  /** Waits for the first executor; returns whether one came. */
  boolean awaitExecutor(int seconds) {
    try {
      return executor.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Has a listener hear of a job until {@link #forget}. */
  void watch(String job, long accumulator, Slot.Listener listener) {
    watched.put(job, new Watched(accumulator, listener));
  }

  void forget(String job) {
    watched.remove(job);
  }

  /** From now on executors end because they are asked to. */
  void end() {
    ended = true;
  }

  private void note(String line) {
    if (!ended) {
      notes.accept(line);
    }
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    executor.countDown();
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    note("executor " + event.executorId() + " of Spark is gone: " + firstLine(event.reason()));
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    Optional.ofNullable(event.properties().getProperty(JOB))
        .ifPresent(job -> jobs.put(event.stageInfo().stageId(), job));
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    Optional.ofNullable(watched.get(jobs.getOrDefault(event.stageId(), "")))
        .ifPresent(one -> one.listener().begun().accept(event.taskInfo().host()));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    if (event.reason() instanceof TaskFailedReason reason) {
      note(
          "attempt "
              + (event.taskInfo().attemptNumber() + 1)
              + " of '"
              + jobs.getOrDefault(event.stageId(), "a job")
              + "' ended on "
              + event.taskInfo().host()
              + ": "
              + firstLine(reason.toErrorString()));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    CollectionConverters.asJava(event.accumUpdates())
        .forEach(task -> CollectionConverters.asJava(task._4()).forEach(this::tell));
  }

  private void tell(AccumulableInfo info) {
    if (info.update().isDefined() && info.update().get() instanceof Long share) {
      watched.values().stream()
          .filter(one -> one.accumulator() == info.id())
          .forEach(one -> one.listener().progress().accept(share / THOUSANDTHS));
    }
  }
}
