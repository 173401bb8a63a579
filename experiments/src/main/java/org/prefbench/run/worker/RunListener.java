package org.prefbench.run.worker;

import java.util.List;

/** Hears how far a run is. Calls come one at a time, from any thread. */
@FunctionalInterface
public interface RunListener {
  /** A listener that ignores everything. */
  RunListener SILENT = progress -> {};

  /** Tells the state of the run; called a few times per second at most for each job that runs. */
  void heard(Progress progress);

  /** Tells in one line what the user should know though the run goes on. */
  default void noted(String line) {}

  /**
   * The state of a run.
   *
   * @param finished jobs that are done: trials, and preparations that trials share
   * @param total all jobs
   * @param share of the work that is done, running jobs included, in [0, 1]
   * @param activity the job that was heard of last, such as {@code pendulum-medium-v1/pfm/0}
   * @param failures jobs that failed for good
   * @param running what runs now
   */
  record Progress(
      int finished, int total, double share, String activity, int failures, List<Running> running) {
    /** Copies the list. */
    public Progress {
      running = List.copyOf(running);
    }
  }

  /**
   * A job that runs.
   *
   * @param job its name, such as {@code pendulum-medium-v1/pfm/0}
   * @param host the machine, empty for that of the run
   * @param share how much of it is done, in [0, 1]
   */
  record Running(String job, String host, double share) {}
}
