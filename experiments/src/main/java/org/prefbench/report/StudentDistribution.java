package org.prefbench.report;

import org.prefbench.core.Checks;

/**
 * Student's t distribution with real degrees of freedom. The distribution function is the
 * regularised incomplete beta function, by its continued fraction (Abramowitz and Stegun 1964,
 * 26.5.8 and 26.7.1); the quantile inverts it by bisection.
 */
final class StudentDistribution {
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360
  };

  private StudentDistribution() {}

  /** Returns the probability of a value of at most {@code t}. */
  static double probability(double t, double freedom) {
    Checks.positive("degrees of freedom", freedom);
    double square = t * t;
    double outside = incompleteBeta(freedom / 2, 0.5, freedom / (freedom + square));
    return t < 0 ? outside / 2 : 1 - outside / 2;
  }

  /** Returns the value below which {@code probability} of the distribution lies. */
  static double quantile(double probability, double freedom) {
    Checks.require(
        probability > 0 && probability < 1, "probability must be in (0, 1), got %s", probability);
    if (probability < 0.5) {
      return -quantile(1 - probability, freedom);
    }
    double high = 1;
    while (probability(high, freedom) < probability) {
      high *= 2;
    }
    double low = 0;
    while (true) {
      double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) {
        return middle;
      }
      if (probability(middle, freedom) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /** Returns I_x(a, b). */
  private static double incompleteBeta(double a, double b, double x) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    if (x > (a + 1) / (a + b + 2)) {
      return 1 - incompleteBeta(b, a, 1 - x);
    }
    double front =
        StrictMath.exp(
            a * StrictMath.log(x)
                + b * StrictMath.log1p(-x)
                + logGamma(a + b)
                - logGamma(a)
                - logGamma(b));
    return front * fraction(a, b, x) / a;
  }

  /** Evaluates the continued fraction forwards by the method of Lentz (1976). */
  private static double fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / guard(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < 10_000; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / guard(1 + even * d);
      c = guard(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / guard(1 + odd * d);
      c = guard(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < 1e-15) {
        break;
      }
    }
    return value;
  }

  private static double guard(double value) {
    return Math.abs(value) < 1e-300 ? 1e-300 : value;
  }

  /** Returns log Gamma(x) for x > 0: the recurrence up to 12, then Stirling's series. */
  static double logGamma(double x) {
    double shift = 0;
    double z = x;
    while (z < 12) {
      shift -= StrictMath.log(z);
      z += 1;
    }
    double series = 0;
    double power = 1 / z;
    for (double coefficient : STIRLING) {
      series += coefficient * power;
      power /= z * z;
    }
    return shift + (z - 0.5) * StrictMath.log(z) - z + 0.5 * StrictMath.log(2 * Math.PI) + series;
  }
}
