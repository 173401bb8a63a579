package org.prefbench.policy;

import org.prefbench.core.FloatMatrix;

/** A policy whose action density is known. */
public interface DensityPolicy extends Policy {
  /**
   * Returns log pi(a|s) for each row, in nats.
   *
   * @param observations {@code [n, obs]}
   * @param actions {@code [n, act]}
   */
  double[] logProbabilities(FloatMatrix observations, FloatMatrix actions);
}
