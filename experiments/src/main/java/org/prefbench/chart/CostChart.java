package org.prefbench.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Interval;

/**
 * Gain against cost: the mean gain over the reference with its 95 % interval, from the method whose
 * trials take least time on the machine that ran them to the one whose take most. Drawn where
 * methods are compared with a reference on the common scale, over several runs.
 */
public final class CostChart implements ChartFactory {
  /** A method with the seconds that a trial of it trains and is evaluated. */
  private record Cost(String method, double training, double evaluation, Interval gain) {}

  @Override
  public String id() {
    return "cost";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    Optional<ScoreSection> section = data.table().headline();
    Optional<String> place = section.flatMap(ScoreSection::overall);
    if (place.isEmpty() || data.table().options().against().isEmpty()) {
      return List.of();
    }
    ScoreSection headline = section.get();
    String reference = data.table().options().against().get(0);
    List<Cost> costs = new ArrayList<>();
    for (ScoreRow row : headline.of(place.get())) {
      Interval gain = row.comparedWith(reference).difference();
      if (row.metric() == Metric.NORMALIZED_SCORE && gain.bounded()) {
        costs.add(
            new Cost(
                row.method(),
                row.expense().trainingSeconds(),
                row.expense().evaluationSeconds(),
                gain));
      }
    }
    if (costs.size() < 2) {
      return List.of();
    }
    costs.sort(Comparator.comparingDouble(cost -> cost.training() + cost.evaluation()));
    MethodStyles styles = MethodStyles.of(data.table().options());
    List<Forest.Line> lines =
        costs.stream()
            .map(
                cost ->
                    new Forest.Line(
                        cost.method(),
                        List.of(text(cost.training()), text(cost.evaluation())),
                        List.of(new Forest.Estimate(cost.gain(), styles.color(cost.method())))))
            .toList();
    Forest forest = Forest.gains(reference, List.of("training", "evaluation"), lines);
    Plot plot = styles.addLegend(forest.plot(), costs.stream().map(Cost::method).toList());
    return List.of(
        Sheet.of(plot, 820, forest.height() + 40)
            .picture(
                id(),
                "Gain over "
                    + reference
                    + " with 95 % interval, and the mean time of a trial on the machine that ran it,"
                    + " the shortest first; "
                    + headline.titleOn(place.get())));
  }

  private static String text(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
  }
}
