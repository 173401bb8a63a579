package org.prefbench.plot;

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

  /** Letters of the steps, and how many numbers follow each. */
  private static final String LETTERS = "ZMLQC";

  private static final int[] NUMBERS = {0, 2, 2, 4, 6};

  private SvgPath() {}

  /**
   * A part of a path that can be drawn by itself.
   *
   * @param x the first coordinate of the start
   * @param y the second coordinate of the start
   * @param steps how it goes on from there, the same text wherever it starts
   */
  record Piece(String x, String y, String steps) {
    /** The piece where it stands. */
    String path() {
      StringBuilder path = new StringBuilder("M");
      append(path, 0, x);
      append(path, 1, y);
      return path.append(steps).toString();
    }
  }

  /**
   * A line that the pen draws without being lifted.
   *
   * @param letters of its steps, M first
   * @param numbers of its steps
   * @param low the least coordinates
   * @param high the largest coordinates
   */
  private record Contour(String letters, List<Double> numbers, double[] low, double[] high) {
    static Contour of(String letters, List<Double> numbers) {
      double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
      double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
      for (int i = 0; i < numbers.size(); i++) {
        low[i % 2] = Math.min(low[i % 2], numbers.get(i));
        high[i % 2] = Math.max(high[i % 2], numbers.get(i));
      }
      return new Contour(letters, List.copyOf(numbers), low, high);
    }

    boolean meets(Contour other) {
      return high[0] >= other.low[0]
          && other.high[0] >= low[0]
          && high[1] >= other.low[1]
          && other.high[1] >= low[1];
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
        contours.add(Contour.of(letters.toString(), numbers));
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
      contours.add(Contour.of(letters.toString(), numbers));
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
        int count = NUMBERS[LETTERS.indexOf(letter)];
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
    return new Piece(number(origin[0]), number(origin[1]), steps.toString());
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
