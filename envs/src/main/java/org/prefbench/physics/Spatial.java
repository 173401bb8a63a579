package org.prefbench.physics;

/**
 * Spatial vectors, six numbers of an array: (angular; linear) for motions, (torque; force) for
 * forces.
 */
final class Spatial {
  private Spatial() {}

  /** Returns the power of force {@code force[at..]} along motion {@code motion[from..]}. */
  static double dot(double[] motion, int from, double[] force, int at) {
    return motion[from] * force[at]
        + motion[from + 1] * force[at + 1]
        + motion[from + 2] * force[at + 2]
        + motion[from + 3] * force[at + 3]
        + motion[from + 4] * force[at + 4]
        + motion[from + 5] * force[at + 5];
  }
}
