package org.prefbench.physics;

import org.prefbench.physics.ModelDescription.Integrator;

/** The table of contents of an engine step: each line is one stage and one file. */
public final class Dynamics {
  /** The largest position, velocity or control, in size, that counts as sound; MuJoCo's too. */
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

  /** Returns whether a position, velocity or control is not a number or too large. */
  public static boolean isUnsound(double value) {
    return !(Math.abs(value) <= MAX_VALUE);
  }

  /** Returns whether any of several controls is not a number or too large. */
  public static boolean anyUnsound(double[] controls) {
    for (double control : controls) {
      if (isUnsound(control)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns a description of the first position or velocity that is not a number or exceeds {@link
   * #MAX_VALUE} in size, or an empty text if the state is sound. MuJoCo silently restarts the
   * simulation in such a state; callers here raise an error.
   */
  public static String findUnsound(Data data) {
    for (int i = 0; i < data.qpos.length; i++) {
      if (isUnsound(data.qpos[i])) {
        return "qpos[" + i + "] = " + data.qpos[i];
      }
    }
    for (int i = 0; i < data.qvel.length; i++) {
      if (isUnsound(data.qvel[i])) {
        return "qvel[" + i + "] = " + data.qvel[i];
      }
    }
    return "";
  }
}
