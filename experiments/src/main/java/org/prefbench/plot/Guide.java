package org.prefbench.plot;

import java.awt.geom.Line2D;
import java.util.function.BiFunction;
import org.prefbench.drawing.Colors;

/** Dashed lines through a whole plot at values that matter, as zero for gains. */
public final class Guide {
  private Guide() {}

  /** Returns level lines. */
  public static Plot.Layer across(double... heights) {
    return lines(
        heights,
        (axes, height) ->
            new Line2D.Double(
                axes.area().getX(), axes.y(height), axes.area().getMaxX(), axes.y(height)));
  }

  /** Returns upright lines. */
  public static Plot.Layer upright(double... places) {
    return lines(
        places,
        (axes, place) ->
            new Line2D.Double(
                axes.x(place), axes.area().getY(), axes.x(place), axes.area().getMaxY()));
  }

  private static Plot.Layer lines(double[] values, BiFunction<Plot.Axes, Double, Line2D> line) {
    return (graphics, axes) -> {
      graphics.setColor(Colors.GRAY);
      graphics.setStroke(Plot.dashed(1.4));
      for (double value : values) {
        graphics.draw(line.apply(axes, value));
      }
    };
  }
}
