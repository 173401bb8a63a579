package org.prefbench.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Writes the coordinates of SVG files no finer than anybody can see. */
final class Svg {
  /** Digits behind the point: a hundredth of a point. */
  private static final int DIGITS = 2;

  private static final Pattern GEOMETRY =
      Pattern.compile("(?<= (?:d|points|x|y|x1|x2|y1|y2|cx|cy|rx|ry|width|height)=\")[^\"]*");

  private static final Pattern LONG = Pattern.compile("-?\\d+\\.\\d{3,}(?:[eE][-+]?\\d+)?");

  private Svg() {}

  /** Returns the file with coordinates rounded; outlined letters make up most of its bytes. */
  static String compact(String svg) {
    return GEOMETRY
        .matcher(svg)
        .replaceAll(geometry -> LONG.matcher(geometry.group()).replaceAll(n -> rounded(n.group())));
  }

  private static String rounded(String number) {
    BigDecimal value = new BigDecimal(number).setScale(DIGITS, RoundingMode.HALF_EVEN);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
