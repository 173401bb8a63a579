package org.prefbench.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.Diagnosis.Row;
import org.prefbench.comparison.Diagnosis.Share;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Guide;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Text;
import org.prefbench.statistics.Interval;

/**
 * What a method gains on single segments as a share of what choosing the better of two with perfect
 * knowledge gains, task by task: the policy acting, and segments moved by a flow. Beside it the
 * gain in score. So a reader sees whether a method fails to learn from the pairs (no gain on
 * segments), or fails to act on what it learned (the flow gains, the policy does not), or gains on
 * segments what whole episodes do not show.
 */
public final class DiagnosisChart implements ChartFactory {
  /** Beyond these shares a mark gives way to an arrow with its number, so that others show. */
  private static final double LOWEST = -1;

  private static final double HIGHEST = 2;
  private static final int LINE = 24;
  private static final int COLUMN = 74;
  private static final Color POLICY = Colors.BLUE;
  private static final Color FLOW = Colors.VERMILLION;

  /** A method's line of a panel. */
  private record Line(String method, Interval score, Interval policy, Interval flow) {
    boolean exists() {
      return policy.exists() || flow.exists();
    }
  }

  @Override
  public String id() {
    return "diagnosis";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    return Diagnosis.of(data).map(DiagnosisChart::draw).orElse(List.of());
  }

  private static List<Picture> draw(Diagnosis diagnosis) {
    List<Panel> panels = new ArrayList<>();
    int most = 0;
    for (String task : diagnosis.tasks()) {
      List<Line> lines = lines(diagnosis, diagnosis.of(task));
      most = Math.max(most, lines.size());
      if (!lines.isEmpty()) {
        panels.add(panel(task, lines));
      }
    }
    List<Line> overall = overall(diagnosis);
    if (panels.size() > 1 && !overall.isEmpty()) {
      panels.add(panel("all tasks", overall));
    }
    if (panels.isEmpty()) {
      return List.of();
    }
    Sheet sheet =
        new Sheet(
            "",
            panels.size() <= 4 ? 2 : 3,
            panels.size() == 1 ? 720 : 520,
            120 + LINE * most,
            panels);
    return List.of(
        sheet.picture(
            "diagnosis",
            "Gain on a single segment over the reference (0 %), as a share of what a planner with"
                + " perfect knowledge of two segments gains (100 %), with 95 % interval over runs;"
                + " beside the name the gain in score"));
  }

  private static List<Line> lines(Diagnosis diagnosis, List<Row> rows) {
    return rows.stream()
        .filter(row -> !reference(diagnosis, row.method()))
        .map(
            row ->
                new Line(
                    row.method(), row.scoreGain(), row.share(Share.POLICY), row.share(Share.FLOW)))
        .filter(Line::exists)
        .toList();
  }

  private static List<Line> overall(Diagnosis diagnosis) {
    return diagnosis.methods().stream()
        .filter(method -> !reference(diagnosis, method))
        .map(
            method ->
                new Line(
                    method,
                    diagnosis.scoreGain(method),
                    diagnosis.share(method, Share.POLICY),
                    diagnosis.share(method, Share.FLOW)))
        .filter(Line::exists)
        .toList();
  }

  /** The reference gains nothing over itself. */
  private static boolean reference(Diagnosis diagnosis, String method) {
    return diagnosis.table().options().against().stream().limit(1).anyMatch(method::equals);
  }

