package org.prefbench.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prefbench.comparison.Gains;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.Tiers;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;

/**
 * Gain by tier: the mean gain over the reference on the datasets of each level of behaviour, such
 * as random, medium and expert, with its 95 % interval. It shows whether a method helps where there
 * is much to improve. Drawn where a study compares methods on several tiers.
 */
public final class TierChart implements ChartFactory {
  private static final List<Color> COLORS =
      List.of(
          Colors.SKY,
          Colors.ORANGE,
          Colors.PURPLE,
          Colors.GREEN,
          Colors.BLUE,
          Colors.VERMILLION,
          Colors.GRAY);

  @Override
  public String id() {
    return "tiers";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    if (data.table().sections().isEmpty() || data.table().options().against().isEmpty()) {
      return List.of();
    }
    ScoreSection headline = data.table().sections().get(0);
    String reference = data.table().options().against().get(0);
    Map<String, List<String>> tiers = Tiers.of(Gains.normalizedTasks(headline));
    if (tiers.size() < 2) {
      return List.of();
    }
    List<Forest.Line> lines = new ArrayList<>();
    for (String method : data.table().options().methods()) {
      List<Forest.Estimate> marks = new ArrayList<>();
      tiers.forEach(
          (tier, tasks) ->
              marks.add(
                  new Forest.Estimate(
                      Gains.over(headline, tasks, method, reference),
                      COLORS.get(marks.size()),
                      tier)));
      if (!method.equals(reference) && marks.stream().anyMatch(mark -> mark.interval().exists())) {
        lines.add(new Forest.Line(method, List.of(), marks));
      }
    }
    if (lines.isEmpty()) {
      return List.of();
    }
    Forest forest = Forest.gains(reference, List.of(), lines);
    Plot plot = forest.plot();
    int color = 0;
    for (String tier : tiers.keySet()) {
      plot.entry(tier, COLORS.get(color++), Plot.solid(2.2));
    }
    return List.of(
        Sheet.of(plot, 760, forest.height())
            .picture(
                "tiers",
                "Gain over "
                    + reference
                    + " by the level of the behaviour that made the data, mean of its tasks with"
                    + " 95 % interval ("
                    + headline.title()
                    + ")"));
  }
}
