package org.prefbench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.util.Collection;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Marker;
import org.prefbench.plot.Plot;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;

/**
 * How charts draw what tables mark: an interval from few runs is dashed, the estimate of one
 * without width hollow. Each is explained in the legend of a plot that has one.
 */
final class IntervalMarks {
  private static final String FEW = Format.FEW + ": fewer than " + Interval.ENOUGH + " runs";
  private static final String FLAT = Format.FLAT + ": no width";

  private IntervalMarks() {}

  /** Returns the stroke of an interval's line. */
  static BasicStroke stroke(Interval interval, double width) {
    return interval.few() ? Plot.dotted(width) : Plot.solid(width);
  }

  /** Draws an estimate's mark. */
  static void paint(Graphics2D graphics, Shape mark, Color color, Interval interval) {
    if (interval.flat()) {
      graphics.setColor(Color.WHITE);
      graphics.fill(mark);
      graphics.setColor(color);
      graphics.setStroke(Plot.solid(1.5));
      graphics.draw(mark);
    } else {
      graphics.setColor(color);
      graphics.fill(mark);
    }
  }

  /** Returns the disc of an estimate. */
  static Shape disc(double x, double y) {
    return new Ellipse2D.Double(x - 3.8, y - 3.8, 7.6, 7.6);
  }

  /** Adds to a plot's legend what there is to explain among the intervals that it draws. */
  static Plot explain(Plot plot, Collection<Interval> intervals) {
    if (intervals.stream().anyMatch(Interval::few)) {
      plot.entry(FEW, Colors.GRAY, Plot.dotted(1.8));
    }
    return explainFlat(plot, intervals);
  }

  /** Adds the same where intervals are bands, which nothing sets apart. */
  static Plot explainBands(Plot plot, Collection<Interval> intervals) {
    if (intervals.stream().anyMatch(Interval::few)) {
      plot.swatch(FEW, Colors.fade(Colors.GRAY, 0.25));
    }
    return plot;
  }

  /** Adds to a plot's legend what a hollow mark is, if it draws one. */
  static Plot explainFlat(Plot plot, Collection<Interval> intervals) {
    if (intervals.stream().anyMatch(Interval::flat)) {
      plot.entry(FLAT, Colors.GRAY, Plot.solid(1.2), ring());
    }
    return plot;
  }

  private static Marker ring() {
    return (x, y) -> {
      Area ring = new Area(new Ellipse2D.Double(x - 4.5, y - 4.5, 9, 9));
      ring.subtract(new Area(new Ellipse2D.Double(x - 3, y - 3, 6, 6)));
      return ring;
    };
  }
}
