package org.prefbench.physics;

import java.util.Arrays;

/**
 * How easily bodies and joints move in the configuration that the model's file draws; soft
 * constraints scale with it. A body's weight is the mean diagonal entry of J M^-1 J' for the
 * Jacobian J of its centre of mass, a joint's is its entry of M^-1.
 */
final class InverseWeights {
  private InverseWeights() {}

  /** Fills the weights of a model that is otherwise complete. */
  static void compute(Model model) {
    Data data = new Data(model);
    Kinematics.compute(data);
    MassMatrix.compute(data);
    System.arraycopy(data.massMatrix, 0, data.factor, 0, data.factor.length);
    SparseFactor.factor(model, data.factor, data.inverseDiagonal);
    double[] jacobian = new double[model.nv];
    for (int k = 0; k < model.nv; k++) {
      jacobian[k] = 1;
      model.dofs.inverseWeight[k] = quadraticForm(data, jacobian);
      jacobian[k] = 0;
    }
    double[] center = new double[3];
    for (int b = 1; b < model.bodies.count; b++) {
      int link = model.bodies.link[b];
      if (link == 0) {
        continue;
      }
      Kinematics.toWorld(data, link, model.bodies.center, 3 * b, center);
      int root = 3 * model.links.root[link];
      double[] r = new double[3];
      for (int i = 0; i < 3; i++) {
        r[i] = center[i] - data.linkPosition[root + i];
      }
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        for (int k = 0; k < model.nv; k++) {
          double[] m = data.dofMotion;
          int u = 6 * k + (i + 1) % 3;
          int v = 6 * k + (i + 2) % 3;
          double moved = m[6 * k + 3 + i] + m[u] * r[(i + 2) % 3] - m[v] * r[(i + 1) % 3];
          jacobian[k] = model.links.movedByDof[link * model.nv + k] ? moved : 0;
        }
        sum += quadraticForm(data, jacobian);
      }
      model.bodies.inverseWeight[b] = sum / 3;
      Arrays.fill(jacobian, 0);
    }
  }

  private static double quadraticForm(Data data, double[] vector) {
    double[] solution = vector.clone();
    SparseFactor.solve(data.model, data.factor, data.inverseDiagonal, solution);
    double sum = 0;
    for (int k = 0; k < vector.length; k++) {
      sum += vector[k] * solution[k];
    }
    return sum;
  }
}
