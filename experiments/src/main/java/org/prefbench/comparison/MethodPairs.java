package org.prefbench.comparison;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;
import org.prefbench.store.TrialRow;

/**
 * Any two methods of a section compared, where a {@link ScoreTable} compares each with the few that
 * a study names: by the differences of runs that were given the same data, reference and pairs.
 */
public final class MethodPairs {
  private final ScoreSection section;
  private final Map<String, Map<String, Map<Integer, TrialRow>>> trials = new HashMap<>();

  /** Collects the trials of a section. */
  public MethodPairs(ReportData data, ScoreSection section) {
    this.section = section;
    for (TrialRow row : data.rows()) {
      if (SectionComputation.scored(row, section.evaluation(), section.mode())) {
        trials
            .computeIfAbsent(row.task(), any -> new HashMap<>())
            .computeIfAbsent(row.method(), any -> new HashMap<>())
            .put(row.run(), row);
      }
    }
  }

  /**
   * Returns the mean over tasks of what one method scores above another.
   *
   * @return {@link Interval#NONE} if a task has no run of both
   */
  public Interval difference(List<String> tasks, String method, String other) {
    double[][] differences = new double[tasks.size()][];
    for (int i = 0; i < differences.length; i++) {
      String task = tasks.get(i);
      Metric metric =
          section.of(task, method).map(ScoreRow::metric).orElse(Metric.NORMALIZED_SCORE);
      differences[i] =
          PairedTrials.differences(
              PairedTrials.of(trials(task, method), trials(task, other)),
              row -> SectionComputation.value(row, metric));
      if (differences[i].length == 0) {
        return Interval.NONE;
      }
    }
    return differences.length == 0
        ? Interval.NONE
        : Statistics.studentMean(differences, ScoreTable.LEVEL);
  }

  private Map<Integer, TrialRow> trials(String task, String method) {
    return trials
        .getOrDefault(task, Collections.emptyMap())
        .getOrDefault(method, Collections.emptyMap());
  }
}
