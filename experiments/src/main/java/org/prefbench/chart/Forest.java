package org.prefbench.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Guide;
import org.prefbench.plot.Mark;
import org.prefbench.plot.Marking;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Text;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;

/**
 * A forest plot: lines of a table, with estimates and their intervals beside them on a common axis.
 *
 * @param title the heading
 * @param axis what the axis shows
 * @param guide a value that is on the axis and marked, as zero for gains
 * @param columns the headings of the table's columns behind the names
 * @param lines from the top down
 */
record Forest(
    String title, String axis, OptionalDouble guide, List<String> columns, List<Line> lines) {
  private static final int LINE = 24;
  private static final int COLUMN = 90;
  private static final int ASIDE = 8;
  private static final int GAP = 12; // between columns that have no more room
  private static final double PLOT = 0.3; // of a panel's width, at least

  /** Copies the lists. */
  Forest {
    columns = List.copyOf(columns);
    lines = List.copyOf(lines);
  }

  /** Returns a plot of gains over a method, in points of normalised score, zero marked. */
  static Forest gains(String reference, List<String> columns, List<Line> lines) {
    String axis = "gain over " + reference + " (points of normalised score)";
    return new Forest("", axis, OptionalDouble.of(0), columns, lines);
  }

  /**
   * A line; without estimates it is a heading.
   *
   * @param name what it is called
   * @param method the method that it is about
   * @param cells one for each column
   * @param marks estimates, side by side
   */
  record Line(String name, String method, List<String> cells, List<Estimate> marks) {
    /** Creates the line of a method, which has its name. */
    Line(String method, List<String> cells, List<Estimate> marks) {
      this(method, method, cells, marks);
    }

    /** Copies the lists. */
    Line {
      cells = List.copyOf(cells);
      marks = List.copyOf(marks);
    }

    /** Returns a heading. */
    static Line heading(String name) {
      return new Line(name, List.of(), List.of());
    }
  }

  /**
   * An estimate with its interval; one that does not exist is not drawn.
   *
   * @param label what sets it apart from the others of its line, empty if it is alone
   */
  record Estimate(Interval interval, Color color, String label) {
    /** Creates the only mark of a line. */
    Estimate(Interval interval, Color color) {
      this(interval, color, "");
    }
  }

  /** Returns the height that the plot wants in points. */
  int height() {
    int marks = lines.stream().mapToInt(line -> line.marks().size()).max().orElse(1);
    boolean explained = intervals().stream().anyMatch(each -> each.few() || each.flat());
    return (explained ? 130 : 110) + lines.size() * Math.max(LINE, ASIDE * marks + 6);
  }

  private List<Interval> intervals() {
    return lines.stream().flatMap(line -> line.marks().stream()).map(Estimate::interval).toList();
  }

  /** Returns the plot; the limits hold all estimates and all intervals. */
  Plot plot() {
    double[] limits = limits();
    Plot plot =
        new Plot(headed(), limits[0], limits[1], 0, lines.size())
            .axes(axis, "")
            .withoutVerticalAxis(this::margin);
    guide.ifPresent(value -> plot.under(Guide.upright(value)));
    return IntervalMarks.explain(plot.over(this::paint), intervals());
  }

  /**
   * Returns the points that the table takes of a panel. Where there is little room its columns are
   * as narrow as their cells, and where there is less they are left out; headings then reach into
   * the plot, whose lines they have for themselves.
   */
  private int margin(int width) {
    double table = width(false) + COLUMN * columns.size(); // headings may reach over the columns
    int whole = (int) Math.ceil(Math.max(table, width(true))) + 20;
    int narrow = (int) Math.ceil(width(false) + narrowest() * columns.size()) + 20;
    int least = (int) (PLOT * width);
    return width - whole >= least
        ? whole
        : width - narrow >= least ? narrow : (int) Math.ceil(width(false)) + 20;
  }

  /** Returns the width of columns whose cells are side by side. */
  private double narrowest() {
    return Stream.concat(columns.stream(), lines.stream().flatMap(line -> line.cells().stream()))
            .mapToDouble(cell -> Text.width(cell, Fonts.small()))
            .max()
            .orElse(0)
        + GAP;
  }

  /** Headings of columns stand where the title does: without one, a blank keeps their room. */
  private String headed() {
    return title.isEmpty() && !columns.isEmpty() ? " " : title;
  }

  /** Returns the width of the widest name, of headings or of other lines. */
  private double width(boolean headings) {
    return lines.stream()
        .filter(line -> line.marks().isEmpty() == headings)
        .mapToDouble(line -> Text.width(line.name(), font(line)))
        .max()
        .orElse(0);
  }

  /** Lines that have estimates belong to the methods that they name. */
  private void paint(Graphics2D graphics, Plot.Axes axes) {
    double edge = axes.area().getX() - 10;
    double top = axes.area().getY() - 8;
    double room = columns.isEmpty() ? 0 : (edge - width(false)) / columns.size();
    int shown = room < Math.min(COLUMN, narrowest()) ? 0 : columns.size();
    double wide = Math.min(COLUMN, room);
    double headings = edge - wide * shown;
    for (int column = 0; column < shown; column++) {
      double right = headings + wide * (column + 1);
      Text.right(graphics, columns.get(column), Fonts.small(), Colors.GRAY, right, top);
    }
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      double middle = axes.y(lines.size() - i - 0.5);
      double name = headings - (shown == 0 ? 0 : 6);
      if (line.marks().isEmpty()) {
        Text.draw(graphics, line.name(), font(line), Colors.BLACK, 14, middle + 4.5);
        continue;
      }
      Marking.around(
          graphics,
          Mark.of(line.method(), line.name()),
          () -> {
            Text.right(graphics, line.name(), font(line), Colors.BLACK, name, middle + 4.5);
            for (int column = 0; column < Math.min(shown, line.cells().size()); column++) {
              double right = headings + wide * (column + 1);
              String cell = line.cells().get(column);
              Text.right(graphics, cell, Fonts.small(), Colors.BLACK, right, middle + 4.5);
            }
          });
      for (int mark = 0; mark < line.marks().size(); mark++) {
        double aside = ASIDE * (mark - (line.marks().size() - 1) / 2.0);
        Estimate estimate = line.marks().get(mark);
        Marking.around(
            graphics,
            Mark.of(line.method(), says(line, estimate)),
            () -> paint(graphics, axes, estimate, middle + aside));
      }
    }
  }

  private String says(Line line, Estimate mark) {
    return line.name()
        + (mark.label().isEmpty() ? "" : ", " + mark.label())
        + ": "
        + Format.interval(mark.interval(), Format.digits(largest()))
        + " "
        + axis;
  }

  private double largest() {
    double[] limits = limits();
    return Math.max(Math.abs(limits[0]), Math.abs(limits[1]));
  }

  private static void paint(Graphics2D graphics, Plot.Axes axes, Estimate mark, double y) {
    Interval interval = mark.interval();
    if (!interval.exists()) {
      return;
    }
    graphics.setColor(mark.color());
    if (interval.bounded()) {
      double low = axes.x(interval.low());
      double high = axes.x(interval.high());
      graphics.setStroke(IntervalMarks.stroke(interval, 1.8));
      graphics.draw(new Line2D.Double(low, y, high, y));
      graphics.setStroke(Plot.solid(1.8));
      for (double end : new double[] {low, high}) {
        graphics.draw(new Line2D.Double(end, y - 3, end, y + 3));
      }
    }
    Shape disc = IntervalMarks.disc(axes.x(interval.estimate()), y);
    IntervalMarks.paint(graphics, disc, mark.color(), interval);
  }

  private static Font font(Line line) {
    return line.marks().isEmpty() ? Fonts.title().deriveFont(12f) : Fonts.normal();
  }

  private double[] limits() {
    List<Double> values = new ArrayList<>();
    guide.ifPresent(values::add);
    intervals().stream()
        .flatMap(interval -> Stream.of(interval.estimate(), interval.low(), interval.high()))
        .filter(Double::isFinite)
        .forEach(values::add);
    double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double room = high > low ? 0.05 * (high - low) : 1;
    return new double[] {low - room, high + room};
  }
}
