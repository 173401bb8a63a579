package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Ablation;
import org.prefbench.study.Ablation.Point;

/**
 * The headline scores at the points of an ablation. Two points are compared by the differences
 * within each run: all trials of a run on a dataset share its data and its reference policy, so
 * what these add to both scores cancels.
 */
public final class AblationScores {
  private final Ablation ablation;
  private final ScoreSection section;
  private final Map<List<Object>, TrialRow> rows = new HashMap<>();

  private AblationScores(Ablation ablation, ScoreSection section, List<TrialRow> all) {
    this.ablation = ablation;
    this.section = section;
    for (TrialRow row : all) {
      if (row.status() == Status.OK
          && row.evaluation() == section.evaluation()
          && row.mode() == section.mode()) {
        rows.put(List.of(row.task(), row.method(), row.run()), row);
      }
    }
  }

  /** Returns the scores, nothing if the study varies nothing or no trial has a score. */
  public static Optional<AblationScores> of(ReportData data) {
    return data.table().sections().isEmpty()
        ? Optional.empty()
        : data.table()
            .options()
            .extras()
            .ablation()
            .map(plan -> new AblationScores(plan, data.table().sections().get(0), data.rows()));
  }

  /** Returns what is varied. */
  public Ablation ablation() {
    return ablation;
  }

  /** Returns the unit of the scores. */
  public ScoreRow.Metric metric() {
    return section.rows().get(0).metric();
  }

  /** Returns the mean over runs with Student's interval, {@link Interval#NONE} without a score. */
  public Interval mean(Point point) {
    double[] scores = scores(point).values().stream().mapToDouble(Double::doubleValue).toArray();
    return Statistics.studentMean(scores, ScoreTable.LEVEL);
  }

  /** Returns whether every run has a score. */
  public boolean complete(Point point) {
    return section.of(point.task(), point.method()).filter(ScoreRow::complete).isPresent();
  }

  /** Returns how many digits the scores deserve. */
  public int digits() {
    return ScoreRow.digits(section.rows());
  }

  /** Returns the mean over points, one of each panel, of their means over runs. */
  public double mean(List<Point> points) {
    return points.stream().mapToDouble(point -> mean(point).estimate()).average().orElseThrow();
  }

  /** Returns how many runs two points share. */
  public int runs(Point a, Point b) {
    return differences(a, b).length;
  }

  /**
   * Returns by how much the first points score above the second, averaged over panels, with
   * Student's interval.
   *
   * @param above one point of each panel
   * @param below one point of each panel, in the same order
   */
  public Interval difference(List<Point> above, List<Point> below, double level) {
    List<double[]> differences = new ArrayList<>();
    for (int panel = 0; panel < above.size(); panel++) {
      double[] own = differences(above.get(panel), below.get(panel));
      if (own.length == 0) {
        return Interval.NONE;
      }
      differences.add(own);
    }
    return Statistics.studentMean(differences.toArray(double[][]::new), level);
  }

  /**
   * Returns the differences run by run, of the runs with the same data and, unless that is what is
   * varied, the same reference policy.
   */
  private double[] differences(Point above, Point below) {
    Map<Integer, Double> theirs = scores(below);
    return scores(above).entrySet().stream()
        .filter(own -> theirs.containsKey(own.getKey()))
        .filter(own -> sameStart(row(above, own.getKey()), row(below, own.getKey())))
        .mapToDouble(own -> own.getValue() - theirs.get(own.getKey()))
        .toArray();
  }

  private boolean sameStart(TrialRow a, TrialRow b) {
    return a.inputs().datasetHash().equals(b.inputs().datasetHash())
        && (ablation.ofReferences()
            || a.inputs().referenceHash().equals(b.inputs().referenceHash()));
  }

  private TrialRow row(Point point, int run) {
    return rows.get(List.of(point.task(), point.method(), run));
  }

  private Map<Integer, Double> scores(Point point) {
    return section.of(point.task(), point.method()).map(ScoreRow::scores).orElse(Map.of());
  }
}
