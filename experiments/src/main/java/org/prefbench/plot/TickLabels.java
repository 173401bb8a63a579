package org.prefbench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.drawing.Fonts;

/**
 * The labels below a horizontal axis: round numbers, or names in their place. A name too long for
 * its place is broken behind a hyphen, and where that is not enough all of them stand upright.
 */
final class TickLabels {
  /** The height of a line. */
  static final int LINE = 14;

  private final double min;
  private final double max;
  private final Map<Double, String> named = new TreeMap<>();

  TickLabels(double min, double max) {
    this.min = min;
    this.max = max;
  }

  void put(Map<Double, String> labels) {
    named.putAll(labels);
  }

  /**
   * Returns where labels are.
   *
   * @param about about how many round numbers there may be
   */
  double[] places(int about) {
    return named.isEmpty()
        ? Ticks.of(min, max, about)
        : named.keySet().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns the whole label of a named place. */
  String name(double tick) {
    return named.get(tick);
  }

  /** Returns the lines of a tick's label. */
  List<String> lines(double tick, double width) {
    if (named.isEmpty()) {
      return List.of(Ticks.label(tick));
    }
    double room = width / named.size() - 4;
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String part : named.get(tick).split("(?<=-)")) {
      if (!line.isEmpty() && Text.width(line + part, Fonts.small()) > room) {
        lines.add(line);
        line = "";
      }
      line += part;
    }
    lines.add(line);
    return lines;
  }

  /** Returns the room that labels take below that of a single line. */
  int room(double width) {
    if (upright(width)) {
      return named.values().stream()
          .mapToInt(text -> (int) Math.ceil(Text.width(text, Fonts.small())))
          .max()
          .orElse(0);
    }
    int lines = named.keySet().stream().mapToInt(t -> lines(t, width).size()).max().orElse(1);
    return (lines - 1) * LINE;
  }

  /** Returns whether broken labels would cover their neighbours. */
  boolean upright(double width) {
    double end = Double.NEGATIVE_INFINITY;
    for (double tick : named.keySet()) {
      double half =
          lines(tick, width).stream()
                  .mapToDouble(text -> Text.width(text, Fonts.small()))
                  .max()
                  .orElse(0)
              / 2;
      double middle = (tick - min) / (max - min) * width;
      if (middle - half < end) {
        return true;
      }
      end = middle + half + 2;
    }
    return false;
  }
}
