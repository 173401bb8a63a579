package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.prefbench.cli.shared.Messages;
import org.prefbench.store.ResultStore;
import picocli.CommandLine;

/** Says, where a signal ends the program in the middle of a run, how to go on. */
final class ResumeHint {
  private final CommandLine command;
  private final Thread hook = new Thread(this::tell, "prefbench-hint");
  private volatile Optional<Path> folder;

  private ResumeHint(CommandLine command, Optional<Path> folder) {
    this.command = command;
    this.folder = folder;
  }

  /**
   * Returns the exit code of {@code work}.
   *
   * @param folder of the results, if it is known yet
   */
  static int during(CommandLine command, Optional<Path> folder, ToIntFunction<ResumeHint> work) {
    ResumeHint hint = new ResumeHint(command, folder);
    Runtime.getRuntime().addShutdownHook(hint.hook);
    try {
      return work.applyAsInt(hint);
    } finally {
      hint.remove();
    }
  }

  /** Notes where the results are to be. */
  void folder(Path results) {
    folder = Optional.of(results);
  }

  private void tell() {
    Messages.print(
        command,
        folder
            .filter(results -> new ResultStore(results).holdsResults())
            .map(results -> "interrupted; to go on: prefbench resume " + results)
            .orElse("interrupted; nothing was begun"));
  }

  private void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the end has begun, and the hint is being given
    }
  }
}
