package org.prefbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes SVG files without the repetitions that make up most of their bytes. Coordinates are
 * rounded to a hundredth of a point, finer than anybody can see; the steps of a path count from the
 * point before, so that the same letter is the same text wherever it stands; neighbours of one
 * style share it; and neighbouring lines are one path.
 */
final class Svg {
  /** What the coordinates are rounded to: hundredths of a point. */
  private static final double UNITS = 100;

  private static final Pattern SHAPE =
      Pattern.compile("\\s*<(line|path|ellipse|rect) ([^>]*?)\\s*style=\"([^\"]*)\"([^>]*)/>");

  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z0-9-]+)=\"([^\"]*)\"");

  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+(?:[eE][-+]?\\d+)?");

  private static final Pattern STEP =
      Pattern.compile("[MLQCZ]|-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");

  /** Letters of the steps of a path, and how many numbers follow each. */
  private static final String STEPS = "ZMLQC";

  private static final int[] NUMBERS = {0, 2, 2, 4, 6};

  /** The shapes of one style that wait to be written, without the style. */
  private final List<String> shapes = new ArrayList<>();

  /** The paths of the lines that wait to be written as one path. */
  private final StringBuilder lines = new StringBuilder();

  private final StringBuilder out = new StringBuilder();
  private String style = "";

  private Svg() {}

  /** Returns {@code svg}, which has one element on a line, so rewritten. */
  static String compact(String svg) {
    Svg compact = new Svg();
    svg.lines().forEach(compact::line);
    compact.flush();
    return compact.out.toString();
  }

  private void line(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      flush();
      out.append(text.strip()).append('\n');
      return;
    }
    if (!shape.group(3).equals(style)) {
      flush();
      style = shape.group(3);
    }
    String name = shape.group(1);
    String attributes = (shape.group(2) + shape.group(4)).strip();
    // where lines of one path cross, the path is as transparent as one line is: not so two lines
    if (name.equals("line") && !style.contains("opacity")) {
      lines.append(path(segment(attributes)));
      return;
    }
    endLines();
    shapes.add("<" + name + " " + rounded(attributes) + "/>");
  }

  private void endLines() {
    if (!lines.isEmpty()) {
      shapes.add("<path d=\"" + lines + "\"/>");
      lines.setLength(0);
    }
  }

  private void flush() {
    endLines();
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
                        + (each.group(1).equals("d") ? path(each.group(2)) : numbers(each.group(2)))
                        + "\""));
  }

  private static String numbers(String value) {
    return DECIMAL.matcher(value).replaceAll(number -> text(units(number.group())));
  }

  /** Returns a path of absolute steps as one that starts absolutely and goes on relatively. */
  private static String path(String steps) {
    StringBuilder path = new StringBuilder();
    long[] start = new long[2];
    long[] point = new long[2];
    long[] place = new long[2];
    int numbers = 0;
    int axis = 0;
    boolean absolute = false;
    Matcher each = STEP.matcher(steps);
    while (each.find()) {
      int step = STEPS.indexOf(each.group().charAt(0));
      if (step == 0) {
        path.append('z');
        point = start.clone();
      } else if (step > 0) {
        absolute = step == 1;
        path.append(absolute ? 'M' : Character.toLowerCase(each.group().charAt(0)));
        numbers = NUMBERS[step];
        axis = 0;
      } else {
        place[axis % 2] = units(each.group());
        String text = text(absolute ? place[axis % 2] : place[axis % 2] - point[axis % 2]);
        path.append(axis == 0 || text.startsWith("-") ? "" : " ").append(text);
        axis++;
        if (axis == numbers) {
          point = place.clone();
          start = absolute ? place.clone() : start;
        }
      }
    }
    return path.toString();
  }

  private static long units(String number) {
    return Math.round(Double.parseDouble(number) * UNITS);
  }

  /** Returns hundredths as the shortest decimal number, without the nought before the point. */
  private static String text(long units) {
    String sign = units < 0 ? "-" : "";
    long whole = Math.abs(units) / 100;
    long part = Math.abs(units) % 100;
    if (part == 0) {
      return sign + whole;
    }
    String digits = part % 10 == 0 ? "" + part / 10 : part < 10 ? "0" + part : "" + part;
    return sign + (whole == 0 ? "" : "" + whole) + "." + digits;
  }
}
