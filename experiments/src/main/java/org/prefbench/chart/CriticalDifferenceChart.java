package org.prefbench.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prefbench.comparison.Gains;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Mark;
import org.prefbench.plot.Marking;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Text;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.MeanRanks;

/**
 * Critical-difference diagram (Demsar 2006): methods by their mean rank over tasks; a bar joins
 * those whose ranks are not shown to differ. Ranks do not ask by how much a method is better. Drawn
 * for the headline where methods have scores of all runs on at least five tasks.
 */
public final class CriticalDifferenceChart implements ChartFactory {
  /** With fewer tasks the test can hardly show a difference, whatever the scores. */
  private static final int FEWEST_TASKS = 5;

  private static final int LINE = 22;
  private static final int TOP = 70;
  private static final int BAR = 9;
  private static final double EDGE = 14;
  private static final double AXIS = 1 / 3.0; // of the width, at least, with names beside it

  /** A method at its mean rank. */
  private record Place(String method, double rank) {}

  @Override
  public String id() {
    return "critical-difference";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    Optional<ScoreSection> section = data.table().headline();
    if (section.isEmpty()) {
      return List.of();
    }
    List<String> tasks = Gains.normalizedTasks(section.get());
    List<String> methods =
        data.table().options().methods().stream()
            .filter(
                method ->
                    tasks.stream()
                        .allMatch(
                            task ->
                                section
                                    .get()
                                    .of(task, method)
                                    .filter(ScoreRow::complete)
                                    .isPresent()))
            .toList();
    if (tasks.size() < FEWEST_TASKS || methods.size() < 3) {
      return List.of();
    }
    double[][] scores =
        tasks.stream()
            .map(
                task ->
                    methods.stream()
                        .mapToDouble(method -> section.get().of(task, method).orElseThrow().mean())
                        .toArray())
            .toArray(double[][]::new);
    MeanRanks ranks = MeanRanks.of(scores);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      places.add(new Place(methods.get(i), ranks.ranks()[i]));
    }
    places.sort(Comparator.comparingDouble(Place::rank));
    List<double[]> groups = groups(places, ranks.criticalDifference());
    MethodStyles styles = MethodStyles.of(data.table().options());
    int height = TOP + BAR * groups.size() + LINE * ((places.size() + 1) / 2) + 30;
    Panel panel = (graphics, w, h) -> paint(graphics, w, places, groups, ranks, styles);
    return List.of(
        Sheet.of(panel, 720, height)
            .picture(
                id(),
                String.format(
                    Locale.ROOT,
                    "Mean rank over %d tasks, the best on the left; joined: not shown to differ"
                        + " (Nemenyi, 5 %% for all pairs together); Friedman's test that all rank"
                        + " alike: p %s; %s",
                    tasks.size(),
                    ranks.p() < 0.001 ? "< 0.001" : "= " + Format.fixed(ranks.p(), 3),
                    section.get().title())));
  }

  /** Returns the largest spans of ranks, none within another, that are not shown to differ. */
  private static List<double[]> groups(List<Place> places, double difference) {
    List<double[]> groups = new ArrayList<>();
    double reached = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < places.size(); i++) {
      int last = i;
      while (last + 1 < places.size()
          && places.get(last + 1).rank() - places.get(i).rank() < difference) {
        last++;
      }
      if (last > i && places.get(last).rank() > reached) {
        groups.add(new double[] {places.get(i).rank(), places.get(last).rank()});
        reached = places.get(last).rank();
      }
    }
    return groups;
  }

  private static void paint(
      Graphics2D graphics,
      int width,
      List<Place> places,
      List<double[]> groups,
      MeanRanks ranks,
      MethodStyles styles) {
    int count = places.size();
    double names =
        places.stream()
            .mapToDouble(place -> Text.width(label(place), Fonts.small()))
            .max()
            .orElse(0);
    boolean tight = width - 2 * (EDGE + names + 16) < width * AXIS;
    double left = tight ? tight(places, width) : EDGE + names + 16;
    double right = width - left;
    double unit = (right - left) / (count - 1);
    graphics.setColor(Colors.BLACK);
    graphics.setStroke(new BasicStroke(1.2f));
    graphics.draw(new Line2D.Double(left, TOP - 10, right, TOP - 10));
    int every = (int) Math.ceil(24 / unit);
    for (int rank = 1; rank <= count; rank += every) {
      double x = left + (rank - 1) * unit;
      graphics.draw(new Line2D.Double(x, TOP - 15, x, TOP - 10));
      String text = String.valueOf(rank);
      Text.draw(
          graphics,
          text,
          Fonts.small(),
          Colors.BLACK,
          x - Text.width(text, Fonts.small()) / 2,
          TOP - 19);
    }
    double wide = ranks.criticalDifference() * unit;
    graphics.draw(new Line2D.Double(left, 26, left + wide, 26));
    for (double end : new double[] {left, left + wide}) {
      graphics.draw(new Line2D.Double(end, 22, end, 30));
    }
    Text.draw(
        graphics,
        "critical difference " + Format.fixed(ranks.criticalDifference(), 2),
        Fonts.small(),
        Colors.BLACK,
        left,
        17);
    double bar = TOP;
    for (double[] group : groups) {
      graphics.setColor(Colors.BLACK);
      graphics.setStroke(Plot.solid(3.5));
      graphics.draw(
          new Line2D.Double(
              left + (group[0] - 1) * unit - 3, bar, left + (group[1] - 1) * unit + 3, bar));
      bar += BAR;
    }
    int half = (count + 1) / 2;
    for (int i = 0; i < count; i++) {
      boolean first = i < half;
      double y = bar + 14 + LINE * (first ? i : count - 1 - i);
      double x = left + (places.get(i).rank() - 1) * unit;
      Place place = places.get(i);
      Path2D line = new Path2D.Double();
      line.moveTo(x, TOP - 10);
      line.lineTo(x, y);
      double own = EDGE + Text.width(label(place), Fonts.small()) + 4;
      double end = first ? (tight ? own : left - 8) : tight ? width - own : right + 8;
      line.lineTo(end, y);
      Marking.around(
          graphics,
          Mark.of(place.method(), place.method() + ": mean rank " + Format.fixed(place.rank(), 2)),
          () -> {
            graphics.setColor(styles.color(place.method()));
            graphics.setStroke(new BasicStroke(1.2f));
            graphics.draw(line);
            if (first) {
              Text.right(graphics, label(place), Fonts.small(), Colors.BLACK, end - 4, y + 4);
            } else {
              Text.draw(graphics, label(place), Fonts.small(), Colors.BLACK, end + 4, y + 4);
            }
          });
    }
  }

  /**
   * Returns where the axis begins in a narrow picture, whose names stand below it: as near to the
   * edge as no line crosses a name.
   */
  private static double tight(List<Place> places, int width) {
    int count = places.size();
    for (double left = EDGE; left < width / 3.0; left++) {
      boolean fits = true;
      for (int i = 0; i < count; i++) {
        double x = left + (places.get(i).rank() - 1) / (count - 1) * (width - 2 * left);
        double own = EDGE + Text.width(label(places.get(i)), Fonts.small()) + 10;
        fits &= i < (count + 1) / 2 ? x >= own : width - x >= own;
      }
      if (fits) {
        return left;
      }
    }
    return width / 3.0;
  }

  private static String label(Place place) {
    return place.method() + " " + Format.fixed(place.rank(), 1);
  }
}
