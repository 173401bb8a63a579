package org.prefbench.physics;

/**
 * Stage 5: forces of the motors, and the sum of all forces that do not come from constraints. Where
 * one control is {@linkplain Dynamics#isUnsound unsound}, all count as zero, as in MuJoCo ({@code
 * mj_fwdActuation}, warning {@code BADCTRL}).
 */
final class MotorForce {
  private MotorForce() {}

  static void compute(Data data) {
    Model model = data.model;
    double[] force = data.motorForce;
    for (int k = 0; k < model.nv; k++) {
      force[k] = 0;
    }
    boolean unsound = Dynamics.anyUnsound(data.control);
    for (int i = 0; i < model.nu; i++) {
      double given = unsound ? 0 : data.control[i];
      double control = Math.max(model.motors.lower[i], Math.min(model.motors.upper[i], given));
      force[model.motors.dof[i]] += model.motors.gear[i] * control;
    }
    for (int k = 0; k < model.nv; k++) {
      data.smoothForce[k] = data.passiveForce[k] - data.biasForce[k] + force[k];
    }
  }
}
