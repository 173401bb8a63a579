package org.prefbench.run.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.prefbench.core.JavaProcess;

/**
 * A worker process seen from outside: a virtual machine like this one, with the same class path and
 * settings, that does one job at a time.
 */
public final class WorkerProcess implements AutoCloseable {
  /** How a job ended. */
  public sealed interface Answer {
    /**
     * It is done.
     *
     * @param entries what of the cache trials need beside their data, as folders within it
     */
    record Done(List<String> entries) implements Answer {}

    /** The worker reports why it cannot be done. */
    record Failed(String message) implements Answer {}

    /** There is no process that could do it; {@code what} became of it, in words. */
    record Died(String what) implements Answer {}
  }

  private static final String CRASH_FILES = "hs_err_pid"; // as Java calls what it writes of a crash

  private final Process process;
  private final Path log;
  private final long logStart;
  private final PrintStream jobs;
  private final BufferedReader answers;

  /**
   * Starts a process; what it says besides its answers is appended to {@code log}. Its working
   * directory is that of the log, so that what Java and the system write of a crash is there too.
   */
  public WorkerProcess(List<String> command, Path log) throws IOException {
    this.log = log;
    logStart = Files.exists(log) ? Files.size(log) : 0;
    process =
        new ProcessBuilder(command)
            .directory(log.getParent().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    jobs = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Returns the command line of a worker.
   *
   * @param main the class whose main method serves jobs
   * @param parallel number of workers, which share the memory of the machine
   */
  public static List<String> command(Class<?> main, int parallel, List<String> arguments) {
    List<String> options = new ArrayList<>();
    if (JavaProcess.options().stream().noneMatch(option -> option.startsWith("-Xmx"))) {
      options.add("-XX:MaxRAMPercentage=" + Math.max(5, 60 / parallel));
    }
    options.add("-XX:+ExitOnOutOfMemoryError"); // a worker without memory is started anew
    return JavaProcess.command(options, List.of(), main, arguments);
  }

  /**
   * Has a job done.
   *
   * @param progress hears which share of it is done
   * @param notes hears what the user should know
   */
  public Answer execute(Job job, DoubleConsumer progress, Consumer<String> notes)
      throws InterruptedException {
    List<String> entries = new ArrayList<>();
    jobs.println(job.line());
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.equals(Job.MARK + "done")) {
          return new Answer.Done(entries);
        } else if (line.startsWith(Job.MARK + "failed ")) {
          return new Answer.Failed(line.substring((Job.MARK + "failed ").length()));
        } else if (line.startsWith(Job.MARK + "progress ")) {
          progress.accept(Double.parseDouble(line.substring((Job.MARK + "progress ").length())));
        } else if (line.startsWith(Job.MARK + "entry ")) {
          entries.add(line.substring((Job.MARK + "entry ").length()));
        } else if (line.startsWith(Job.MARK + "note ")) {
          notes.accept(line.substring((Job.MARK + "note ").length()));
        } else {
          Files.writeString(log, line + "\n", StandardOpenOption.APPEND); // Java's own last words
        }
      }
    } catch (IOException e) {
      return died(); // the pipe broke: the process is gone
    }
    return died();
  }

  private Answer died() throws InterruptedException {
    int exitCode = process.waitFor();
    Path crash = log.resolveSibling(CRASH_FILES + process.pid() + ".log");
    if (Files.exists(crash)) {
      return new Answer.Died("crashed" + Crash.describe(crash) + ", see " + place(crash));
    }
    String reason =
        switch (exitCode) {
          case 3 -> "out of memory"; // -XX:+ExitOnOutOfMemoryError
          case 137 -> "killed"; // 128 + SIGKILL
          case 143 -> "told to end"; // 128 + SIGTERM
          default -> Crash.reason(log, logStart);
        };
    return new Answer.Died(
        "ended with exit code "
            + exitCode
            + (reason.isEmpty() ? "" : " (" + reason + ")")
            + ", see "
            + place(log));
  }

  private static String place(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  /** Ends the process at once. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Asks the process to end and waits until it has. */
  @Override
  public void close() {
    jobs.println(Job.END);
    jobs.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
