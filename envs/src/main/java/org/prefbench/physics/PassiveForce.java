package org.prefbench.physics;

/** Stage 4: forces of joint springs, of damping, and of a surrounding fluid. */
final class PassiveForce {
  private PassiveForce() {}

  static void compute(Data data) {
    Model model = data.model;
    double[] force = data.passiveForce;
    for (int k = 0; k < model.nv; k++) {
      force[k] = -model.dofs.damping[k] * data.qvel[k];
    }
    for (int j = 0; j < model.joints.count; j++) {
      if (model.joints.stiffness[j] != 0) {
        force[model.joints.dof[j]] -= model.joints.stiffness[j] * data.qpos[model.joints.qpos[j]];
      }
    }
    if (model.fluidDensity > 0 || model.fluidViscosity > 0) {
      FluidForce.add(data);
    }
  }
}
