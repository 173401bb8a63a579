package org.prefbench.cli.study;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.run.Worker;

/** The program of a worker process; {@code prefbench run} starts it, nobody else should. */
public final class WorkerMain {
  private WorkerMain() {}

  /** Serves jobs from standard input; the arguments are those of {@link Worker#serve}. */
  public static void main(String[] arguments) {
    PrintStream answers = System.out;
    System.setOut(System.err); // whatever a library prints is no answer
    Worker.serve(
        arguments,
        System.in,
        answers,
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        () -> Runtime.getRuntime().halt(ExitCode.FAILURE));
    System.exit(ExitCode.OK); // the engine's threads are no reason to stay
  }
}