  private static Plot panel(String task, List<Line> lines) {
    double margin = 0;
    double low = 0;
    double high = 1;
    boolean flows = false;
    for (Line line : lines) {
      margin = Math.max(margin, Text.width(line.method(), Fonts.normal()));
      flows |= line.flow().exists();
      for (Interval share : List.of(line.policy(), line.flow())) {
        for (double value : new double[] {share.estimate(), share.low(), share.high()}) {
          if (Double.isFinite(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
          }
        }
      }
    }
    low = 100 * Math.max(LOWEST, low - 0.05);
    high = 100 * Math.min(HIGHEST, high + 0.05);
    Plot plot =
        new Plot(task, low, high, 0, lines.size())
            .axes("gain on a segment (% of the planner's)", "")
            .withoutVerticalAxis((int) Math.ceil(margin) + COLUMN + 16)
            .under(Guide.upright(0, 100))
            .entry("policy", POLICY, Plot.solid(2.2));
    if (flows) {
      plot.entry("segment moved by the flow", FLOW, Plot.solid(2.2));
    }
    return IntervalMarks.explain(
        plot.over((graphics, axes) -> paint(graphics, axes, lines)),
        lines.stream().flatMap(line -> Stream.of(line.policy(), line.flow())).toList());
  }

  private static void paint(Graphics2D graphics, Plot.Axes axes, List<Line> lines) {
    double edge = axes.area().getX() - 10;
    Text.right(graphics, "score gain", Fonts.small(), Colors.GRAY, edge, axes.area().getY() - 8);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      double middle = axes.y(lines.size() - i - 0.5);
      Text.right(
          graphics, line.method(), Fonts.normal(), Colors.BLACK, edge - COLUMN, middle + 4.5);
      Text.right(graphics, score(line.score()), Fonts.small(), Colors.BLACK, edge, middle + 4.5);
      boolean both = line.policy().exists() && line.flow().exists();
      mark(graphics, axes, line.policy(), POLICY, middle - (both ? 5 : 0));
      mark(graphics, axes, line.flow(), FLOW, middle + (both ? 5 : 0));
    }
  }

  private static void mark(
      Graphics2D graphics, Plot.Axes axes, Interval share, Color color, double y) {
    if (!share.exists()) {
      return;
    }
    graphics.setColor(color);
    double left = axes.area().getX();
    double right = axes.area().getMaxX();
    if (share.bounded()) {
      double low = axes.x(100 * share.low());
      double high = axes.x(100 * share.high());
      if (low < right && high > left) {
        graphics.setStroke(IntervalMarks.stroke(share, 1.8));
        graphics.draw(new Line2D.Double(Math.max(low, left), y, Math.min(high, right), y));
      }
      graphics.setStroke(Plot.solid(1.8));
      for (double end : new double[] {low, high}) {
        if (end >= left && end <= right) {
          graphics.draw(new Line2D.Double(end, y - 3, end, y + 3));
        }
      }
    }
    double x = axes.x(100 * share.estimate());
    if (x >= left && x <= right) {
      IntervalMarks.paint(graphics, IntervalMarks.disc(x, y), color, share);
    } else {
      arrow(graphics, color, x < left ? left : right, y, x < left ? 1 : -1, share.estimate());
    }
  }

  /** Draws an arrowhead at an edge, pointing out, and beside it the number that lies out there. */
  private static void arrow(
      Graphics2D graphics, Color color, double edge, double y, int inwards, double share) {
    Path2D head = new Path2D.Double();
    head.moveTo(edge + inwards, y);
    head.lineTo(edge + 9 * inwards, y - 4.5);
    head.lineTo(edge + 9 * inwards, y + 4.5);
    head.closePath();
    graphics.fill(head);
    String text = String.format(Locale.ROOT, "%.0f %%", 100 * share).replace('-', '\u2212');
    double width = Text.width(text, Fonts.small());
    double x = inwards > 0 ? edge + 13 : edge - 13 - width;
    graphics.setColor(Color.WHITE); // the interval may reach in and would strike the number out
    graphics.fill(new Rectangle2D.Double(x - 3, y - 4.5, width + 6, 9));
    Text.draw(graphics, text, Fonts.small(), color, x, y + 4.3);
  }

  private static String score(Interval gain) {
    if (!gain.exists()) {
      return "\u2013";
    }
    double size = Math.abs(gain.estimate());
    String text =
        String.format(Locale.ROOT, size >= 100 ? "%+.0f" : "%+.1f", gain.estimate())
            .replace('-', '\u2212');
    return gain.excludes(0) ? text + " *" : text;
  }
}
