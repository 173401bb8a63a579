package org.prefbench.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes SVG files without the repetitions that make up most of their bytes: letters that occur
 * again are defined once, neighbours of one style share it, what is filled and then stroked is one
 * shape, and neighbouring lines are one path.
 */
final class Svg {
  private static final Pattern SHAPE =
      Pattern.compile("\\s*<(line|path|ellipse|rect) ([^>]*?)\\s*style=\"([^\"]*)\"([^>]*)/>");

  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z0-9-]+)=\"([^\"]*)\"");

  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+(?:[eE][-+]?\\d+)?");

  private static final Pattern PATH = Pattern.compile("d=\"([^\"]*)\"");

  private static final Pattern CIRCLE =
      Pattern.compile("(cx=\"[^\"]*\" cy=\"[^\"]*\") rx=\"([^\"]*)\" ry=\"\\2\"");

  private static final String FILLED = "stroke:none;";
  private static final String STROKED = "fill:none;";

  /** Fewer characters than these are not worth a definition. */
  private static final int SHORTEST_DEFINITION = 40;

  /**
   * An element on a line of its own.
   *
   * @param name empty if it is no shape and stays as it is
   * @param attributes all but the style; of what is no shape the whole text
   * @param pieces of a filled path; none of another shape
   */
  private record Shape(String name, String attributes, String style, List<SvgPath.Piece> pieces) {
    Shape(String name, String attributes, String style) {
      this(name, attributes, style, pieces(name, attributes, style));
    }

    static Shape of(String line) {
      Matcher shape = SHAPE.matcher(line);
      return shape.matches()
          ? new Shape(shape.group(1), (shape.group(2) + shape.group(4)).strip(), shape.group(3))
          : new Shape("", line.strip(), "");
    }

    private static List<SvgPath.Piece> pieces(String name, String attributes, String style) {
      Matcher path = PATH.matcher(attributes);
      return name.equals("path") && style.endsWith(FILLED) && path.matches()
          ? SvgPath.pieces(path.group(1))
          : List.of();
    }

    /** Whether {@code next} strokes the edge of what this one fills. */
    boolean isFilledAndStrokedBy(Shape next) {
      return !name.isEmpty()
          && name.equals(next.name)
          && attributes.equals(next.attributes)
          && style.endsWith(FILLED)
          && next.style.startsWith(STROKED);
    }

    Shape with(Shape stroke) {
      String fill = style.substring(0, style.length() - FILLED.length());
      return new Shape(name, attributes, fill + stroke.style.substring(STROKED.length()));
    }
  }

  /** Ids of the pieces of paths that occur again, by their steps. */
  private final Map<String, String> definitions = new LinkedHashMap<>();

  /** The shapes of one style that wait to be written, without the style. */
  private final List<String> shapes = new ArrayList<>();

  /** The paths of the lines or letters that wait to be written as one path. */
  private final StringBuilder path = new StringBuilder();

  private final StringBuilder out = new StringBuilder();
  private String style = "";

  private Svg() {}

  /** Returns {@code svg}, which has one element on a line, so rewritten. */
  static String compact(String svg) {
    List<Shape> shapes = joined(svg.lines().map(Shape::of).toList());
    Svg compact = new Svg();
    compact.define(shapes);
    shapes.forEach(compact::write);
    compact.flush();
    return compact.out.toString();
  }

  private static List<Shape> joined(List<Shape> shapes) {
    List<Shape> joined = new ArrayList<>();
    for (Shape shape : shapes) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).isFilledAndStrokedBy(shape)) {
        joined.set(last, joined.get(last).with(shape));
      } else {
        joined.add(shape);
      }
    }
    return joined;
  }

  private void define(List<Shape> all) {
    Map<String, Integer> times = new LinkedHashMap<>();
    for (Shape shape : all) {
      shape.pieces.forEach(piece -> times.merge(piece.steps(), 1, Integer::sum));
    }
    times.forEach(
        (steps, count) -> {
          if (count > 1 && steps.length() >= SHORTEST_DEFINITION) {
            definitions.put(steps, "p" + Integer.toString(definitions.size(), 36));
          }
        });
  }

  private void write(Shape shape) {
    if (shape.name.isEmpty()) {
      flush();
      out.append(shape.attributes).append('\n');
      if (shape.attributes.startsWith("<svg ")) {
        writeDefinitions();
      }
      return;
    }
    if (!shape.style.equals(style)) {
      flush();
      style = shape.style;
    }
    if (!shape.pieces.isEmpty()) {
      endPath();
      shape.pieces.forEach(this::write);
      endPath();
    } else if (shape.name.equals("line") && !style.contains("opacity")) {
      // where lines of one path cross, the path is as transparent as one line is: not so two lines
      path.append(SvgPath.compact(segment(shape.attributes)));
    } else {
      endPath();
      shapes.add(shape(shape.name, rounded(shape.attributes)));
    }
  }

  private void write(SvgPath.Piece piece) {
    String id = definitions.get(piece.steps());
    if (id == null) {
      path.append(piece.path());
    } else {
      endPath();
      shapes.add(
          "<use xlink:href=\"#" + id + "\" x=\"" + piece.x() + "\" y=\"" + piece.y() + "\"/>");
    }
  }

  private void writeDefinitions() {
    if (!definitions.isEmpty()) {
      out.append("<defs>\n");
      definitions.forEach(
          (steps, id) -> out.append("<path id=\"" + id + "\" d=\"M0 0" + steps + "\"/>\n"));
      out.append("</defs>\n");
    }
  }

  private void endPath() {
    if (!path.isEmpty()) {
      shapes.add("<path d=\"" + path + "\"/>");
      path.setLength(0);
    }
  }

  private void flush() {
    endPath();
    if (shapes.size() == 1) {
      String shape = shapes.get(0);
      out.append(shape, 0, shape.length() - 2).append(" style=\"").append(style).append("\"/>\n");
    } else if (!shapes.isEmpty()) {
      out.append("<g style=\"").append(style).append("\">\n");
      shapes.forEach(shape -> out.append(shape).append('\n'));
      out.append("</g>\n");
    }
    shapes.clear();
    style = "";
  }

  /** Returns the path of a line from (x1, y1) to (x2, y2). */
  private static String segment(String attributes) {
    String[] ends = new String[4];
    Matcher each = ATTRIBUTE.matcher(attributes);
    while (each.find()) {
      ends[List.of("x1", "y1", "x2", "y2").indexOf(each.group(1))] = each.group(2);
    }
    return "M" + ends[0] + "," + ends[1] + " L" + ends[2] + "," + ends[3];
  }

  private static String rounded(String attributes) {
    return ATTRIBUTE
        .matcher(attributes)
        .replaceAll(
            each ->
                Matcher.quoteReplacement(
                    each.group(1)
                        + "=\""
                        + (each.group(1).equals("d")
                            ? SvgPath.compact(each.group(2))
                            : numbers(each.group(2)))
                        + "\""));
  }

  private static String shape(String name, String attributes) {
    Matcher circle = CIRCLE.matcher(attributes);
    return circle.matches()
        ? "<circle " + circle.group(1) + " r=\"" + circle.group(2) + "\"/>"
        : "<" + name + " " + attributes + "/>";
  }

  private static String numbers(String value) {
    return DECIMAL
        .matcher(value)
        .replaceAll(number -> SvgPath.number(Double.parseDouble(number.group())));
  }
}
