package org.prefbench.plot;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A colour that says what is painted in it: XChart, which paints series, knows nothing else. */
final class MarkedColor extends Color {
  private static final long serialVersionUID = 1;

  private final transient Mark mark;

  private MarkedColor(Color color, Mark mark) {
    super(color.getRGB(), true);
    this.mark = mark;
  }

  /** Returns the colour of what belongs to a method; without a name it belongs to none. */
  static Color of(String method, Color color) {
    return method.isEmpty() ? color : new MarkedColor(color, Mark.of(method, method));
  }

  /**
   * Returns the colour of a method's line.
   *
   * @param low the lower bounds of the intervals of {@code y}, NaN where there is none
   * @param high the upper bounds
   */
  static Color of(String method, Color color, double[] x, double[] y, double[] low, double[] high) {
    List<Mark.Point> points =
        IntStream.range(0, x.length)
            .mapToObj(i -> new Mark.Point(x[i], y[i], low[i], high[i]))
            .toList();
    return method.isEmpty()
        ? color
        : new MarkedColor(color, new Mark(Map.of(Mark.METHOD, method), method, points));
  }

  Mark mark() {
    return mark;
  }
}
