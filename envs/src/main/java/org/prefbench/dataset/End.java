package org.prefbench.dataset;

/** How a stretch of experience ends. */
public enum End {
  /** The episode goes on after it. */
  RUNNING,
  /** The task is over. */
  TERMINATED,
  /** Time is up; the episode could have gone on. */
  TRUNCATED
}
