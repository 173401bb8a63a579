package org.prefbench.statistics;

/** Order statistics without sorting (Hoare 1961, "Algorithm 65: Find"). */
final class Selection {
  private Selection() {}

  /** Returns the type-7 quantile; {@code values} may be reordered. */
  static double quantile(double[] values, double probability) {
    double position = probability * (values.length - 1);
    int below = (int) Math.floor(position);
    double low = select(values, below);
    if (below == position) {
      return low;
    }
    double high = Double.POSITIVE_INFINITY; // the next order statistic: least of what lies right
    for (int i = below + 1; i < values.length; i++) {
      high = Math.min(high, values[i]);
    }
    return low + (position - below) * (high - low);
  }

  /** Moves the element of rank {@code rank} to its place, smaller ones left of it. */
  private static double select(double[] values, int rank) {
    int left = 0;
    int right = values.length - 1;
    while (left < right) {
      double pivot = values[(left + right) >>> 1];
      int i = left;
      int j = right;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swap = values[i];
          values[i++] = values[j];
          values[j--] = swap;
        }
      }
      if (rank <= j) {
        right = j;
      } else if (rank >= i) {
        left = i;
      } else {
        break;
      }
    }
    return values[rank];
  }
}
