package org.prefbench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.core.Checks;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Text;
import org.prefbench.published.PublishedDataset;
import org.prefbench.store.card.DatasetCard;

/**
 * How the scores of the episodes of datasets are spread: a panel per environment, a histogram per
 * quality, each scaled to its own highest bin. A line marks the mean, a dashed one the mean of
 * D4RL's data of the same name.
 */
public final class DatasetReturnsChart {
  private static final double HEIGHT = 0.86; // of a row, so that histograms do not touch
  private static final int LABELS = 110;
  private static final Map<String, Color> COLORS =
      Map.of(
          "random", Colors.GRAY,
          "medium-replay", Colors.SKY,
          "medium", Colors.BLUE,
          "medium-expert", Colors.ORANGE,
          "expert", Colors.VERMILLION);

  private DatasetReturnsChart() {}

  /**
   * Draws the cards, sorted as they are to be read: the first of an environment is at the top.
   *
   * @param cards at least one
   */
  public static Picture draw(List<DatasetCard> cards) {
    Checks.require(!cards.isEmpty(), "no dataset cards to draw");
    Set<String> environments = new LinkedHashSet<>();
    cards.forEach(card -> environments.add(card.environment()));
    double low = DatasetCard.LOWEST + DatasetCard.WIDTH * first(cards);
    double high = DatasetCard.LOWEST + DatasetCard.WIDTH * (last(cards) + 1);
    List<Panel> panels = new ArrayList<>();
    for (String environment : environments) {
      List<DatasetCard> rows =
          cards.stream().filter(card -> card.environment().equals(environment)).toList();
      panels.add(panel(environment, rows, Math.min(low, -5), Math.max(high, 115)));
    }
    return new Sheet("", panels.size() == 1 ? 1 : 2, 520, 330, panels)
        .picture("returns", "Normalised scores of the episodes of each dataset");
  }

  private static int first(List<DatasetCard> cards) {
    int first = DatasetCard.BINS - 1;
    for (DatasetCard card : cards) {
      for (int bin = 0; bin < first; bin++) {
        if (card.scoreHistogram().get(bin) > 0) {
          first = bin;
        }
      }
    }
    return first;
  }

  private static int last(List<DatasetCard> cards) {
    int last = 0;
    for (DatasetCard card : cards) {
      for (int bin = DatasetCard.BINS - 1; bin > last; bin--) {
        if (card.scoreHistogram().get(bin) > 0) {
          last = bin;
        }
      }
    }
    return last;
  }

  private static Panel panel(String environment, List<DatasetCard> rows, double low, double high) {
    Map<String, PublishedDataset> published = PublishedDataset.d4rl();
    Plot plot =
        new Plot(environment, low, high, 0, rows.size())
            .axes("normalised score of an episode", "")
            .withoutVerticalAxis(LABELS);
    for (int i = 0; i < rows.size(); i++) {
      DatasetCard card = rows.get(i);
      double base = rows.size() - 1 - i;
      Color color = COLORS.getOrDefault(card.tier(), Colors.GREEN);
      bars(plot, card, base, color);
      mark(plot, card.normalizedScore(), base, low, high, Plot.solid(2), Colors.BLACK);
      Optional.ofNullable(published.get(card.dataset()))
          .ifPresent(
              theirs ->
                  mark(plot, theirs.score(), base, low, high, Plot.dashed(1.6), Colors.PURPLE));
      plot.over(
          (graphics, axes) ->
              Text.right(
                  graphics,
                  card.tier(),
                  Fonts.small(),
                  Colors.BLACK,
                  axes.area().getX() - 7,
                  axes.y(base + 0.3)));
    }
    return plot.entry("mean", Colors.BLACK, Plot.solid(2))
        .entry("mean of D4RL's", Colors.PURPLE, Plot.dashed(1.6));
  }

  /** The bars as one outline, so that no seams show between them. */
  private static void bars(Plot plot, DatasetCard card, double base, Color color) {
    int bins = DatasetCard.BINS;
    double most = card.scoreHistogram().stream().mapToLong(Long::longValue).max().orElse(1);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    int from = first(List.of(card));
    int to = Math.max(from, last(List.of(card)));
    x.add(DatasetCard.LOWEST + DatasetCard.WIDTH * from);
    y.add(base);
    for (int bin = from; bin <= to && bin < bins; bin++) {
      double height = base + HEIGHT * card.scoreHistogram().get(bin) / Math.max(1, most);
      x.add(DatasetCard.LOWEST + DatasetCard.WIDTH * bin);
      y.add(height);
      x.add(DatasetCard.LOWEST + DatasetCard.WIDTH * (bin + 1));
      y.add(height);
    }
    x.add(DatasetCard.LOWEST + DatasetCard.WIDTH * (to + 1));
    y.add(base);
    plot.polygon("", array(x), array(y), Colors.tint(color, 0.75));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void mark(
      Plot plot,
      double score,
      double base,
      double low,
      double high,
      BasicStroke stroke,
      Color color) {
    if (score >= low && score <= high) {
      plot.line("", new double[] {score, score}, new double[] {base, base + HEIGHT}, color, stroke);
    }
  }
}
