package org.prefbench.physics;

import java.util.Arrays;

/**
 * Stage 8: the acceleration under soft constraints. It is the only minimiser a of
 *
 * <pre>
 *   1/2 (a - a0)' M (a - a0) + sum over rows of 1/2 D min(0, J a - reference)^2,    M a0 = smooth force,
 * </pre>
 *
 * <p>strictly convex and piecewise quadratic (Todorov 2014, "Convex and analytically-invertible
 * dynamics with contacts and constraints"). Newton's method on the set of active rows with an exact
 * line search reaches it in finitely many steps, and stops only there, so where it starts from does
 * not matter beyond rounding.
 */
final class ConstraintSolver {
  // Millions of random steps took 8 iterations at most.
  private static final int MAX_ITERATIONS = 200;
  private static final double ROUNDING = 1e-14;

  private ConstraintSolver() {}

  static void solve(Data data) {
    Model model = data.model;
    data.solverIterations = 0;
    if (data.rowCount == 0) {
      smoothAcceleration(data);
      System.arraycopy(data.smoothAcceleration, 0, data.qacc, 0, model.nv);
    } else {
      if (!data.warm) {
        smoothAcceleration(data);
        System.arraycopy(data.smoothAcceleration, 0, data.qacc, 0, model.nv);
      }
      minimize(model, data);
    }
    data.warm = true;
  }

  /** Acceleration without constraints, M^-1 times the smooth force. */
  static void smoothAcceleration(Data data) {
    Model model = data.model;
    System.arraycopy(data.massMatrix, 0, data.factor, 0, data.factor.length);
    SparseFactor.factor(model, data.factor, data.inverseDiagonal);
    System.arraycopy(data.smoothForce, 0, data.smoothAcceleration, 0, model.nv);
    SparseFactor.solve(model, data.factor, data.inverseDiagonal, data.smoothAcceleration);
  }

  private static void minimize(Model model, Data data) {
    int rows = data.rowCount;
    double[] residual = data.rowResidual;
    double[] direction = data.direction;
    for (int r = 0; r < rows; r++) {
      residual[r] = ConstraintRows.product(data, r, data.qacc) - data.rowReference[r];
      data.rowActive[r] = residual[r] < 0;
    }
    while (data.solverIterations++ < MAX_ITERATIONS) {
      newtonDirection(model, data);
      boolean settled = true;
      for (int r = 0; r < rows; r++) {
        double change = ConstraintRows.product(data, r, direction);
        data.rowDirection[r] = change;
        double next = residual[r] + change;
        settled &=
            next < 0 == data.rowActive[r]
                || Math.abs(next) <= ROUNDING * Math.abs(data.rowReference[r]);
      }
      // A full step that leaves the active set alone lands on the minimum, and so does one that
      // moves rows across zero by rounding only.
      boolean last = settled || largest(direction) <= 1e-15 * largest(data.qacc);
      double length = last ? 1 : lineSearch(model, data);
      for (int k = 0; k < model.nv; k++) {
        data.qacc[k] += length * direction[k];
      }
      for (int r = 0; r < rows; r++) {
        residual[r] += length * data.rowDirection[r];
        data.rowActive[r] = residual[r] < 0;
      }
      if (last) {
        return;
      }
    }
    // Only numbers far outside physics, near 1e10, get here. NaN shows in the state and is
    // reported.
    Arrays.fill(data.qacc, Double.NaN);
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Writes minus the inverse Hessian on the active rows times the gradient. */
  private static void newtonDirection(Model model, Data data) {
    double[] hessian = data.factor;
    System.arraycopy(data.massMatrix, 0, hessian, 0, hessian.length);
    double[] direction = data.direction;
    SparseFactor.multiply(model, data.massMatrix, data.qacc, data.gradient);
    for (int k = 0; k < model.nv; k++) {
      data.gradient[k] -= data.smoothForce[k]; // kept without constraints for the line search
      direction[k] = -data.gradient[k];
    }
    int[] rowStart = model.layout.rowStart();
    int[] rowDof = model.layout.rowDof();
    double[] jacobian = data.rowJacobian;
    for (int r = 0; r < data.rowCount; r++) {
      if (!data.rowActive[r]) {
        continue;
      }
      int start = rowStart[data.rowDof[r]];
      int length = data.rowLength[r];
      int at = r * model.nv;
      double weight = data.rowWeight[r];
      double force = -weight * data.rowResidual[r];
      for (int t = 0; t < length; t++) {
        int k = rowDof[start + t];
        double entry = jacobian[at + t];
        direction[k] += entry * force;
        double scaled = entry * weight;
        int row = rowStart[k] - t;
        for (int s = t; s < length; s++) {
          hessian[row + s] += scaled * jacobian[at + s];
        }
      }
    }
    SparseFactor.factor(model, hessian, data.inverseDiagonal);
    SparseFactor.solve(model, hessian, data.inverseDiagonal, direction);
  }

  /**
   * Returns the exact minimum along the direction: the root of the cost's derivative, which is
   * increasing and piecewise linear with a kink wherever a row's residual changes sign.
   */
  private static double lineSearch(Model model, Data data) {
    double[] direction = data.direction;
    double derivative = 0;
    for (int k = 0; k < model.nv; k++) {
      derivative += data.gradient[k] * direction[k];
    }
    SparseFactor.multiply(model, data.massMatrix, direction, data.gradient);
    double curvature = 0;
    for (int k = 0; k < model.nv; k++) {
      curvature += data.gradient[k] * direction[k];
    }
    for (int r = 0; r < data.rowCount; r++) {
      if (data.rowActive[r]) {
        double weighted = data.rowWeight[r] * data.rowDirection[r];
        derivative += weighted * data.rowResidual[r];
        curvature += weighted * data.rowDirection[r];
      }
    }
    double length = 0;
    while (true) {
      double next = Double.POSITIVE_INFINITY;
      int kink = -1;
      for (int r = 0; r < data.rowCount; r++) {
        double change = data.rowDirection[r];
        boolean crosses = data.rowActive[r] ? change > 0 : change < 0;
        if (crosses) {
          double at = -data.rowResidual[r] / change;
          if (at < next) {
            next = at;
            kink = r;
          }
        }
      }
      double root = length - derivative / curvature;
      if (!(root > next)) { // true for NaN too, which then shows in the state
        return root;
      }
      derivative += curvature * (next - length);
      length = next;
      double change = data.rowDirection[kink];
      double bend = data.rowWeight[kink] * change * change;
      curvature += data.rowActive[kink] ? -bend : bend;
      // Its state and the sign of its slope now agree, so that it is not found again.
      data.rowActive[kink] = !data.rowActive[kink];
    }
  }

  /** Writes the forces of the rows and their sum over the degrees of freedom. */
  static void constraintForce(Data data) {
    Model model = data.model;
    double[] total = data.constraintForce;
    for (int k = 0; k < model.nv; k++) {
      total[k] = 0;
    }
    for (int r = 0; r < data.rowCount; r++) {
      double force = data.rowActive[r] ? -data.rowWeight[r] * data.rowResidual[r] : 0;
      data.rowForce[r] = force;
      if (force != 0) {
        int start = model.layout.rowStart()[data.rowDof[r]];
        for (int t = 0; t < data.rowLength[r]; t++) {
          total[model.layout.rowDof()[start + t]] += data.rowJacobian[r * model.nv + t] * force;
        }
      }
    }
  }
}
