package org.prefbench.flow;

import org.prefbench.core.Checks;

/**
 * The error that a step of a solver may have.
 *
 * @param absolute in the unit of the state
 * @param relative as a share of the state's magnitude
 */
record Tolerance(double absolute, double relative) {
  /** Validates. */
  Tolerance {
    Checks.positive("absolute tolerance", absolute);
    Checks.notNegative("relative tolerance", relative);
  }

  /** Returns a number in units of what is allowed where the state has a magnitude. */
  double share(double number, double magnitude) {
    return number / (absolute + relative * magnitude);
  }

  /** Returns the root mean square of the entries {@code [from, to)} in units of the tolerance. */
  double norm(double[] values, double[] states, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      double scaled = share(values[i], Math.abs(states[i]));
      sum += scaled * scaled;
    }
    return Math.sqrt(sum / (to - from));
  }
}
