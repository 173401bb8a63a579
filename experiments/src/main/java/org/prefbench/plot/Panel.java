package org.prefbench.plot;

import java.awt.Graphics2D;
import java.util.Map;

/** Something that can be drawn into a rectangle: a plot, or one of several on a sheet. */
@FunctionalInterface
public interface Panel {
  /** Draws into the rectangle from the origin to {@code (width, height)}. */
  void paint(Graphics2D graphics, int width, int height);

  /** Returns what all of it is about, such as a {@code task}; nothing if it is about several. */
  default Map<String, String> about() {
    return Map.of();
  }
}
