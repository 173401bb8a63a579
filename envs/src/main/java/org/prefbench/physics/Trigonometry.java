package org.prefbench.physics;

/**
 * Sine and cosine that give the same bits on every machine. They use nothing but IEEE additions and
 * multiplications, so no platform-dependent intrinsic can change a data set, and they compute both
 * functions from one argument reduction. The error is below one unit in the last place.
 */
final class Trigonometry {
  private static final double TWO_OVER_PI = 0.6366197723675814;
  // pi/2 in three parts: the first two have 33 bits, so that quotient * part is exact for quotients
  // below 2^20.
  private static final double HALF_PI_HIGH = 0x1.921fb544p0;
  private static final double HALF_PI_MIDDLE = 0x1.0b4611a6p-34;
  private static final double HALF_PI_LOW = 0x1.3198a2e037073p-69;
  private static final double LARGEST_REDUCIBLE = 1e6;

  private Trigonometry() {}

  /**
   * Writes the sine of an angle in rad to {@code result[0]} and its cosine to {@code result[1]}.
   */
  static void sineAndCosine(double angle, double[] result) {
    if (!(StrictMath.abs(angle) < LARGEST_REDUCIBLE)) {
      result[0] = StrictMath.sin(angle);
      result[1] = StrictMath.cos(angle);
      return;
    }
    double scaled = angle * TWO_OVER_PI;
    int quotient = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    double x =
        ((angle - quotient * HALF_PI_HIGH) - quotient * HALF_PI_MIDDLE) - quotient * HALF_PI_LOW;
    double y = x * x;
    // Taylor polynomials; on |x| <= pi/4 the first neglected terms are below 1e-18.
    double sine =
        x
            + x
                * y
                * (-1.0 / 6
                    + y
                        * (1.0 / 120
                            + y
                                * (-1.0 / 5040
                                    + y
                                        * (1.0 / 362880
                                            + y
                                                * (-1.0 / 39916800
                                                    + y
                                                        * (1.0 / 6227020800.0
                                                            + y
                                                                * (-1.0 / 1307674368000.0
                                                                    + y / 355687428096000.0)))))));
    double cosine =
        1
            - y
                * (0.5
                    - y
                        * (1.0 / 24
                            + y
                                * (-1.0 / 720
                                    + y
                                        * (1.0 / 40320
                                            + y
                                                * (-1.0 / 3628800
                                                    + y
                                                        * (1.0 / 479001600.0
                                                            + y
                                                                * (-1.0 / 87178291200.0
                                                                    + y / 20922789888000.0)))))));
    switch (quotient & 3) {
      case 0 -> {
        result[0] = sine;
        result[1] = cosine;
      }
      case 1 -> {
        result[0] = cosine;
        result[1] = -sine;
      }
      case 2 -> {
        result[0] = -sine;
        result[1] = -cosine;
      }
      default -> {
        result[0] = -cosine;
        result[1] = sine;
      }
    }
  }
}
