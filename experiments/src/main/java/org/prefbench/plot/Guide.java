package org.prefbench.plot;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.prefbench.drawing.Colors;

/** Dashed lines through a whole plot at values that matter, as zero for gains. */
public final class Guide {
  private Guide() {}

  /** Returns level lines. */
  public static Plot.Layer across(double... heights) {
    return (graphics, axes) -> {
      graphics.setColor(Colors.GRAY);
      graphics.setStroke(Plot.dashed(1.4));
      Rectangle2D area = axes.area();
      for (double height : heights) {
        double y = axes.y(height);
        graphics.draw(new Line2D.Double(area.getX(), y, area.getMaxX(), y));
      }
    };
  }

  /** Returns upright lines. */
  public static Plot.Layer upright(double... places) {
    return (graphics, axes) -> {
      graphics.setColor(Colors.GRAY);
      graphics.setStroke(Plot.dashed(1.4));
      Rectangle2D area = axes.area();
      for (double place : places) {
        double x = axes.x(place);
        graphics.draw(new Line2D.Double(x, area.getY(), x, area.getMaxY()));
      }
    };
  }
}
