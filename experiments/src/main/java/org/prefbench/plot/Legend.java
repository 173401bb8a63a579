package org.prefbench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;

/** What the lines and areas of a plot mean, below it, in as many lines as it takes. */
final class Legend {
  private static final int LINE = 20;
  private static final int PADDING = 10;
  private static final int SWATCH = 26;

  /** What an entry takes beside its name. */
  private static final int BESIDE = SWATCH + 6 + 18;

  /** A line with a mark, or, without a stroke, an area. */
  private record Entry(String name, Color color, Optional<BasicStroke> stroke, Marker marker) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a line with a mark. */
  void line(String name, Color color, BasicStroke stroke, Marker marker) {
    entries.add(new Entry(name, color, Optional.of(stroke), marker));
  }

  /** Adds an area. */
  void area(String name, Color color) {
    entries.add(new Entry(name, color, Optional.empty(), Marker.NONE));
  }

  /** Returns the height of all lines below a plot of {@code width} points. */
  int height(int width) {
    return rows(width).size() * LINE;
  }

  /** Draws the entries, centred, the first line with its letters at {@code top}. */
  void paint(Graphics2D graphics, int width, double top) {
    double line = top;
    for (List<Entry> entries : rows(width)) {
      double x = (width - entries.stream().mapToDouble(entry -> width(entry, width)).sum()) / 2;
      for (Entry entry : entries) {
        graphics.setColor(entry.color());
        if (entry.stroke().isPresent()) {
          graphics.setStroke(entry.stroke().get());
          graphics.draw(new Line2D.Double(x, line - 4.3, x + SWATCH, line - 4.3));
          graphics.fill(entry.marker().at(x + SWATCH / 2.0, line - 4.3));
        } else {
          graphics.fill(new Rectangle2D.Double(x, line - 10, SWATCH, 11));
        }
        String name = name(entry, width);
        Text.draw(graphics, name, Fonts.small(), Colors.BLACK, x + SWATCH + 6, line);
        x += width(entry, width);
      }
      line += LINE;
    }
  }

  private List<List<Entry>> rows(int width) {
    List<List<Entry>> rows = new ArrayList<>();
    double used = Double.POSITIVE_INFINITY;
    for (Entry entry : entries) {
      if (used + width(entry, width) > width - 2 * PADDING) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      used += width(entry, width);
    }
    return rows;
  }

  private static double width(Entry entry, int width) {
    return BESIDE + Text.width(name(entry, width), Fonts.small());
  }

  /** Returns the name, cut to what a line holds. */
  private static String name(Entry entry, int width) {
    return Text.shortened(entry.name(), Fonts.small(), width - 2 * PADDING - BESIDE);
  }
}
