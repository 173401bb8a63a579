package org.prefbench.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.prefbench.cli.Main;
import org.prefbench.core.JavaProcess;

/** The whole program in a process of its own. */
final class Program {
  private static final long LONGEST_SECONDS = 300;

  private Program() {}

  /** Returns the command line of a program that is soon over. */
  static List<String> words(Object... arguments) {
    // a file of performance counters would count among what fills a disk; the second compiler is
    // for programs that go on for longer
    return words(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"), arguments);
  }

  /** Returns the command line with options of the virtual machine, which its workers have too. */
  static List<String> words(List<String> options, Object... arguments) {
    List<String> words = Arrays.stream(arguments).map(String::valueOf).toList();
    return JavaProcess.command(options, List.of(), Main.class, words);
  }

  /**
   * Starts a command line.
   *
   * @param cache the folder of the cache
   * @param out where standard output goes
   * @param err where standard error goes
   */
  static Process start(List<String> words, Path cache, Path out, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("PREFBENCH_CACHE", cache.toString());
    return builder.start();
  }

  /** Returns what a command said on standard error, without Java's own word on a young module. */
  static String err(Path file) throws IOException {
    return Files.readString(file).replaceFirst("^WARNING: Using incubator modules.*\n", "");
  }

  /** Waits for the end and returns the exit code. */
  static int end(Process process) throws InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end after " + LONGEST_SECONDS + " s: " + process.info());
    }
    return process.exitValue();
  }
}
