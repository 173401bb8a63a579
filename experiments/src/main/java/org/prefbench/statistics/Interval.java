package org.prefbench.statistics;

/**
 * An estimate between two bounds. The bounds are NaN where the data allow none, for example with a
 * single run; one that no data could bring in is infinite.
 *
 * @param estimate the estimate
 * @param low the lower bound
 * @param high the upper bound
 * @param values how many runs or draws it is made from
 */
public record Interval(double estimate, double low, double high, int values) {
  /** The values below which an interval is marked wherever it is shown: it says little. */
  public static final int ENOUGH = 5;

  /** Bounds that are no further apart than this share of them differ by rounding alone. */
  private static final double ROUNDING = 1e-9;

  /** An estimate that does not exist. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);

  /** Returns an estimate without bounds. */
  public static Interval unbounded(double estimate) {
    return new Interval(estimate, Double.NaN, Double.NaN, 0);
  }

  /** Returns whether {@code value} lies strictly outside the bounds; false if there are none. */
  public boolean excludes(double value) {
    return low > value || high < value;
  }

  /** Returns whether the estimate is a finite number. */
  public boolean exists() {
    return Double.isFinite(estimate);
  }

  /** Returns whether there are bounds. */
  public boolean bounded() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** Returns whether the bounds come from fewer than {@link #ENOUGH} values. */
  public boolean few() {
    return bounded() && values < ENOUGH;
  }

  /**
   * Returns whether the bounds have no width: every run, or every sample drawn from them, gave the
   * same number. So it is with constant runs, and with a probability that all runs put at 0 or 1;
   * such bounds say nothing of how sure the estimate is.
   */
  public boolean flat() {
    double width = high - low;
    return Double.isFinite(width)
        && width <= ROUNDING * Math.max(1, Math.max(Math.abs(low), Math.abs(high)));
  }

  /** Returns the same in another unit: {@code factor} times estimate and bounds. */
  public Interval times(double factor) {
    return new Interval(factor * estimate, factor * low, factor * high, values);
  }

  /** Returns the same less a number. */
  public Interval minus(double number) {
    return new Interval(estimate - number, low - number, high - number, values);
  }
}
