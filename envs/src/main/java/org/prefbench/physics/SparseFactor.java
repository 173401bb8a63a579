package org.prefbench.physics;

/**
 * Factorisation L' D L of symmetric positive definite matrices in the model's row layout;
 * elimination from the leaves to the root creates no new entries (Featherstone 2005, "Efficient
 * factorization of the joint-space inertia matrix for branched kinematic trees").
 */
final class SparseFactor {
  private SparseFactor() {}

  /** Replaces {@code matrix} by its factor and writes the reciprocals of D. */
  static void factor(Model model, double[] matrix, double[] inverseDiagonal) {
    int[] rowStart = model.layout.rowStart();
    int[] rowDof = model.layout.rowDof();
    for (int k = model.nv - 1; k >= 0; k--) {
      int start = rowStart[k];
      int end = rowStart[k + 1];
      double inverse = 1 / matrix[start];
      inverseDiagonal[k] = inverse;
      for (int t = start + 1; t < end; t++) {
        double entry = matrix[t];
        double ratio = entry * inverse;
        int shift =
            rowStart[rowDof[t]] - t; // the ancestor's row runs in step with the rest of this one
        for (int s = t; s < end; s++) {
          matrix[s + shift] -= ratio * matrix[s];
        }
        matrix[t] = ratio;
      }
    }
  }

  /** Replaces {@code x} by the solution of the factored system with right-hand side {@code x}. */
  static void solve(Model model, double[] factor, double[] inverseDiagonal, double[] x) {
    int[] rowStart = model.layout.rowStart();
    int[] rowDof = model.layout.rowDof();
    int nv = model.nv;
    for (int k = nv - 1; k >= 0; k--) {
      double value = x[k];
      int end = rowStart[k + 1];
      for (int t = rowStart[k] + 1; t < end; t++) {
        x[rowDof[t]] -= factor[t] * value;
      }
    }
    for (int k = 0; k < nv; k++) {
      double sum = x[k] * inverseDiagonal[k];
      int end = rowStart[k + 1];
      for (int t = rowStart[k] + 1; t < end; t++) {
        sum -= factor[t] * x[rowDof[t]];
      }
      x[k] = sum;
    }
  }

  /** Writes {@code matrix * x}. */
  static void multiply(Model model, double[] matrix, double[] x, double[] result) {
    int[] rowStart = model.layout.rowStart();
    int[] rowDof = model.layout.rowDof();
    for (int k = 0; k < model.nv; k++) {
      int start = rowStart[k];
      int end = rowStart[k + 1];
      double value = x[k];
      double sum = matrix[start] * value;
      for (int t = start + 1; t < end; t++) {
        int i = rowDof[t];
        sum += matrix[t] * x[i];
        result[i] +=
            matrix[t]
                * value; // ancestors come first, so their entry is complete but for its descendants
      }
      result[k] = sum;
    }
  }
}
