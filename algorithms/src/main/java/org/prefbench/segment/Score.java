package org.prefbench.segment;

/** What a method takes for the log-density of an action a where the policy's mean is mu. */
public enum Score {
  /** The log-density itself. */
  LOG_DENSITY,
  /**
   * {@code -|a - mu|^2}: the log-density under a fixed variance of 1/2, without its constant.
   * Standard deviations stay as they are.
   */
  SQUARED_DISTANCE,
  /**
   * {@code -|a - mu|}, unsquared, distances below 0.001 counting as that. Standard deviations stay
   * as they are.
   */
  DISTANCE
}
