package org.prefbench.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;
import org.prefbench.comparison.Gains;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Mark;
import org.prefbench.plot.Marking;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Text;
import org.prefbench.statistics.Statistics;

/**
 * Every method against every other: how often a run of the one in the row scores above a run of the
 * one in the column, ties half, averaged over tasks (the probability of improvement of Agarwal et
 * al. 2021, arXiv 2108.13264). Drawn for the headline, where at least three methods have scores.
 */
public final class ImprovementMatrixChart implements ChartFactory {
  private static final int CELL = 34;
  private static final double EDGE = 12;

  @Override
  public String id() {
    return "improvement-matrix";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    Optional<ScoreSection> section = data.table().headline();
    Optional<String> place = section.flatMap(ScoreSection::overall);
    if (place.isEmpty()) {
      return List.of();
    }
    ScoreSection headline = section.get();
    List<String> tasks =
        place.get().equals(ScoreRow.ALL_TASKS)
            ? Gains.normalizedTasks(headline)
            : List.of(place.get());
    List<String> methods =
        headline.of(place.get()).stream()
            .map(ScoreRow::method)
            .filter(
                method ->
                    tasks.stream().allMatch(task -> scores(headline, task, method).length > 0))
            .toList();
    if (methods.size() < 3) {
      return List.of();
    }
    double[][][] scores =
        methods.stream()
            .map(
                method ->
                    tasks.stream()
                        .map(task -> scores(headline, task, method))
                        .toArray(double[][]::new))
            .toArray(double[][][]::new);
    double[][] above = new double[scores.length][scores.length];
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        above[i][j] = Statistics.probabilityOfImprovement(scores[i], scores[j]);
      }
    }
    int names = (int) names(methods);
    int size = (int) (names + 2 * EDGE + CELL * methods.size());
    return List.of(
        Sheet.of((graphics, w, h) -> paint(graphics, w, h, methods, above), size, size)
            .picture(
                id(),
                "Per cent of pairs of runs in which the method of the row scores above that of the"
                    + " column, ties half; "
                    + headline.titleOn(place.get())));
  }

  private static double[] scores(ScoreSection section, String task, String method) {
    return section.of(task, method).stream()
        .flatMapToDouble(row -> row.scores().values().stream().mapToDouble(Double::doubleValue))
        .toArray();
  }

  private static double names(List<String> methods) {
    return methods.stream().mapToDouble(name -> Text.width(name, Fonts.small())).max().orElse(0);
  }

  private static void paint(
      Graphics2D graphics, int width, int height, List<String> methods, double[][] above) {
    double names = names(methods) + 8;
    double left = EDGE + names;
    double cell = Math.min(width - left - EDGE, height - left - EDGE) / methods.size();
    Font font = Fonts.small().deriveFont((float) Math.max(5, Math.min(Fonts.SMALL, cell / 2.6)));
    for (int i = 0; i < methods.size(); i++) {
      double middle = left + (i + 0.5) * cell;
      Text.right(graphics, methods.get(i), Fonts.small(), Colors.BLACK, left - 8, middle + 4);
      Text.upwards(
          graphics,
          methods.get(i),
          Fonts.small(),
          Colors.BLACK,
          middle + 4,
          left - 8 - Text.width(methods.get(i), Fonts.small()) / 2);
      for (int j = 0; j < methods.size(); j++) {
        graphics.setColor(color(i == j ? 0.5 : above[i][j]));
        Rectangle2D square = new Rectangle2D.Double(left + j * cell, left + i * cell, cell, cell);
        if (i == j) {
          graphics.fill(square);
          continue;
        }
        double probability = above[i][j];
        String text = String.valueOf(Math.round(100 * probability));
        Color letters = Math.abs(probability - 0.5) > 0.38 ? Color.WHITE : Colors.BLACK;
        double x = left + (j + 0.5) * cell - Text.width(text, font) / 2;
        String says =
            methods.get(i)
                + " scores above "
                + methods.get(j)
                + " in "
                + text
                + " % of pairs of runs";
        Marking.around(
            graphics,
            Mark.of(methods.get(i), says),
            () -> {
              graphics.fill(square);
              Text.draw(graphics, text, font, letters, x, middle + 0.36 * font.getSize2D());
            });
      }
    }
  }

  /** White in the middle, blue where the row wins, vermillion where it loses. */
  private static Color color(double probability) {
    Color hue = probability > 0.5 ? Colors.BLUE : Colors.VERMILLION;
    return Colors.tint(hue, 2 * Math.abs(probability - 0.5));
  }
}
