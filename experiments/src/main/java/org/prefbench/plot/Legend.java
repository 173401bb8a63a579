package org.prefbench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;

/** What the lines and areas of a plot mean, below it, in as many lines as it takes. */
final class Legend {
  private static final int LINE = 20;
  private static final int PADDING = 10;
  private static final int SWATCH = 18;

  private record Entry(String name, Color color, BasicStroke stroke, boolean filled) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a line. */
  void line(String name, Color color, BasicStroke stroke) {
    entries.add(new Entry(name, color, stroke, false));
  }

  /** Adds an area. */
  void area(String name, Color color) {
    entries.add(new Entry(name, color, Plot.solid(1), true));
  }

  /** Returns the height of all lines below a plot of {@code width} points. */
  int height(int width) {
    return rows(width).size() * LINE;
  }

  /** Draws the entries, centred, the first line with its letters at {@code top}. */
  void paint(Graphics2D graphics, int width, double top) {
    double line = top;
    for (List<Entry> entries : rows(width)) {
      double x = (width - entries.stream().mapToDouble(Legend::width).sum()) / 2;
      for (Entry entry : entries) {
        graphics.setColor(entry.color());
        graphics.setStroke(entry.stroke());
        if (entry.filled()) {
          graphics.fill(new Rectangle2D.Double(x, line - 10, SWATCH, 11));
        } else {
          graphics.draw(new Line2D.Double(x, line - 4.3, x + SWATCH, line - 4.3));
        }
        Text.draw(graphics, entry.name(), Fonts.SMALL, Colors.BLACK, x + SWATCH + 6, line);
        x += width(entry);
      }
      line += LINE;
    }
  }

  private List<List<Entry>> rows(int width) {
    List<List<Entry>> rows = new ArrayList<>();
    double used = Double.POSITIVE_INFINITY;
    for (Entry entry : entries) {
      if (used + width(entry) > width - 2 * PADDING) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      used += width(entry);
    }
    return rows;
  }

  private static double width(Entry entry) {
    return SWATCH + 6 + Text.width(entry.name(), Fonts.SMALL) + 18;
  }
}
