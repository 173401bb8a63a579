package org.prefbench.page;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.report.Report;
import org.prefbench.report.StudyReport;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Study;

/**
 * A study of a site.
 *
 * @param store its results
 * @param study what was asked
 * @param data the comparison
 * @param report what is said of it
 */
record SiteStudy(ResultStore store, Study study, ReportData data, Report report) {
  /** Reads the results of a folder. */
  static SiteStudy of(ResultStore store) {
    ReportData data = StudyReport.data(store);
    return new SiteStudy(store, store.study(), data, StudyReport.of(store, data));
  }

  /** Returns the question. */
  String title() {
    return study.title().isEmpty() ? study.id() : study.title();
  }

  /** Returns the section that a reader sees first, if anything has a score. */
  Optional<ScoreSection> headline() {
    return data.table().headline();
  }

  /** Returns the method with which the others are compared. */
  Optional<String> reference() {
    return data.table().options().against().stream().findFirst();
  }

  /** Returns a method's row over all tasks, or on the only one, if there is such a scale. */
  Optional<ScoreRow> overall(String label) {
    return headline()
        .flatMap(section -> section.overall().flatMap(place -> section.of(place, label)));
  }

  /** Returns what a method scores above the reference, with its interval, where both are there. */
  Optional<String> gain(String label) {
    return reference()
        .flatMap(other -> overall(label).map(row -> row.comparedWith(other).difference()))
        .filter(Interval::exists)
        .map(interval -> Format.difference(interval, 2));
  }

  /**
   * Returns the label with the highest mean on a task, of methods whose runs all have a score and
   * that were not given the true rewards.
   */
  Optional<String> best(String task) {
    return headline().stream()
        .flatMap(section -> section.of(task).stream())
        .filter(row -> row.complete() && !row.privileges().contains("true-rewards"))
        .max(Comparator.comparingDouble(ScoreRow::mean))
        .map(ScoreRow::method);
  }

  /** Returns the tasks, one by one. */
  List<String> tasks() {
    return data.table().options().tasks();
  }
}
