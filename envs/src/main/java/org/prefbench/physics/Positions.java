package org.prefbench.physics;

/** Moves positions along velocities, which for a quaternion means turning it. */
final class Positions {
  private Positions() {}

  /**
   * Replaces {@code qpos} by where constant {@code qvel} leads within {@code time} s.
   *
   * @param pair room for two values
   */
  static void advance(Model model, double[] qpos, double[] qvel, double time, double[] pair) {
    for (int link = 1; link < model.links.count; link++) {
      int q = model.joints.qpos[model.links.firstJoint[link]];
      int v = model.joints.dof[model.links.firstJoint[link]];
      if (model.links.free[link]) {
        for (int i = 0; i < 3; i++) {
          qpos[q + i] += time * qvel[v + i];
        }
        turn(qpos, q + 3, qvel, v + 3, time, pair);
      } else {
        for (int j = model.links.firstJoint[link]; j < model.links.firstJoint[link + 1]; j++) {
          qpos[q++] += time * qvel[v++];
        }
      }
    }
  }

  /** Turns a quaternion by a body-frame angular velocity and normalises it. */
  private static void turn(double[] qpos, int q, double[] qvel, int v, double time, double[] pair) {
    double x = qvel[v];
    double y = qvel[v + 1];
    double z = qvel[v + 2];
    double speed = Math.sqrt(x * x + y * y + z * z);
    if (speed < 1e-15) {
      return;
    }
    Trigonometry.sineAndCosine(0.5 * time * speed, pair);
    double s = pair[0] / speed;
    double c = pair[1];
    x *= s;
    y *= s;
    z *= s;
    double a = qpos[q];
    double b = qpos[q + 1];
    double d = qpos[q + 2];
    double e = qpos[q + 3];
    double w = a * c - b * x - d * y - e * z;
    double i = a * x + b * c + d * z - e * y;
    double j = a * y - b * z + d * c + e * x;
    double k = a * z + b * y - d * x + e * c;
    double norm = Math.sqrt(w * w + i * i + j * j + k * k);
    qpos[q] = w / norm;
    qpos[q + 1] = i / norm;
    qpos[q + 2] = j / norm;
    qpos[q + 3] = k / norm;
  }
}
