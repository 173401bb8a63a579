package org.prefbench.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.prefbench.statistics.Interval;

/**
 * Bars: the interquartile mean of each method on each task with its 95 % interval, and a dot for
 * every run. A method with runs that have no score says so beside its name.
 */
public final class ScoreBarChart implements ChartFactory {
  @Override
  public String id() {
    return "scores";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    if (data.table().sections().isEmpty()) {
      return List.of();
    }
    ScoreSection headline = data.table().sections().get(0);
    MethodStyles styles = MethodStyles.of(data.table().options());
    List<Panel> panels = new ArrayList<>();
    int most = 0;
    double margin =
        headline.rows().stream()
            .mapToDouble(row -> Text.width(name(row), Fonts.normal()))
            .max()
            .orElse(0);
    for (String task : headline.tasks()) {
      List<ScoreRow> rows = headline.of(task);
      Plot plot = panel(rows, styles).withoutVerticalAxis((int) Math.ceil(margin) + 8);
      styles.addLegend(plot, rows.stream().map(ScoreRow::method).toList());
      panels.add(
          IntervalMarks.explain(plot, rows.stream().map(ScoreRow::interquartileMean).toList()));
      most = Math.max(most, rows.size());
    }
    boolean single = panels.size() == 1;
    Sheet sheet =
        new Sheet("", panels.size() <= 4 ? 2 : 3, single ? 720 : 480, 140 + 34 * most, panels);
    return List.of(
        sheet.picture(
            "scores",
            "Interquartile mean with 95 % interval; dots are runs (" + headline.title() + ")"));
  }

  private static Plot panel(List<ScoreRow> rows, MethodStyles styles) {
    double[] range = range(rows);
    Plot plot =
        new Plot(rows.get(0).task(), range[0], range[1], 0, rows.size())
            .about(Mark.TASK, rows.get(0).task())
            .axes(rows.get(0).metric().text(), "");
    int digits = ScoreRow.digits(rows);
    double zero = Math.max(range[0], Math.min(range[1], 0));
    for (int i = 0; i < rows.size(); i++) {
      ScoreRow row = rows.get(i);
      double y = rows.size() - i - 0.5;
      Color color = styles.color(row.method());
      String name = name(row);
      plot.over(
          (graphics, axes) ->
              Marking.around(
                  graphics,
                  new Mark(
                      Map.of(Mark.METHOD, row.method(), Mark.TASK, row.task()), says(row, digits)),
                  () -> {
                    Text.right(
                        graphics,
                        name,
                        Fonts.normal(),
                        Colors.BLACK,
                        axes.x(range[0]) - 10,
                        axes.y(y) + 4.5);
                    mark(graphics, axes, row, color, y, zero);
                  }));
    }
    return plot;
  }

  private static void mark(
      Graphics2D graphics, Plot.Axes axes, ScoreRow row, Color color, double y, double zero) {
    Interval iqm = row.interquartileMean();
    if (!iqm.exists()) {
      return;
    }
    double half = 0.34 * (axes.y(0) - axes.y(1));
    double middle = axes.y(y);
    double from = Math.min(axes.x(zero), axes.x(iqm.estimate()));
    double to = Math.max(axes.x(zero), axes.x(iqm.estimate()));
    graphics.setColor(Colors.tint(color, 0.75));
    graphics.fill(new Rectangle2D.Double(from, middle - half, to - from, 2 * half));
    graphics.setColor(Colors.BLACK);
    if (iqm.bounded()) {
      double low = axes.x(iqm.low());
      double high = axes.x(iqm.high());
      graphics.setStroke(IntervalMarks.stroke(iqm, 1.6));
      graphics.draw(new Line2D.Double(low, middle, high, middle));
      graphics.setStroke(Plot.solid(1.6));
      for (double end : new double[] {low, high}) {
        graphics.draw(new Line2D.Double(end, middle - 4, end, middle + 4));
      }
    }
    if (iqm.flat()) {
      Shape disc = IntervalMarks.disc(axes.x(iqm.estimate()), middle);
      IntervalMarks.paint(graphics, disc, Colors.BLACK, iqm);
    }
    graphics.setStroke(Plot.solid(0.8));
    for (double score : row.scores().values()) {
      Ellipse2D dot = new Ellipse2D.Double(axes.x(score) - 2.6, middle + half - 7.6, 5.2, 5.2);
      graphics.setColor(Color.WHITE);
      graphics.fill(dot);
      graphics.setColor(Colors.BLACK);
      graphics.draw(dot);
    }
  }

  private static String says(ScoreRow row, int digits) {
    return name(row)
        + " on "
        + row.task()
        + ": IQM "
        + Format.interval(row.interquartileMean(), digits)
        + " "
        + row.metric().text();
  }

  private static String name(ScoreRow row) {
    return row.complete()
        ? row.method()
        : String.format(Locale.ROOT, "%s (%d/%d runs)", row.method(), row.scored(), row.runs());
  }

  /** Zero and all intervals and runs, with room at the open ends. */
  private static double[] range(List<ScoreRow> rows) {
    double low = 0;
    double high = 0;
    for (ScoreRow row : rows) {
      Interval iqm = row.interquartileMean();
      List<Double> values = new ArrayList<>(row.scores().values());
      values.addAll(List.of(iqm.estimate(), iqm.low(), iqm.high()));
      for (double value : values) {
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    double room = low == high ? 1 : 0.05 * (high - low);
    return new double[] {low < 0 ? low - room : 0, high > 0 || low == high ? high + room : 0};
  }
}
