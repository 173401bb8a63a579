package org.prefbench.cli.study;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.prefbench.cli.shared.Messages;

/** Says how to go on with a run that a signal ends. */
final class ResumeHint {
  private ResumeHint() {}

  /** Returns what {@code work} returns; if the program ends in the middle of it, gives the hint. */
  static <T> T during(PrintWriter err, Path folder, Supplier<T> work) {
    Thread hook =
        new Thread(
            () -> Messages.print(err, "interrupted; to go on: prefbench resume " + folder),
            "prefbench-hint");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the end has begun, and the hint is being given
    }
  }
}
