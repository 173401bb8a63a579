package org.prefbench.flow;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/** How a flow is integrated: what every method that solves one is told. */
public record Integration(
    @Help("solver of the flow") OdeMethod solver,
    @Help("equal steps of euler, midpoint and rk4") int solverSteps,
    @Help("absolute and relative tolerance of dormand-prince") double tolerance) {
  /** Validates. */
  public Integration {
    Checks.atLeast("solver-steps", solverSteps, 1);
    Checks.positive("tolerance", tolerance);
  }

  /** Returns the solver. */
  public OdeSolver create() {
    return solver.solver(solverSteps, tolerance);
  }
}
