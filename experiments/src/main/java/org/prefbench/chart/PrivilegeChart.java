package org.prefbench.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.core.Ledger;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Ticks;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;

/**
 * Gain against privilege: the mean gain over the reference with its 95 % interval, methods that may
 * touch the same together, and beside them what the ledger counted. So a reader sees which gains
 * were bought by access to the simulator. Drawn where methods with different privileges are
 * compared with a reference on the common scale, over several runs.
 */
public final class PrivilegeChart implements ChartFactory {
  /** What a method may touch, the least first; the most of its privileges counts. */
  private enum Access {
    NO_SIMULATOR("no simulator"),
    TRAINING("trains in the simulator"),
    LOOK_AHEAD("forks the simulator while it acts"),
    REWARDS("sees true rewards: a yardstick, no method");

    private final String text;

    Access(String text) {
      this.text = text;
    }

    static Access of(ScoreRow row) {
      Set<String> needs = row.privileges();
      return needs.contains("true-rewards")
          ? REWARDS
          : needs.contains("look-ahead")
              ? LOOK_AHEAD
              : needs.contains("training-simulator") ? TRAINING : NO_SIMULATOR;
    }
  }

  @Override
  public String id() {
    return "privilege";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    Optional<ScoreSection> section = data.table().headline();
    Optional<String> place = section.flatMap(ScoreSection::overall);
    if (place.isEmpty() || data.table().options().against().isEmpty()) {
      return List.of();
    }
    ScoreSection headline = section.get();
    String task = place.get();
    String reference = data.table().options().against().get(0);
    List<ScoreRow> rows =
        headline.of(task).stream()
            .filter(row -> row.metric() == Metric.NORMALIZED_SCORE)
            .filter(row -> gain(row, reference).bounded())
            .toList();
    if (rows.stream().map(Access::of).distinct().count() < 2) {
      return List.of();
    }
    Optional<ScoreRow> yardstick =
        rows.stream()
            .filter(row -> Access.of(row) == Access.REWARDS && gain(row, reference).low() > 0)
            .findFirst();
    MethodStyles styles = MethodStyles.of(data.table().options());
    List<Forest.Line> lines = new ArrayList<>();
    for (Access access : Access.values()) {
      List<ScoreRow> own = rows.stream().filter(row -> Access.of(row) == access).toList();
      if (!own.isEmpty()) {
        lines.add(Forest.Line.heading(access.text));
      }
      own.forEach(row -> lines.add(line(row, reference, yardstick, styles.color(row.method()))));
    }
    Forest forest = Forest.gains(reference, columns(yardstick), lines);
    Plot plot = styles.addLegend(forest.plot(), rows.stream().map(ScoreRow::method).toList());
    return List.of(
        Sheet.of(plot, 920, forest.height() + 40)
            .picture(
                "privilege",
                "Gain over "
                    + reference
                    + " by what a method may touch, with 95 % interval; "
                    + headline.titleOn(task)
                    + "; beside it simulator steps while training and while acting, and labels"
                    + " beyond the given pairs, per trial"
                    + yardstick
                        .map(row -> ", and the share of what " + row.method() + " gains")
                        .orElse("")));
  }

  private static Interval gain(ScoreRow row, String reference) {
    return row.comparedWith(reference).difference();
  }

  private static List<String> columns(Optional<ScoreRow> yardstick) {
    List<String> columns = new ArrayList<>(List.of("sim. steps", "look-ahead", "labels"));
    yardstick.ifPresent(row -> columns.add("of " + row.method()));
    return columns;
  }

  /** Returns the line of a method; the share of the yardstick is that of the two mean gains. */
  private static Forest.Line line(
      ScoreRow row, String reference, Optional<ScoreRow> yardstick, Color color) {
    Interval gain = gain(row, reference);
    List<String> cells = new ArrayList<>();
    for (Ledger.Entry entry :
        List.of(
            Ledger.Entry.SIMULATOR_STEPS,
            Ledger.Entry.LOOK_AHEAD_STEPS,
            Ledger.Entry.TEACHER_QUERIES)) {
      cells.add(Format.count(row.costs().getOrDefault(entry, Double.NaN)));
    }
    yardstick.ifPresent(
        best -> cells.add(share(gain.estimate() / gain(best, reference).estimate())));
    String name = row.complete() ? row.method() : row.method() + " (not all runs)";
    return new Forest.Line(name, row.method(), cells, List.of(new Forest.Estimate(gain, color)));
  }

  /** Returns a share in per cent, such as {@code -12 %}. */
  static String share(double value) {
    return Ticks.label(Math.rint(100 * value)) + " %";
  }
}
