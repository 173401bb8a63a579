package org.prefbench.algorithm;

/**
 * What a method must declare before it may touch it; the runner hands out nothing else and tables
 * show the list.
 */
public enum Needs {
  /** Roll-outs in the simulator while training. */
  TRAINING_SIMULATOR,
  /** Forks of the simulator while acting. */
  LOOK_AHEAD,
  /** The environment's true rewards, in data, simulator and forks. */
  TRUE_REWARDS,
  /** Answers to preference queries beyond the given pairs. */
  TEACHER,
  /**
   * The reference policy's densities, weights or gradients; without it the reference is a black
   * box.
   */
  REFERENCE_WEIGHTS
}
