package org.prefbench.flow;

import org.prefbench.core.Checks;

/**
 * Solves {@code dy/dt = v(t, y)} for many initial states at once. Solvers are immutable values; a
 * row's result does not depend on the other rows, nor on which times in between were asked for.
 */
public sealed interface OdeSolver permits FixedStepSolver, DormandPrinceSolver {
  /**
   * Returns the states at the requested times, {@code [times][n * dimension]}, each row after row.
   *
   * @param field the velocity
   * @param dimension the number of coordinates of a state
   * @param initial the states at {@code start}, {@code [n * dimension]}; not changed
   * @param start the time of the initial states
   * @param times where the states are wanted, going away from {@code start} in one direction
   *     (forwards or backwards); the last is the end of the integration
   * @throws ArithmeticException if the tolerance cannot be met because the field is not finite or
   *     too rough
   */
  double[][] solve(
      VectorField field, int dimension, double[] initial, double start, double[] times);

  /** Returns the states at time 1 of those that are {@code initial} at time 0. */
  default double[] transport(VectorField field, int dimension, double[] initial) {
    return solve(field, dimension, initial, 0, new double[] {1})[0];
  }

  /** Checks what every solver is given. */
  static void check(int dimension, double[] initial, double start, double[] times) {
    Checks.atLeast("dimension", dimension, 1);
    Checks.require(
        initial.length % dimension == 0,
        "%d values are no rows of dimension %d",
        initial.length,
        dimension);
    Checks.require(times.length > 0, "need at least one time");
    double direction = Math.signum(times[times.length - 1] - start);
    double previous = start;
    for (double time : times) {
      Checks.require(
          Double.isFinite(time) && (time - previous) * direction >= 0,
          "times must go away from %s in one direction, got %s after %s",
          start,
          time,
          previous);
      previous = time;
    }
  }
}
