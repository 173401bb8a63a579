package org.prefbench.algorithm;

import org.prefbench.core.FloatMatrix;
import org.prefbench.policy.Policy;

/** A policy that moves samples by a learned map, which may be looked at. */
public interface TransportPolicy extends Policy {
  /**
   * Returns where the map takes each source point.
   *
   * @param contexts {@code [n, context]}: the observations at the start of the segments
   * @param sources {@code [n, d]}: flattened action sequences
   * @return {@code [n, d]}
   */
  FloatMatrix transport(FloatMatrix contexts, FloatMatrix sources);

  /**
   * Returns the points passed on the way at {@code times}, for pictures: {@code [times][n, d]}.
   *
   * @param times increasing, in [0, 1]
   */
  FloatMatrix[] paths(FloatMatrix contexts, FloatMatrix sources, double[] times);

  /**
   * Returns the log of the factor by which the map changes the density at each source: minus the
   * integral of the divergence along the path, in nats, {@code [n]}; log p(map(y)) = log
   * p_source(y) + this.
   */
  double[] logDensityChange(FloatMatrix contexts, FloatMatrix sources);
}
