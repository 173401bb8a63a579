package org.prefbench.physics;

import java.util.Arrays;

/**
 * How soft constraints are, as numbers in a flat array: {@code SIZE} per constraint, at the offsets
 * below. A violated constraint asks for an acceleration like that of a damped spring, and gets the
 * part of it that its impedance d grants, between 0 and 1.
 */
final class Softness {
  static final int SIZE = 8;
  static final int STIFFNESS = 0; // 1/s^2
  static final int DAMPING = 1; // 1/s
  static final int IMPEDANCE_AT_ZERO = 2;
  static final int IMPEDANCE_AT_WIDTH = 3;
  static final int WIDTH = 4; // m or rad
  static final int MIDPOINT = 5;
  static final int POWER = 6;

  /** Regulariser of a row, divided by (1 - d) / d. */
  static final int REGULARIZER_SCALE = 7;

  private static final double MIN_IMPEDANCE = 1e-4;
  private static final double MAX_IMPEDANCE = 0.9999;

  private Softness() {}

  /** Returns the softness between two shapes. */
  static ModelDescription.Softness mean(ModelDescription.Softness a, ModelDescription.Softness b) {
    return new ModelDescription.Softness(
        mean(a.reference(), b.reference()), mean(a.impedance(), b.impedance()));
  }

  private static double[] mean(double[] a, double[] b) {
    double[] mean = new double[a.length];
    Arrays.setAll(mean, i -> 0.5 * (a[i] + b[i]));
    return mean;
  }

  /**
   * Writes the numbers of constraint {@code index}, bounded as MuJoCo bounds them.
   *
   * @param timestep seconds per engine step; time constants below two of them would be unstable
   * @param scale see {@link #REGULARIZER_SCALE}
   */
  static void write(
      ModelDescription.Softness softness,
      double timestep,
      double scale,
      double[] result,
      int index) {
    int at = index * SIZE;
    double[] impedance = softness.impedance();
    double atWidth = clamp(impedance[1]);
    double time = Math.max(softness.reference()[0], 2 * timestep);
    double ratio = softness.reference()[1];
    result[at + STIFFNESS] = 1 / (atWidth * atWidth * time * time * ratio * ratio);
    result[at + DAMPING] = 2 / (atWidth * time);
    result[at + IMPEDANCE_AT_ZERO] = clamp(impedance[0]);
    result[at + IMPEDANCE_AT_WIDTH] = atWidth;
    result[at + WIDTH] = Math.max(0, impedance[2]);
    result[at + MIDPOINT] = clamp(impedance[3]);
    result[at + POWER] = Math.max(1, impedance[4]);
    result[at + REGULARIZER_SCALE] = scale;
  }

  private static double clamp(double value) {
    return Math.min(MAX_IMPEDANCE, Math.max(MIN_IMPEDANCE, value));
  }
}
