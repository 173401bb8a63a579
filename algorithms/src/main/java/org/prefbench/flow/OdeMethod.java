package org.prefbench.flow;

/** The choice of a solver. */
public enum OdeMethod {
  /** Euler's method with equal steps. */
  EULER,
  /** The explicit midpoint method with equal steps. */
  MIDPOINT,
  /** Kutta's classic method of order 4 with equal steps. */
  RK4,
  /** Dormand and Prince's 5(4) with error control. */
  DORMAND_PRINCE;

  /**
   * Returns the solver.
   *
   * @param steps the number of equal steps of the methods without error control
   * @param tolerance the absolute and relative tolerance of the method with error control
   */
  public OdeSolver solver(int steps, double tolerance) {
    return switch (this) {
      case EULER -> new FixedStepSolver(ButcherTableau.EULER, steps);
      case MIDPOINT -> new FixedStepSolver(ButcherTableau.MIDPOINT, steps);
      case RK4 -> new FixedStepSolver(ButcherTableau.RK4, steps);
      case DORMAND_PRINCE -> new DormandPrinceSolver(new Tolerance(tolerance, tolerance));
    };
  }
}
