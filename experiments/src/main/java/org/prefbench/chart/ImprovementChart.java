package org.prefbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Interval;

/**
 * Probability of improvement (Agarwal et al. 2021, arXiv 2108.13264): how often a run of a method
 * scores above a run of the method that it is compared with, averaged over tasks. Unlike a mean it
 * does not ask by how much. Drawn for the headline, over all tasks or the only one, unless the runs
 * leave nothing in doubt.
 */
public final class ImprovementChart implements ChartFactory {
  private static final double EVEN = 0.5;

  @Override
  public String id() {
    return "improvement";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    Optional<ScoreSection> section = data.table().headline();
    Optional<String> place = section.flatMap(ScoreSection::overall);
    if (place.isEmpty()) {
      return List.of();
    }
    ScoreSection headline = section.get();
    String task = place.get();
    MethodStyles styles = MethodStyles.of(data.table().options());
    List<Panel> panels = new ArrayList<>();
    int height = 0;
    boolean doubt = false;
    for (String against : data.table().options().against()) {
      List<Forest.Line> lines = new ArrayList<>();
      for (ScoreRow row : headline.of(task)) {
        Interval improvement = row.comparedWith(against).improvement();
        if (!row.method().equals(against) && improvement.exists()) {
          Forest.Estimate mark = new Forest.Estimate(improvement, styles.color(row.method()));
          lines.add(new Forest.Line(row.method(), List.of(), List.of(mark)));
          doubt |= improvement.low() < improvement.high();
        }
      }
      if (!lines.isEmpty()) {
        String axis = "P(run scores above " + against + "'s)";
        Forest forest = new Forest("", axis, OptionalDouble.of(EVEN), List.of(), lines);
        panels.add(styles.addLegend(forest.plot(), lines.stream().map(Forest.Line::name).toList()));
        height = Math.max(height, forest.height() + 40);
      }
    }
    if (!doubt) {
      return List.of();
    }
    return List.of(
        new Sheet("", 2, panels.size() == 1 ? 720 : 520, height, panels)
            .picture(
                "improvement",
                "Probability that a run scores above one of another method, ties half, with 95 %"
                    + " interval; "
                    + headline.titleOn(task)));
  }
}
