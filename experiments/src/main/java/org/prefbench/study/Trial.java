package org.prefbench.study;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.prefbench.core.Checks;

/** One training of one method on one task in one run. */
public record Trial(Study.Task task, Study.Method method, int run) {
  /** Validates the run number. */
  public Trial {
    Checks.atLeast("run", run, 0);
  }

  /** Returns the name of the trial within its study: {@code task/method/run}, by labels. */
  public String key() {
    return task.label() + "/" + method.label() + "/" + run;
  }

  /** Returns the same trial with the paths of its task's files replaced. */
  Trial withPaths(UnaryOperator<String> change) {
    return new Trial(task.withPaths(change), method, run);
  }

  /**
   * Returns whether the key matches a pattern in which {@code *} stands for any part of one name
   * and {@code **} for any part of the key; an exact key matches itself.
   */
  public boolean matches(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(key()));
  }
}
