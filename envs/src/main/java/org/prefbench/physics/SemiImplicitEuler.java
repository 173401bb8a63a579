package org.prefbench.physics;

/**
 * Stage 9, one of two: velocities first, positions with the new velocities. Joint damping is
 * implicit: it acts on the velocity at the end of the step, which keeps stiffly damped joints
 * stable.
 */
final class SemiImplicitEuler {
  private SemiImplicitEuler() {}

  static void step(Data data) {
    Model model = data.model;
    double h = model.timestep;
    Dynamics.forward(data);
    double[] acceleration = data.qacc;
    if (model.damped) {
      // (M + h B) a = smooth + constraint forces, where the smooth forces contain -B v already.
      ConstraintSolver.constraintForce(data);
      System.arraycopy(data.massMatrix, 0, data.factor, 0, data.factor.length);
      acceleration = data.direction;
      for (int k = 0; k < model.nv; k++) {
        data.factor[model.layout.rowStart()[k]] += h * model.dofs.damping[k];
        acceleration[k] = data.smoothForce[k] + data.constraintForce[k];
      }
      SparseFactor.factor(model, data.factor, data.inverseDiagonal);
      SparseFactor.solve(model, data.factor, data.inverseDiagonal, acceleration);
    }
    for (int k = 0; k < model.nv; k++) {
      data.qvel[k] += h * acceleration[k];
    }
    Positions.advance(model, data.qpos, data.qvel, h, data.pair);
  }
}
