package org.prefbench.run.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the files that a process left tell about its end, in a few words. */
final class Crash {
  private static final int MOST_BYTES = 1 << 16;
  private static final int LONGEST = 200; // characters of a reason

  // "#  SIGSEGV (0xb) at pc=.." and "# C  [libtorch_cpu.so+0x8d0]": the signal, the failing frame
  private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+|EXCEPTION_[A-Z_]+)\\b.*");
  private static final Pattern LIBRARY = Pattern.compile("# C\\s+\\[([^+\\]]+).*");

  // how Java says that it does not start, and how it ends by an exception: by its message, or by
  // its name where it has none
  private static final Pattern REFUSED =
      Pattern.compile("((?:Unrecognized|Could not|Invalid|Conflicting|Error: Could not find) .*)");
  private static final Pattern UNCAUGHT =
      Pattern.compile("Exception in thread \"[^\"]*\" (?:[\\w.$]+: (?=.)|[\\w.]+\\.)(.+)");

  private Crash() {}

  /**
   * Returns signal and library of Java's file on a crash, such as {@code " (SIGSEGV in libc.so)"}.
   */
  static String describe(Path file) {
    List<String> lines = lines(file, 0);
    String library = first(lines, LIBRARY).map(name -> " in " + name).orElse("");
    return first(lines, SIGNAL).map(signal -> " (" + signal + library + ")").orElse("");
  }

  private static Optional<String> first(List<String> lines, Pattern pattern) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst();
  }

  /**
   * Returns what Java gave as its reason to end, empty if it gave none.
   *
   * @param log what the process said
   * @param start where in the log it began
   */
  static String reason(Path log, long start) {
    List<String> lines = lines(log, start);
    return first(lines, REFUSED)
        .or(() -> first(lines, UNCAUGHT))
        .map(line -> line.substring(0, Math.min(LONGEST, line.length())).strip())
        .orElse("");
  }

  private static List<String> lines(Path file, long start) {
    try (InputStream input = Files.newInputStream(file)) {
      input.skipNBytes(start);
      byte[] bytes = input.readNBytes(MOST_BYTES);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of(); // the end itself is known; what was said of it is not
    }
  }
}
