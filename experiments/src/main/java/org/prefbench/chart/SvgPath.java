package org.prefbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of an SVG file, as steps that count from the point before. Coordinates are rounded to a
 * hundredth of a point, finer than anybody can see.
 */
final class SvgPath {
  /** What coordinates are rounded to: hundredths of a point. */
  private static final double UNITS = 100;

  private static final Pattern STEP =
      Pattern.compile("[MLQCZ]|-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");

  private SvgPath() {}

  /**
   * A part of a path that can be drawn by itself.
   *
   * @param start where it starts, such as {@code 1.5-.2}
   * @param x the first coordinate of the start
   * @param y the second coordinate of the start
   * @param steps how it goes on from there, the same text wherever it starts
   */
  record Piece(String start, String x, String y, String steps) {
    /** The piece where it stands. */
    String path() {
      return "M" + start + steps;
    }
  }

  /** A line that the pen draws without being lifted: its letters, M first, and their numbers. */
  private record Contour(String letters, List<Double> numbers) {
    double edge(int axis, int sign) {
      double edge = Double.NEGATIVE_INFINITY;
      for (int i = axis; i < numbers.size(); i += 2) {
        edge = Math.max(edge, sign * numbers.get(i));
      }
      return sign * edge;
    }

    boolean meets(Contour other) {
      for (int axis = 0; axis < 2; axis++) {
        if (edge(axis, 1) < other.edge(axis, -1) || other.edge(axis, 1) < edge(axis, -1)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Returns a path of absolute steps with a start for each of its lines. */
  static String compact(String path) {
    StringBuilder compact = new StringBuilder();
    contours(path).forEach(contour -> compact.append(piece(List.of(contour)).path()));
    return compact.toString();
  }

  /**
   * Returns the pieces of a path that is filled: the letters of a word, say. Contours that may
   * overlap, such as a letter's outside and its hole, stay together.
   */
  static List<Piece> pieces(String path) {
    List<Contour> contours = contours(path);
    List<List<Contour>> groups = new ArrayList<>();
    for (Contour contour : contours) {
      List<List<Contour>> met =
          groups.stream().filter(group -> group.stream().anyMatch(contour::meets)).toList();
      if (met.isEmpty()) {
        groups.add(new ArrayList<>(List.of(contour)));
      } else if (met.size() == 1) {
        met.get(0).add(contour);
      } else {
        return List.of(piece(contours));
      }
    }
    return groups.stream().map(SvgPath::piece).toList();
  }

  private static List<Contour> contours(String path) {
    List<Contour> contours = new ArrayList<>();
    StringBuilder letters = new StringBuilder();
    List<Double> numbers = new ArrayList<>();
    Matcher each = STEP.matcher(path);
    while (each.find()) {
      char letter = each.group().charAt(0);
      if (letter == 'M' && !letters.isEmpty()) {
        contours.add(new Contour(letters.toString(), List.copyOf(numbers)));
        letters.setLength(0);
        numbers.clear();
      }
      if (Character.isLetter(letter)) {
        letters.append(letter);
      } else {
        numbers.add(Double.parseDouble(each.group()));
      }
    }
    if (!letters.isEmpty()) {
      contours.add(new Contour(letters.toString(), List.copyOf(numbers)));
    }
    return contours;
  }

  private static Piece piece(List<Contour> contours) {
    double[] origin = {contours.get(0).numbers().get(0), contours.get(0).numbers().get(1)};
    StringBuilder steps = new StringBuilder();
    long[] point = new long[2]; // from the origin, in units, so that roundings do not add up
    boolean first = true;
    for (Contour contour : contours) {
      long[] start = point;
      int next = 0;
      for (int i = 0; i < contour.letters().length(); i++) {
        char letter = contour.letters().charAt(i);
        int count = "ZMLQC".indexOf(letter) == 0 ? 0 : letter == 'Q' ? 4 : letter == 'C' ? 6 : 2;
        if (!first) {
          steps.append(Character.toLowerCase(letter));
        }
        long[] place = point.clone();
        for (int k = 0; k < count; k++, next++) {
          place[k % 2] = Math.round((contour.numbers().get(next) - origin[k % 2]) * UNITS);
          if (!first) {
            append(steps, k, text(place[k % 2] - point[k % 2]));
          }
        }
        point = count == 0 ? start : place;
        start = letter == 'M' ? place : start;
        first = false;
      }
    }
    String x = number(origin[0]);
    String y = number(origin[1]);
    StringBuilder start = new StringBuilder(x);
    append(start, 1, y);
    return new Piece(start.toString(), x, y, steps.toString());
  }

  /** Appends the {@code k}th number after a letter; a sign parts numbers as a blank does. */
  private static void append(StringBuilder steps, int k, String number) {
    steps.append(k == 0 || number.startsWith("-") ? "" : " ").append(number);
  }

  /** Returns a coordinate, rounded, without the nought before the point. */
  static String number(double value) {
    return text(Math.round(value * UNITS));
  }

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
