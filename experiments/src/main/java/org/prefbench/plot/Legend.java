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

  /** Adds a line with a mark, unless there is an entry of that name. */
  void line(String name, Color color, BasicStroke stroke, Marker marker) {
    if (entries.stream().noneMatch(entry -> entry.name().equals(name))) {
      entries.add(new Entry(name, color, Optional.of(stroke), marker));
    }
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
        double left = x;
        double base = line;
        Marking.around(
            graphics,
            Mark.of(entry.name(), entry.name()),
            () -> paint(graphics, entry, width, left, base));
        x += width(entry, width);
      }
      line += LINE;
    }
  }

  private static void paint(Graphics2D graphics, Entry entry, int width, double left, double base) {
    graphics.setColor(entry.color());
    if (entry.stroke().isPresent()) {
      graphics.setStroke(entry.stroke().get());
      graphics.draw(new Line2D.Double(left, base - 4.3, left + SWATCH, base - 4.3));
      graphics.fill(entry.marker().at(left + SWATCH / 2.0, base - 4.3));
    } else {
      graphics.fill(new Rectangle2D.Double(left, base - 10, SWATCH, 11));
    }
    String name = name(entry, width);
    Text.draw(graphics, name, Fonts.small(), Colors.BLACK, left + SWATCH + 6, base);
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
