package org.prefbench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.prefbench.algorithm.Family;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.plot.Plot;

/**
 * How the methods of a study look in all of its charts: a hue for each family, in it shades, dashes
 * and marks for its members, unless the options say otherwise. What all others are compared with,
 * and what is no method, is gray.
 */
final class MethodStyles {
  /** More lines in one panel cannot be told apart: each family then has a panel of its own. */
  private static final int MOST_LINES = 8;

  /** Lines and gaps in points; none is solid. */
  private static final List<float[]> DASHES =
      List.of(
          new float[0],
          new float[] {7, 4},
          new float[] {2, 3},
          new float[] {9, 3, 2, 3},
          new float[] {14, 4});

  private record Style(Color color, int variant) {}

  private static final Style NEUTRAL = new Style(Palette.NEUTRAL, 0);

  private final ReportOptions options;
  private final Map<String, Style> styles = new HashMap<>();

  private MethodStyles(ReportOptions options) {
    this.options = options;
    Map<String, Integer> members = new HashMap<>();
    for (String method : options.methods()) {
      if (!method.equals(baseline().orElse(""))) {
        boolean families = options.extras().coloring() == ReportOptions.Coloring.FAMILY;
        List<Color> shades = shades(method);
        int member =
            members.merge(families ? options.families().name(method) : "", 1, Integer::sum) - 1;
        styles.put(method, new Style(shades.get(member % shades.size()), member % DASHES.size()));
      }
    }
  }

  /** Returns the styles of a report's methods, which depend on nothing else. */
  static MethodStyles of(ReportOptions options) {
    return new MethodStyles(options);
  }

  private List<Color> shades(String method) {
    return switch (options.extras().coloring()) {
      case FAMILY -> shades(options.families().of(method));
      case METHOD -> Palette.CATEGORIES;
      case GRAY -> Palette.GRAYS;
    };
  }

  /** Returns the colours of a family's members, in turn; of an unknown family for none. */
  static List<Color> shades(Optional<Family> family) {
    return family
        .map(
            known ->
                switch (known) {
                  case IMITATION -> Palette.GREENS;
                  case DIRECT -> Palette.BLUES;
                  case REWARD -> Palette.ORANGES;
                  case OFFLINE -> Palette.PINKS;
                  case FLOW -> Palette.VERMILLIONS;
                  case PLANNING -> Palette.VIOLETS;
                  case BOUND -> Palette.BLACKS;
                })
        .orElse(Palette.SANDS);
  }

  /** Returns a method's colour; that of no method is gray. */
  Color color(String method) {
    return style(method).color();
  }

  /** Returns a method's stroke, which is solid for the first of a family. */
  BasicStroke stroke(String method, double width) {
    float[] dash = DASHES.get(style(method).variant());
    return dash.length == 0
        ? Plot.solid(width)
        : new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  /** Returns a method's mark around a point: a disc, square, triangle, diamond or cross. */
  Shape mark(String method, double x, double y) {
    return switch (style(method).variant()) {
      case 0 -> new Ellipse2D.Double(x - 3.8, y - 3.8, 7.6, 7.6);
      case 1 -> new Rectangle2D.Double(x - 3.5, y - 3.5, 7, 7);
      case 2 -> polygon(x, y, 0, -4.6, 4.6, 3.6, -4.6, 3.6);
      case 3 -> polygon(x, y, 0, -5, 5, 0, 0, 5, -5, 0);
      default ->
          polygon(
              x, y, -1.4, -4.6, 1.4, -4.6, 1.4, -1.4, 4.6, -1.4, 4.6, 1.4, 1.4, 1.4, 1.4, 4.6, -1.4,
              4.6, -1.4, 1.4, -4.6, 1.4, -4.6, -1.4, -1.4, -1.4);
    };
  }

  /** Adds what the hues say to a plot's legend, if there are several among {@code methods}. */
  Plot addLegend(Plot plot, List<String> methods) {
    Map<String, Color> entries = new LinkedHashMap<>();
    if (options.extras().coloring() != ReportOptions.Coloring.FAMILY) {
      return plot;
    }
    for (String method : methods) {
      boolean gray = method.equals(baseline().orElse(""));
      entries.putIfAbsent(
          gray ? method : options.families().name(method),
          gray ? Palette.NEUTRAL : shades(options.families().of(method)).get(0));
    }
    if (entries.size() > 1) {
      entries.forEach(plot::swatch);
    }
    return plot;
  }

  /**
   * Returns which lines share a panel: all, under an empty name, or too many for that by the name
   * of their family.
   */
  Map<String, List<String>> panels(List<String> lines) {
    return lines.size() <= MOST_LINES ? Map.of("", lines) : options.families().groups(lines);
  }

  /** Returns {@code methods} and, before them, the one that all others are compared with. */
  List<String> withBaseline(List<String> methods) {
    return Stream.concat(baseline().stream(), methods.stream()).distinct().toList();
  }

  /** Returns the method that all others are compared with, if there is one. */
  private Optional<String> baseline() {
    return options.against().stream().findFirst();
  }

  private Style style(String method) {
    return styles.getOrDefault(method, NEUTRAL);
  }

  private static Shape polygon(double x, double y, double... corners) {
    Path2D shape = new Path2D.Double();
    for (int i = 0; i < corners.length; i += 2) {
      if (i == 0) {
        shape.moveTo(x + corners[0], y + corners[1]);
      } else {
        shape.lineTo(x + corners[i], y + corners[i + 1]);
      }
    }
    shape.closePath();
    return shape;
  }
}
