package org.prefbench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** A line through points, interrupted where {@code y} is NaN. */
record Curve(double[] x, double[] y, Color color, BasicStroke stroke) {
  /** Draws the line as one path, so that dashes go on along all of it. */
  void paint(Graphics2D graphics, Plot.Axes axes) {
    Path2D path = new Path2D.Double();
    boolean begun = false;
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(y[i])) {
        begun = false;
      } else if (begun) {
        path.lineTo(axes.x(x[i]), axes.y(y[i]));
      } else {
        path.moveTo(axes.x(x[i]), axes.y(y[i]));
        begun = true;
      }
    }
    graphics.setColor(color);
    graphics.setStroke(stroke);
    graphics.draw(path);
  }
}
