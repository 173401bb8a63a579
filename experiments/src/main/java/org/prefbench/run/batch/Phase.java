package org.prefbench.run.batch;

import java.time.Duration;
import java.util.List;
import org.prefbench.core.Checks;

/**
 * One of the steps of a study that follow each other: the same script, run in some tasks that know
 * their number.
 *
 * @param name such as {@code trials}, a word
 * @param tasks how many tasks there are
 * @param script lines of bash; the number of the task, from 1, is in the variable {@code task}
 * @param cores of each task
 * @param memory bytes of each task
 * @param time that no task takes longer than
 */
public record Phase(
    String name, int tasks, List<String> script, int cores, long memory, Duration time) {
  private static final long MEBIBYTE = 1L << 20;

  /** Validates the numbers and copies the lines. */
  public Phase {
    Checks.atLeast("tasks", tasks, 1);
    Checks.atLeast("cores", cores, 1);
    script = List.copyOf(script);
  }

  /** Returns the memory in whole mebibytes, rounded up. */
  long mebibytes() {
    return (memory + MEBIBYTE - 1) / MEBIBYTE;
  }

  /** Returns a word as bash reads it back, whatever is in it. */
  public static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
