package org.prefbench.rl;

import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;

/**
 * Steps of an environment without their rewards, one per row.
 *
 * @param observations before the action, {@code [n, obs]}
 * @param actions {@code [n, act]}
 * @param next observations after the action, {@code [n, obs]}
 * @param continues 0 where the task terminated in the step, so that nothing follows, else 1; {@code
 *     [n]}
 */
public record Transitions(
    FloatMatrix observations, FloatMatrix actions, FloatMatrix next, float[] continues) {
  /** Validates the shapes. */
  public Transitions {
    Checks.require(
        actions.rows() == observations.rows()
            && next.rows() == observations.rows()
            && next.columns() == observations.columns()
            && continues.length == observations.rows(),
        "transitions need as many actions, next observations and ends as observations, got %d, %d, %d, %d",
        actions.rows(),
        next.rows(),
        continues.length,
        observations.rows());
  }

  /** Returns the number of transitions. */
  public int rows() {
    return observations.rows();
  }
}
