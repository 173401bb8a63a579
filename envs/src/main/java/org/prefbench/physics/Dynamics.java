package org.prefbench.physics;

import org.prefbench.physics.ModelDescription.Integrator;

/** The table of contents of an engine step: each line is one stage and one file. */
public final class Dynamics {
  /** The largest position or velocity, in size, that counts as sound. */
  public static final double MAX_VALUE = 1e10;

  private Dynamics() {}

  /** Computes {@link Data#qacc} and all it depends on from positions, velocities and controls. */
  public static void forward(Data data) {
    Kinematics.compute(data);
    MassMatrix.compute(data);
    BiasForce.compute(data);
    PassiveForce.compute(data);
    MotorForce.compute(data);
    Collision.detect(data);
    ConstraintRows.build(data);
    ConstraintSolver.solve(data);
  }

  /** Advances positions and velocities by one time step with constant controls. */
  public static void step(Data data) {
    if (data.model.integrator == Integrator.RK4) {
      RungeKutta.step(data);
    } else {
      SemiImplicitEuler.step(data);
    }
  }

  /**
   * Returns a description of the first position or velocity that is not a number or exceeds {@link
   * #MAX_VALUE} in size, or an empty text if the state is sound. MuJoCo silently restarts the
   * simulation in such a state; callers here raise an error.
   */
  public static String findUnsound(Data data) {
    for (int i = 0; i < data.qpos.length; i++) {
      if (!(Math.abs(data.qpos[i]) <= MAX_VALUE)) {
        return "qpos[" + i + "] = " + data.qpos[i];
      }
    }
    for (int i = 0; i < data.qvel.length; i++) {
      if (!(Math.abs(data.qvel[i]) <= MAX_VALUE)) {
        return "qvel[" + i + "] = " + data.qvel[i];
      }
    }
    return "";
  }
}
