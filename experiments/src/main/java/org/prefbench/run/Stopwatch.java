package org.prefbench.run;

import java.time.Duration;
import java.util.Map;
import org.prefbench.store.StageTimes;

/**
 * Measures how long something takes: wall time, and the processor time of all threads of this
 * process, which is what is left to compare when other work shares the machine.
 */
final class Stopwatch {
  private static final double NANOSECOND = 1e-9;

  private final long wall = System.nanoTime();
  private final long processor = processorNanoseconds();

  /**
   * A time.
   *
   * @param wall seconds that passed
   * @param processor seconds that processors worked, 0 where the system does not tell
   */
  record Elapsed(double wall, double processor) {
    static final Elapsed NONE = new Elapsed(0, 0);

    Elapsed plus(Elapsed other) {
      return new Elapsed(wall + other.wall, processor + other.processor);
    }

    /** Puts both times under the name of a stage, as results hold them. */
    void addTo(Map<String, Double> seconds, String stage) {
      seconds.put(stage, wall);
      seconds.put(stage + StageTimes.PROCESSOR, processor);
    }

    Elapsed minus(Elapsed other) {
      return new Elapsed(wall - other.wall, processor - other.processor);
    }
  }

  /** Returns the time since this watch was made. */
  Elapsed read() {
    return new Elapsed(
        (System.nanoTime() - wall) * NANOSECOND, (processorNanoseconds() - processor) * NANOSECOND);
  }

  private static long processorNanoseconds() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }
}
