package org.prefbench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.prefbench.core.FileErrors;

/** Compares the files of a report with what its rows give now: they must be the same bytes. */
public final class ReportVerifier {
  private ReportVerifier() {}

  /**
   * Returns one line for each file that is missing, differs or does not belong, none if all is
   * well. Pictures that could not be drawn are compared with nothing.
   *
   * @param report the report recomputed from rows
   * @param folder where the report to verify lies
   */
  public static List<String> differences(Report report, Path folder) {
    List<String> differences = new ArrayList<>();
    Map<String, byte[]> files = report.files();
    files.forEach(
        (name, bytes) -> {
          Path file = folder.resolve(name);
          boolean there = Files.isRegularFile(file);
          if (!there) {
            differences.add(name + " is missing");
            return;
          }
          compare(name, bytes, read(file), differences);
        });
    for (String name : ReportWriter.written(folder)) {
      if (!files.containsKey(name) && !ReportWriter.isPicture(name, report)) {
        differences.add(name + " is not made from these rows");
      }
    }
    return differences;
  }

  private static void compare(
      String name, byte[] expected, byte[] actual, List<String> differences) {
    int at = Arrays.mismatch(expected, actual);
    if (at < 0) {
      return;
    }
    long line = 1;
    for (int i = 0; i < at; i++) {
      line += expected[i] == '\n' ? 1 : 0;
    }
    differences.add(name + " differs from what the rows give, first in line " + line);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
  }
}
