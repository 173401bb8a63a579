package org.prefbench.flow;

import java.util.Arrays;

/**
 * The step sizes of an embedded method of order 5(4), one for every row, by the rules of the code
 * DOPRI5: a first guess at y'' chooses the first step, a proportional-integral controller every
 * other (Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I, section II.4).
 * Steps are magnitudes, whatever the direction of time; norms and errors are in units of the
 * tolerance.
 */
final class StepControl {
  private static final double SAFETY = 0.9;
  private static final double LARGEST_SHRINKAGE = 5;
  private static final double LARGEST_GROWTH = 10;
  private static final double BETA = 0.04; // weight of the previous error in the PI controller
  private static final double ALPHA = 0.2 - 0.75 * BETA;
  private static final double SMALLEST_ERROR = 1e-4; // that the controller remembers
  private static final int MAX_TRIALS = 100_000;

  private final double[] step;
  private final double[] previousError;
  private final boolean[] rejected;
  private final int[] trials;

  StepControl(int rows) {
    step = new double[rows];
    previousError = new double[rows];
    rejected = new boolean[rows];
    trials = new int[rows];
    Arrays.fill(previousError, SMALLEST_ERROR);
  }

  /** Returns the step that a row tries next. */
  double step(int row) {
    return step[row];
  }

  /**
   * Chooses the step with which Euler's method looks for y''.
   *
   * @param size the norm of the state
   * @param slope the norm of y'
   * @param span the time to the end
   */
  void probe(int row, double size, double slope, double span) {
    step[row] = Math.min(size < 1e-5 || slope < 1e-5 ? 1e-6 : 0.01 * size / slope, span);
  }

  /**
   * Chooses the first step, as large as the guess at y'' allows.
   *
   * @param largest the larger of the norms of y' and y''
   * @param span the time to the end
   */
  void begin(int row, double largest, double span) {
    double probed = step[row];
    double guess =
        largest <= 1e-15 ? Math.max(1e-6, 1e-3 * probed) : StrictMath.pow(0.01 / largest, 0.2);
    step[row] = Math.min(Math.min(100 * probed, guess), span);
  }

  /**
   * Prepares a trial: a step that would leave a tiny remainder is stretched to the end.
   *
   * @throws ArithmeticException if the steps of the row came to nothing
   */
  void attempt(int row, double t, double end) {
    double left = Math.abs(end - t);
    step[row] = 1.01 * step[row] >= left ? left : step[row];
    double tenth = 0.1 * Math.signum(end - t) * step[row];
    if (++trials[row] > MAX_TRIALS || !(t + tenth != t)) {
      throw new ArithmeticException(
          "row " + row + " cannot meet the tolerance at t = " + t + ", step " + step[row]);
    }
  }

  /** Accepts or rejects a step by its error, and chooses the next. */
  boolean accept(int row, double error) {
    double shrinkage = StrictMath.pow(error, ALPHA) / SAFETY;
    if (!(error <= 1)) { // also when it is not a number
      step[row] /= shrinkage < LARGEST_SHRINKAGE ? shrinkage : LARGEST_SHRINKAGE;
      rejected[row] = true;
      return false;
    }
    double factor = shrinkage / StrictMath.pow(previousError[row], BETA);
    factor = Math.max(1 / LARGEST_GROWTH, Math.min(LARGEST_SHRINKAGE, factor));
    step[row] /= rejected[row] ? Math.max(1, factor) : factor;
    rejected[row] = false;
    previousError[row] = Math.max(error, SMALLEST_ERROR);
    return true;
  }
}
