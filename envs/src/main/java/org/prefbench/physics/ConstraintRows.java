package org.prefbench.physics;

/**
 * Stage 7: one row per violated or touching constraint: its Jacobian, its weight and the
 * acceleration it asks for. Joint limits come first, then contacts: one row without friction, four
 * edges of a friction pyramid with it. Rows that are equal (a planar robot cannot move out of its
 * plane, so two edges coincide) are all kept: each carries force.
 */
final class ConstraintRows {
  private static final double MIN_REGULARIZER = 1e-15;

  private ConstraintRows() {}

  static void build(Data data) {
    Model model = data.model;
    data.rowCount = 0;
    for (int i = 0; i < model.limits.count; i++) {
      int joint = model.limits.joint[i];
      double q = data.qpos[model.joints.qpos[joint]];
      limit(model, data, i, q - model.limits.lower[i], 1);
      limit(model, data, i, model.limits.upper[i] - q, -1);
    }
    for (int c = 0; c < data.contactCount; c++) {
      contact(model, data, c);
    }
  }

  private static void limit(Model model, Data data, int i, double distance, double sign) {
    double margin = model.limits.margin[i];
    if (!(distance < margin)) {
      return;
    }
    int dof = model.joints.dof[model.limits.joint[i]];
    int row = data.rowCount++;
    data.rowDof[row] = dof;
    data.rowLength[row] = 1;
    data.rowJacobian[row * model.nv] = sign;
    soften(data, row, 1, model.limits.softness, i, distance - margin);
  }

  private static void contact(Model model, Data data, int c) {
    int pair = data.contactPair[c];
    int dimension = model.pairs.dimension[pair];
    int rows = dimension == 1 ? 1 : 4;
    int first = model.geoms.link[model.pairs.first[pair]];
    int second = model.geoms.link[model.pairs.second[pair]];
    int firstDof = model.links.lastDof[first];
    int secondDof = model.links.lastDof[second];
    int dof = Math.max(firstDof, secondDof);
    int row = data.rowCount;
    data.rowCount += rows;
    // Wrenches about the root's origin that the frame's directions exert at the contact.
    int root = 3 * model.links.root[secondDof == dof ? second : first];
    double x = data.contactPosition[3 * c] - data.linkPosition[root];
    double y = data.contactPosition[3 * c + 1] - data.linkPosition[root + 1];
    double z = data.contactPosition[3 * c + 2] - data.linkPosition[root + 2];
    double[] wrench = data.wrench;
    for (int i = 0; i < dimension; i++) {
      double ux = data.contactFrame[9 * c + 3 * i];
      double uy = data.contactFrame[9 * c + 3 * i + 1];
      double uz = data.contactFrame[9 * c + 3 * i + 2];
      wrench[6 * i] = y * uz - z * uy;
      wrench[6 * i + 1] = z * ux - x * uz;
      wrench[6 * i + 2] = x * uy - y * ux;
      wrench[6 * i + 3] = ux;
      wrench[6 * i + 4] = uy;
      wrench[6 * i + 5] = uz;
    }
    double mu = model.pairs.friction[pair];
    int nv = model.nv;
    int start = model.layout.rowStart()[dof];
    int length = model.layout.rowStart()[dof + 1] - start;
    double[] jacobian = data.rowJacobian;
    boolean[] moved = model.links.movedByDof;
    for (int t = 0; t < length; t++) {
      int k = model.layout.rowDof()[start + t];
      int at = row * nv + t;
      double sign = (moved[second * nv + k] ? 1 : 0) - (moved[first * nv + k] ? 1 : 0);
      double normal = sign == 0 ? 0 : sign * Spatial.dot(data.dofMotion, 6 * k, wrench, 0);
      if (dimension == 1) {
        jacobian[at] = normal;
        continue;
      }
      double a = sign == 0 ? 0 : sign * mu * Spatial.dot(data.dofMotion, 6 * k, wrench, 6);
      double b = sign == 0 ? 0 : sign * mu * Spatial.dot(data.dofMotion, 6 * k, wrench, 12);
      jacobian[at] = normal + a;
      jacobian[at + nv] = normal - a;
      jacobian[at + 2 * nv] = normal + b;
      jacobian[at + 3 * nv] = normal - b;
    }
    for (int i = 0; i < rows; i++) {
      data.rowDof[row + i] = dof;
      data.rowLength[row + i] = length;
    }
    soften(
        data,
        row,
        rows,
        model.pairs.softness,
        pair,
        data.contactDistance[c] - model.pairs.margin[pair]);
  }

  /**
   * Weight and reference acceleration of {@code rows} rows that share a violation and its softness.
   */
  private static void soften(
      Data data, int row, int rows, double[] softness, int index, double violation) {
    int at = index * Softness.SIZE;
    double impedance = impedance(softness, at, Math.abs(violation));
    double regularizer =
        Math.max(
            MIN_REGULARIZER,
            (1 - impedance) / impedance * softness[at + Softness.REGULARIZER_SCALE]);
    double weight = 1 / regularizer;
    double spring = softness[at + Softness.STIFFNESS] * impedance * violation;
    double damping = softness[at + Softness.DAMPING];
    for (int r = row; r < row + rows; r++) {
      data.rowImpedance[r] = impedance;
      data.rowWeight[r] = weight;
      data.rowReference[r] = -damping * product(data, r, data.qvel) - spring;
    }
  }

  /** Returns row {@code r} of the Jacobian times a vector over the degrees of freedom. */
  static double product(Data data, int r, double[] vector) {
    int[] dofs = data.model.layout.rowDof();
    int start = data.model.layout.rowStart()[data.rowDof[r]];
    int at = r * data.model.nv;
    double sum = 0;
    for (int t = 0; t < data.rowLength[r]; t++) {
      sum += data.rowJacobian[at + t] * vector[dofs[start + t]];
    }
    return sum;
  }

  /** Impedance at a violation: a smooth step from its value at zero to that at the full width. */
  private static double impedance(double[] softness, int at, double violation) {
    double low = softness[at + Softness.IMPEDANCE_AT_ZERO];
    double high = softness[at + Softness.IMPEDANCE_AT_WIDTH];
    double width = softness[at + Softness.WIDTH];
    if (low == high || width <= 1e-15) {
      return 0.5 * (low + high);
    }
    double x = violation / width;
    if (x >= 1) {
      return high;
    }
    double power = softness[at + Softness.POWER];
    double midpoint = softness[at + Softness.MIDPOINT];
    double y;
    if (power == 1 || x == 0) {
      y = x;
    } else if (x <= midpoint) {
      y = power(x, power) / power(midpoint, power - 1);
    } else {
      y = 1 - power(1 - x, power) / power(1 - midpoint, power - 1);
    }
    return low + y * (high - low);
  }

  private static double power(double base, double exponent) {
    if (exponent == 2) {
      return base * base;
    }
    return exponent == 1 ? base : StrictMath.pow(base, exponent);
  }
}
