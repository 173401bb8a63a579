package org.prefbench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.prefbench.chart.Charts;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.FileErrors;

/**
 * Writes a report into a folder: {@code table.md}, {@code table.csv}, {@code table.tex}, where
 * there is a diagnosis {@code diagnosis.csv}, where a number of the tasks varies {@code
 * dose-response.csv} and {@code charts/*.svg}, each file atomically.
 */
public final class ReportWriter {
  /** What is written, by the names directly in the folder. */
  public static final List<String> NAMES =
      Stream.concat(
              Stream.of("table.md", "table.csv", "table.tex", "charts"),
              Report.OCCASIONAL.stream().sorted())
          .toList();

  private ReportWriter() {}

  /**
   * Writes the files and removes those that an earlier report left and that are no longer part of
   * this one, as their names tell; pictures stay where charts could not be drawn.
   *
   * @return the paths written
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static List<Path> write(Report report, Path folder) {
    List<Path> written = new ArrayList<>();
    Map<String, byte[]> files = report.files();
    files.forEach(
        (name, bytes) -> {
          Path file = folder.resolve(name);
          AtomicFiles.write(file, output -> output.write(bytes));
          written.add(file);
        });
    for (String name : written(folder)) {
      if (!files.containsKey(name) && !isPicture(name, report) && isOwn(name)) {
        try {
          Files.delete(folder.resolve(name));
        } catch (IOException e) {
          throw new UncheckedIOException(
              "cannot delete " + folder.resolve(name) + ": " + FileErrors.reason(e), e);
        }
      }
    }
    return written;
  }

  /** Whether a file has the name of one that some report writes; others are somebody else's. */
  private static boolean isOwn(String name) {
    return Report.OCCASIONAL.contains(name)
        || Charts.registered().all().stream()
            .flatMap(chart -> chart.stems().stream())
            .map(stem -> Report.CHARTS + stem)
            .anyMatch(stem -> name.startsWith(stem + "-") || name.startsWith(stem + "."));
  }

  /** Whether a file may be a picture that could not be drawn. */
  static boolean isPicture(String name, Report report) {
    return name.startsWith(Report.CHARTS) && !report.drawn().undrawn().isEmpty();
  }

  /**
   * Returns the files in a folder that a report may have written and another need not write, the
   * pictures and the tables of choices and diagnosis, relative to it, sorted.
   */
  static List<String> written(Path folder) {
    Path charts = folder.resolve(Report.CHARTS);
    List<String> names = new ArrayList<>();
    Report.OCCASIONAL.stream()
        .filter(name -> Files.exists(folder.resolve(name)))
        .forEach(names::add);
    if (Files.isDirectory(charts)) {
      try (Stream<Path> files = Files.list(charts)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".png") || name.endsWith(".svg"))
            .forEach(name -> names.add(Report.CHARTS + name));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + charts + ": " + FileErrors.reason(e), e);
      }
    }
    Collections.sort(names);
    return names;
  }
}
