package org.prefbench.plot;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What something drawn stands for: a page lets it be pointed at, hidden and asked about. Files that
 * are pictures alone hold none of it.
 *
 * @param about what it belongs to, such as a {@code method} and a {@code task}
 * @param text what it says, in one line
 * @param points the points of a line, none of anything else
 */
public record Mark(Map<String, String> about, String text, List<Point> points) {
  /**
   * A point of a line.
   *
   * @param low the lower bound of the interval of {@code y}, NaN if there is none
   * @param high the upper bound
   */
  public record Point(double x, double y, double low, double high) {}

  /** Copies map and list. */
  public Mark {
    about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
    points = List.copyOf(points);
  }

  /** Creates a mark that is no line. */
  public Mark(Map<String, String> about, String text) {
    this(about, text, List.of());
  }

  /** Returns the mark of something that belongs to a method. */
  public static Mark of(String method, String text) {
    return new Mark(Map.of(METHOD, method), text);
  }

  /** The word for methods in what a mark is about. */
  public static final String METHOD = "method";

  /** The word for tasks in what a mark or a panel is about. */
  public static final String TASK = "task";
}
