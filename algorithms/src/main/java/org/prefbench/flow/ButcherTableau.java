package org.prefbench.flow;

import java.util.Arrays;
import org.prefbench.core.Checks;

/**
 * The coefficients of an explicit Runge-Kutta method: stage i is {@code k_i = f(t + c_i h, y + h
 * sum_j a_ij k_j)} and the step is {@code y + h sum_i b_i k_i} (Hairer, Norsett and Wanner, Solving
 * Ordinary Differential Equations I, section II.1). The nodes are {@code c_i = sum_j a_ij}.
 *
 * @param name the method's name
 * @param order the order p: the error of one step is O(h^(p+1))
 * @param a the stage coefficients, {@code [stages][i]}: row i has i entries
 * @param b the weights, {@code [stages]}
 * @param c the nodes, {@code [stages]}
 */
record ButcherTableau(String name, int order, double[][] a, double[] b, double[] c) {

  /** Euler's method, order 1. */
  public static final ButcherTableau EULER =
      new ButcherTableau("euler", 1, new double[][] {{}}, new double[] {1}, new double[] {0});

  /** The explicit midpoint method, order 2. */
  public static final ButcherTableau MIDPOINT =
      new ButcherTableau(
          "midpoint", 2, new double[][] {{}, {0.5}}, new double[] {0, 1}, new double[] {0, 0.5});

  /** Kutta's classic method, order 4. */
  public static final ButcherTableau RK4 =
      new ButcherTableau(
          "rk4",
          4,
          new double[][] {{}, {0.5}, {0, 0.5}, {0, 0, 1}},
          new double[] {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0},
          new double[] {0, 0.5, 0.5, 1});

  /**
   * The method of order 5 by Dormand and Prince (1980, "A family of embedded Runge-Kutta formulae",
   * J. Comp. Appl. Math. 6), whose last stage is the first of the next step.
   */
  public static final ButcherTableau DORMAND_PRINCE =
      new ButcherTableau(
          "dormand-prince",
          5,
          new double[][] {
            {},
            {1 / 5.0},
            {3 / 40.0, 9 / 40.0},
            {44 / 45.0, -56 / 15.0, 32 / 9.0},
            {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
            {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0},
            {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}
          },
          new double[] {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0, 0},
          new double[] {0, 1 / 5.0, 3 / 10.0, 4 / 5.0, 8 / 9.0, 1, 1});

  /** The weights of order 4 on the stages of {@link #DORMAND_PRINCE}, for its error estimate. */
  public static final ButcherTableau DORMAND_PRINCE_EMBEDDED =
      new ButcherTableau(
          "dormand-prince-embedded",
          4,
          DORMAND_PRINCE.a,
          new double[] {
            5179 / 57600.0,
            0,
            7571 / 16695.0,
            393 / 640.0,
            -92097 / 339200.0,
            187 / 2100.0,
            1 / 40.0
          },
          DORMAND_PRINCE.c);

  /**
   * Returns the weights of the stages of {@link #DORMAND_PRINCE} in the last term of its
   * interpolant of order 4 (Hairer, Norsett and Wanner, section II.6, the code DOPRI5).
   */
  static double[] dormandPrinceDense() {
    return new double[] {
      -12715105075.0 / 11282082432.0,
      0,
      87487479700.0 / 32700410799.0,
      -10690763975.0 / 1880347072.0,
      701980252875.0 / 199316789632.0,
      -1453857185.0 / 822651844.0,
      69997945.0 / 29380423.0
    };
  }

  /** Validates the shapes and copies the coefficients. */
  public ButcherTableau {
    Checks.require(
        a.length == b.length && b.length == c.length,
        "a tableau needs as many rows as weights and nodes, got %d, %d, %d",
        a.length,
        b.length,
        c.length);
    a = copy(a);
    b = b.clone();
    c = c.clone();
    for (int i = 0; i < a.length; i++) {
      Checks.length("row " + i + " of tableau " + name, a[i], i);
    }
  }

  /** Returns the number of stages. */
  public int stages() {
    return b.length;
  }

  /** Returns a copy of the stage coefficients. */
  @Override
  public double[][] a() {
    return copy(a);
  }

  /** Returns a copy of the weights. */
  @Override
  public double[] b() {
    return b.clone();
  }

  /** Returns a copy of the nodes. */
  @Override
  public double[] c() {
    return c.clone();
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }
}
