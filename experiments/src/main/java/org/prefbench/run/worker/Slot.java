package org.prefbench.run.worker;

import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** Where one job at a time is carried out: a worker process here, or one on another machine. */
public interface Slot extends AutoCloseable {
  /** How a job ended. */
  sealed interface Outcome {
    /** Its results are where they belong. */
    record Done() implements Outcome {}

    /** It cannot be done, or not any more, and why. */
    record Failed(String message) implements Outcome {}
  }

  /**
   * Hears of a job while it is carried out; calls come from any thread.
   *
   * @param begun hears the machine on which it begins, empty for that of the run
   * @param progress hears which share of it is done, in [0, 1]
   * @param notes hears what the user should know, in one line
   */
  record Listener(Consumer<String> begun, DoubleConsumer progress, Consumer<String> notes) {}

  /** Carries out a job. */
  Outcome execute(Job job, Listener listener) throws InterruptedException;

  /** Ends what runs, at once; may be called from another thread than the job's. */
  void kill();

  /** Ends the slot when its last job has ended. */
  @Override
  void close();
}
