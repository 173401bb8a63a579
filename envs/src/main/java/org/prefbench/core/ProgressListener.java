package org.prefbench.core;

/** Hears how far a long job is. Calls come one at a time; nothing that it does changes a result. */
@FunctionalInterface
public interface ProgressListener {
  /** A listener that ignores everything. */
  ProgressListener SILENT = (done, total) -> {};

  /** Tells that {@code done} of {@code total} units of work are finished; {@code done} grows. */
  void progress(long done, long total);
}
