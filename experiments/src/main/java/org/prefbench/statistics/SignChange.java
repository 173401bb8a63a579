package org.prefbench.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a curve changes its sign, by linear interpolation between its points: the first change from
 * the left. Points at zero have no sign; a change over several of them lies in their middle.
 *
 * @param place where it does, with the interval of a bootstrap: NaN if it does not. A replicate
 *     that lies on the left sign's side throughout has its change beyond the right end, one on the
 *     other side beyond the left end, so that a bound may be infinite: the change may lie outside
 *     of what was looked at. Replicates that change the other way round only count in {@code
 *     without} alone
 * @param sign the sign to the left of it; 0 if it does not change
 * @param count how many changes there are
 * @param without share of the replicates without such a change; where there is none, of those that
 *     have none at all; NaN without a bootstrap
 */
public record SignChange(Interval place, int sign, int count, double without) {

  /** A change: its place, and the sign to its left. */
  record Change(double place, int sign) {}

  /** Returns all changes of a curve's sign, from the left. */
  static List<Change> changes(double[] places, double[] values) {
    List<Change> changes = new ArrayList<>();
    int before = -1; // the last point with a sign
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        if (before >= 0 && sign(values[i]) != sign(values[before])) {
          changes.add(new Change(between(places, values, before, i), sign(values[before])));
        }
        before = i;
      }
    }
    return changes;
  }

  /**
   * Returns where a curve first changes from {@code sign} to the other, infinite if it has one sign
   * throughout; of sign 0, where it changes at all.
   *
   * @return NaN if there is no such change
   */
  static double place(double[] places, double[] values, int sign) {
    List<Change> changes = changes(places, values);
    if (changes.isEmpty() && sign != 0) {
      double any = Arrays.stream(values).filter(value -> value != 0).findFirst().orElse(Double.NaN);
      return sign * any * Double.POSITIVE_INFINITY;
    }
    return changes.stream()
        .filter(change -> sign == 0 || change.sign() == sign)
        .mapToDouble(Change::place)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static int sign(double value) {
    return value > 0 ? 1 : -1;
  }

  private static double between(double[] places, double[] values, int left, int right) {
    if (right - left > 1) {
      return (places[left + 1] + places[right - 1]) / 2;
    }
    double share = values[left] / (values[left] - values[right]);
    return places[left] + share * (places[right] - places[left]);
  }
}
