package org.prefbench.physics;

/**
 * Stage 9, one of two: the classical Runge-Kutta method of order four, with all forces computed
 * anew at each stage.
 */
final class RungeKutta {
  private RungeKutta() {}

  static void step(Data data) {
    Model model = data.model;
    int nv = model.nv;
    double h = model.timestep;
    Dynamics.forward(data);
    System.arraycopy(data.qpos, 0, data.startPosition, 0, model.nq);
    System.arraycopy(data.qvel, 0, data.startVelocity, 0, nv);
    for (int k = 0; k < nv; k++) {
      data.velocitySum[k] = data.qvel[k];
      data.accelerationSum[k] = data.qacc[k];
    }
    for (int stage = 1; stage < 4; stage++) {
      double part = stage == 3 ? h : 0.5 * h;
      double weight = stage == 3 ? 1 : 2;
      System.arraycopy(data.startPosition, 0, data.qpos, 0, model.nq);
      Positions.advance(model, data.qpos, data.qvel, part, data.pair);
      for (int k = 0; k < nv; k++) {
        data.qvel[k] = data.startVelocity[k] + part * data.qacc[k];
      }
      Dynamics.forward(data);
      for (int k = 0; k < nv; k++) {
        data.velocitySum[k] += weight * data.qvel[k];
        data.accelerationSum[k] += weight * data.qacc[k];
      }
    }
    for (int k = 0; k < nv; k++) {
      data.qvel[k] = data.startVelocity[k] + h * (data.accelerationSum[k] / 6);
      data.velocitySum[k] /= 6;
    }
    System.arraycopy(data.startPosition, 0, data.qpos, 0, model.nq);
    Positions.advance(model, data.qpos, data.velocitySum, h, data.pair);
  }
}
