package org.prefbench.policy;

/** A policy whose noise has a scale. */
public interface TemperedPolicy extends Policy {
  /**
   * Returns the policy with all standard deviations of its noise multiplied.
   *
   * @param temperature above 0; 1 changes nothing
   */
  Policy atTemperature(double temperature);
}
