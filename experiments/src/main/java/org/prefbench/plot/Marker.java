package org.prefbench.plot;

import java.awt.Shape;
import java.awt.geom.Path2D;

/** Makes the outline of a mark around a point. */
@FunctionalInterface
public interface Marker {
  /** No mark. */
  Marker NONE = (x, y) -> new Path2D.Double();

  /** Returns the outline around a point in the panel, in points. */
  Shape at(double x, double y);
}
