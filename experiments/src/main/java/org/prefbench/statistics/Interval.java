package org.prefbench.statistics;

/**
 * An estimate between two bounds. The bounds are NaN where the data allow none, for example with a
 * single run.
 */
public record Interval(double estimate, double low, double high) {
  /** An estimate that does not exist. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN);

  /** Returns an estimate without bounds. */
  public static Interval unbounded(double estimate) {
    return new Interval(estimate, Double.NaN, Double.NaN);
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
    return Double.isFinite(low) && Double.isFinite(high);
  }
}
