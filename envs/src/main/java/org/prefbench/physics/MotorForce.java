package org.prefbench.physics;

/** Stage 5: forces of the motors, and the sum of all forces that do not come from constraints. */
final class MotorForce {
  private MotorForce() {}

  static void compute(Data data) {
    Model model = data.model;
    double[] force = data.motorForce;
    for (int k = 0; k < model.nv; k++) {
      force[k] = 0;
    }
    for (int i = 0; i < model.nu; i++) {
      double control =
          Math.max(model.motors.lower[i], Math.min(model.motors.upper[i], data.control[i]));
      force[model.motors.dof[i]] += model.motors.gear[i] * control;
    }
    for (int k = 0; k < model.nv; k++) {
      data.smoothForce[k] = data.passiveForce[k] - data.biasForce[k] + force[k];
    }
  }
}
