package org.prefbench.plot;

import java.util.Locale;

/** Round numbers along an axis. */
public final class Ticks {
  private Ticks() {}

  /** Returns the multiples of 1, 2 or 5 times a power of ten in a range, about {@code count}. */
  public static double[] of(double low, double high, int count) {
    double rough = (high - low) / Math.max(1, count);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double share = rough / power;
    double step = power * (share <= 1.0001 ? 1 : share <= 2.0001 ? 2 : share <= 5.0001 ? 5 : 10);
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    double[] ticks = new double[(int) (last - first + 1)];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = (first + i) * step;
    }
    return ticks;
  }

  /** Returns a label without trailing zeros, thousands and millions as k and M. */
  public static String label(double value) {
    double size = Math.abs(value);
    if (size >= 999_999.5) {
      return shortest(value / 1e6) + "M";
    }
    return size >= 9_999.5 ? shortest(value / 1e3) + "k" : shortest(value);
  }

  private static String shortest(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    text = text.replaceAll("0+$", "").replaceAll("\\.$", "");
    return text.equals("-0") ? "0" : text.replace('-', '\u2212');
  }
}
