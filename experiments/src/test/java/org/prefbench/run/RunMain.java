package org.prefbench.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.run.worker.RunListener;
import org.prefbench.run.worker.WorkerProcess;
import org.prefbench.study.StudyFile;

/**
 * A run in a process of its own that prints the number of finished jobs, to be killed by a test.
 */
final class RunMain {
  private RunMain() {}

  /** Returns the command line of the process. */
  static List<String> command(Path study, Path output, Path cache) {
    return WorkerProcess.command(
        RunMain.class, 1, List.of(study.toString(), output.toString(), cache.toString()));
  }

  /** Runs the study in the first argument; after the third job it waits to be killed. */
  public static void main(String[] arguments) {
    Runs.run(
        StudyFile.read(Path.of(arguments[0]), Map.of()),
        Path.of(arguments[1]),
        new Runs.Options(
            2,
            Optional.empty(),
            Path.of(arguments[2]),
            WorkerMain.class,
            List.of(),
            RunMain::tell));
  }

  /** Prints the count; the third one holds everything up, so that the kill comes in the middle. */
  private static void tell(RunListener.Progress progress) {
    System.out.println(progress.finished());
    if (progress.finished() == 3) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
