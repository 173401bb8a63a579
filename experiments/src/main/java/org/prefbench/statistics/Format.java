package org.prefbench.statistics;

import java.util.Locale;

/** Numbers as a reader wants them in a table cell. */
public final class Format {
  /** What stands in a cell without a value. */
  public static final String NONE = "–";

  /** Marks bounds from fewer than {@link Interval#ENOUGH} runs. */
  public static final String FEW = "few";

  /** Marks bounds without width, see {@link Interval#flat}. */
  public static final String FLAT = "flat";

  private Format() {}

  /**
   * Returns how many digits behind the point numbers deserve of which the largest has the absolute
   * value {@code size}: four in all.
   */
  public static int digits(double size) {
    return size >= 1000 ? 0 : size >= 200 ? 1 : size >= 1 ? 2 : 3;
  }

  /** Returns {@code String.format} in the locale of all files. */
  public static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** Returns a number with {@code digits} behind the point, never "-0". */
  public static String fixed(double value, int digits) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    String text = text("%." + digits + "f", value);
    return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
  }

  /** Returns mean and standard deviation, {@code 1.20 ± 0.10}; the mean alone without the other. */
  public static String spread(double mean, double deviation, int digits) {
    return fixed(mean, digits)
        + (Double.isFinite(deviation) ? " ± " + fixed(deviation, digits) : "");
  }

  /**
   * Returns estimate and bounds, {@code 1.20 [1.00, 1.40]}, followed by {@link #FEW} and {@link
   * #FLAT} where they are what the words say.
   */
  public static String interval(Interval interval, int digits) {
    return plain(interval, digits) + marks(interval);
  }

  /** Returns a share in per cent, {@code 12 [10, 14] %}, with its marks. */
  public static String percent(Interval share) {
    return plain(share.times(100), 0) + (share.exists() ? " %" : "") + marks(share);
  }

  /** Returns the bounds, {@code [1.00, 1.40]}, with their marks. */
  public static String bounds(Interval interval, int digits) {
    return between(interval, digits) + marks(interval);
  }

  private static String between(Interval interval, int digits) {
    return "[" + bound(interval.low(), digits) + ", " + bound(interval.high(), digits) + "]";
  }

  /** Returns a difference with its sign; {@code *} marks bounds that exclude zero. */
  public static String difference(Interval interval, int digits) {
    return plus(interval)
        + plain(interval, digits)
        + (interval.excludes(0) ? " *" : "")
        + marks(interval);
  }

  /** Returns a difference with its sign. */
  public static String signed(Interval interval, int digits) {
    return plus(interval) + interval(interval, digits);
  }

  private static String plain(Interval interval, int digits) {
    String estimate = fixed(interval.estimate(), digits);
    return interval.bounded() ? estimate + " " + between(interval, digits) : estimate;
  }

  private static String bound(double bound, int digits) {
    return Double.isInfinite(bound) ? (bound > 0 ? "∞" : "-∞") : fixed(bound, digits);
  }

  private static String plus(Interval interval) {
    return Double.isFinite(interval.estimate()) && interval.estimate() > 0 ? "+" : "";
  }

  private static String marks(Interval interval) {
    return (interval.few() ? " " + FEW : "") + (interval.flat() ? " " + FLAT : "");
  }

  /** Returns a number of bytes in the unit that a reader wants. */
  public static String bytes(double bytes) {
    if (!Double.isFinite(bytes)) {
      return NONE;
    }
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double value = bytes;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return fixed(value, value < 10 && unit > 0 ? 1 : 0) + " " + units[unit];
  }

  /** Returns a count as {@link #count}, and nothing for 0. */
  public static String positive(double value) {
    return value > 0 ? count(value) : NONE;
  }

  /** Returns a count in thousands, millions or billions where it is large. */
  public static String count(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    if (value < 9_999.5) {
      return fixed(value, value == Math.rint(value) || value >= 99.95 ? 0 : 1);
    }
    String[] units = {"k", "M", "G", "T"};
    double scaled = value / 1000;
    int unit = 0;
    while (scaled >= 999.5 && unit < units.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return fixed(scaled, scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0) + units[unit];
  }
}
