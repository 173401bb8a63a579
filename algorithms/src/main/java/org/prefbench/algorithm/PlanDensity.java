package org.prefbench.algorithm;

import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Services;

/**
 * Knows how likely some policies that move samples find a plan, by a change of variables. Service
 * provider interface: one line in {@code META-INF/services} registers it.
 */
public interface PlanDensity {
  /** Returns the name of the kind of policies. */
  String id();

  /** Returns whether it knows the policy. */
  boolean knows(TransportPolicy policy);

  /**
   * Returns where plans come from.
   *
   * @param policy one that it {@link #knows}
   * @param contexts the observations at the start of the plans, {@code [n, context]}
   * @param plans {@code [n, d]}
   * @throws DivergedException if the way back leaves the finite numbers
   */
  Origin origin(TransportPolicy policy, FloatMatrix contexts, FloatMatrix plans);

  /**
   * The sources of plans: log p(plan) = log p(source) + change.
   *
   * @param sources what the policy's map takes to the plans, {@code [n, d]}
   * @param change the log of the factor by which the map changes the density there, {@code [n]}
   * @param logDensities of the sources, {@code [n]}; empty where they are roll-outs of the
   *     reference in the environment, whose density is the product of those of their actions
   */
  record Origin(FloatMatrix sources, double[] change, Optional<double[]> logDensities) {}

  /** Returns who knows a policy, if anybody registered does. */
  static Optional<PlanDensity> of(TransportPolicy policy) {
    return new Services<>("density of plans", PlanDensity.class, PlanDensity::id)
        .all().stream().filter(known -> known.knows(policy)).findFirst();
  }
}
