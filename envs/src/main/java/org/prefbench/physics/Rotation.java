package org.prefbench.physics;

/**
 * Rotation matrices (row-major, 9 values) for compiling models; {@link Kinematics} has its own
 * in-place arithmetic.
 */
final class Rotation {
  static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  private Rotation() {}

  /**
   * Writes the rotation by {@code angle} rad about the unit vector {@code axis} (Rodrigues'
   * formula).
   */
  static void ofAxisAngle(double[] axis, double angle, double[] result) {
    double[] sineAndCosine = new double[2];
    Trigonometry.sineAndCosine(angle, sineAndCosine);
    write(
        axis[0],
        axis[1],
        axis[2],
        sineAndCosine[0],
        sineAndCosine[1],
        1 - sineAndCosine[1],
        result);
  }

  /** Writes the smallest rotation that turns the z axis into the unit vector {@code direction}. */
  static void ofDirection(double[] direction, double[] result) {
    double x = -direction[1];
    double y = direction[0];
    double sine = Math.sqrt(x * x + y * y);
    if (sine
        < 1e-10) { // along z already, or opposite to it: half a turn about x, as MuJoCo chooses
      write(1, 0, 0, 0, direction[2] < 0 ? -1 : 1, direction[2] < 0 ? 2 : 0, result);
    } else {
      write(x / sine, y / sine, 0, sine, direction[2], 1 - direction[2], result);
    }
  }

  private static void write(
      double x, double y, double z, double sine, double cosine, double versine, double[] result) {
    result[0] = cosine + versine * x * x;
    result[1] = versine * x * y - sine * z;
    result[2] = versine * x * z + sine * y;
    result[3] = versine * x * y + sine * z;
    result[4] = cosine + versine * y * y;
    result[5] = versine * y * z - sine * x;
    result[6] = versine * x * z - sine * y;
    result[7] = versine * y * z + sine * x;
    result[8] = cosine + versine * z * z;
  }

  /** Returns {@code rotation * vector}. */
  static double[] times(double[] rotation, double[] vector) {
    double[] result = new double[3];
    for (int i = 0; i < 3; i++) {
      result[i] =
          rotation[3 * i] * vector[0]
              + rotation[3 * i + 1] * vector[1]
              + rotation[3 * i + 2] * vector[2];
    }
    return result;
  }

  /** Returns {@code rotation * diagonal(moments) * rotation'} as (xx, xy, xz, yy, yz, zz). */
  static double[] congruence(double[] rotation, double[] moments) {
    double[] result = new double[6];
    int k = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = i; j < 3; j++) {
        for (int m = 0; m < 3; m++) {
          result[k] += rotation[3 * i + m] * moments[m] * rotation[3 * j + m];
        }
        k++;
      }
    }
    return result;
  }
}
