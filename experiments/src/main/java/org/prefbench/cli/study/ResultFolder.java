package org.prefbench.cli.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.page.StudyPage;
import org.prefbench.report.ReportWriter;
import org.prefbench.store.ResultStore;

/**
 * A folder before results or a report are written into it: nobody else's file may be in the way.
 */
final class ResultFolder {
  /** What a report writes, its page too. */
  private static final List<String> REPORT =
      Stream.concat(ReportWriter.NAMES.stream(), Stream.of(StudyPage.FILE)).toList();

  private ResultFolder() {}

  /**
   * Requires of a folder for results that what it has under the names of their files was written by
   * this program: such a folder holds results, and none of the files is a link.
   *
   * @throws org.prefbench.core.InvalidInputException with the name of a file that is in the way
   */
  static void check(ResultStore store, Overwriting overwriting) {
    boolean results = store.holdsResults();
    List<String> names = new ArrayList<>(ResultStore.NAMES);
    names.addAll(REPORT);
    for (String name : names) {
      Path file = store.folder().resolve(name);
      overwriting.check(file, any -> results);
    }
    if (!results) { // then a study there is to be overwritten, and is not that of the results
      try {
        Files.deleteIfExists(store.studyFile());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot replace " + store.studyFile() + ": " + FileErrors.reason(e), e);
      }
    }
  }

  /**
   * Requires that a folder holds results, so that a report belongs into it.
   *
   * @throws org.prefbench.core.InvalidInputException if it holds none, or a link is in the way
   */
  static void checkReported(ResultStore store) {
    store.study(); // says so if there is none
    Checks.require(
        store.holdsResults(),
        "%s holds no results: beside its study.yaml is nothing that a run writes",
        store.folder());
    for (String name : REPORT) {
      Path file = store.folder().resolve(name);
      Checks.require(
          !Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !Files.isSymbolicLink(file),
          "%s: is a link, in whose place a file would be; remove it first",
          file);
    }
  }
}
