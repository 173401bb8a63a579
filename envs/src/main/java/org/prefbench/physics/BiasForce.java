package org.prefbench.physics;

/**
 * Stage 3: Coriolis, centrifugal and gravitational forces by the recursive Newton-Euler algorithm
 * at zero acceleration (Featherstone 2008, section 5.3); also leaves the links' velocities for the
 * stages that follow.
 */
final class BiasForce {
  private BiasForce() {}

  static void compute(Data data) {
    Model model = data.model;
    for (int link = 1; link < model.links.count; link++) {
      if (model.links.free[link]) {
        moveFree(model, data, link);
      } else {
        move(model, data, link);
      }
      force(model, data, link);
    }
    double[] force = data.linkForce;
    for (int link = model.links.count - 1; link > 0; link--) {
      int f = 6 * link;
      for (int k = model.links.lastDof[link];
          k >= model.joints.dof[model.links.firstJoint[link]];
          k--) {
        data.biasForce[k] = Spatial.dot(data.dofMotion, 6 * k, force, f);
      }
      int p = 6 * model.links.parent[link];
      if (p > 0) {
        for (int i = 0; i < 6; i++) {
          force[p + i] += force[f + i];
        }
      }
    }
  }

  /** Velocity and velocity-product acceleration of a link with slide and hinge joints. */
  private static void move(Model model, Data data, int link) {
    double[] velocity = data.linkVelocity;
    double[] acceleration = data.linkAcceleration;
    double[] motion = data.dofMotion;
    int p = 6 * model.links.parent[link];
    double wx = velocity[p];
    double wy = velocity[p + 1];
    double wz = velocity[p + 2];
    double vx = velocity[p + 3];
    double vy = velocity[p + 4];
    double vz = velocity[p + 5];
    double ax = acceleration[p];
    double ay = acceleration[p + 1];
    double az = acceleration[p + 2];
    double bx = acceleration[p + 3];
    double by = acceleration[p + 4];
    double bz = acceleration[p + 5];
    int last = model.links.lastDof[link];
    for (int k = model.joints.dof[model.links.firstJoint[link]]; k <= last; k++) {
      double speed = data.qvel[k];
      int m = 6 * k;
      double sx = motion[m] * speed;
      double sy = motion[m + 1] * speed;
      double sz = motion[m + 2] * speed;
      double tx = motion[m + 3] * speed;
      double ty = motion[m + 4] * speed;
      double tz = motion[m + 5] * speed;
      // The joint's axis is carried by the motion accumulated so far: acceleration += V x (S qvel).
      ax += wy * sz - wz * sy;
      ay += wz * sx - wx * sz;
      az += wx * sy - wy * sx;
      bx += wy * tz - wz * ty + vy * sz - vz * sy;
      by += wz * tx - wx * tz + vz * sx - vx * sz;
      bz += wx * ty - wy * tx + vx * sy - vy * sx;
      wx += sx;
      wy += sy;
      wz += sz;
      vx += tx;
      vy += ty;
      vz += tz;
    }
    int o = 6 * link;
    velocity[o] = wx;
    velocity[o + 1] = wy;
    velocity[o + 2] = wz;
    velocity[o + 3] = vx;
    velocity[o + 4] = vy;
    velocity[o + 5] = vz;
    acceleration[o] = ax;
    acceleration[o + 1] = ay;
    acceleration[o + 2] = az;
    acceleration[o + 3] = bx;
    acceleration[o + 4] = by;
    acceleration[o + 5] = bz;
  }

  /**
   * A free link: translations are along world axes, and the reference point is the link's origin.
   */
  private static void moveFree(Model model, Data data, int link) {
    double[] velocity = data.linkVelocity;
    double[] acceleration = data.linkAcceleration;
    double[] motion = data.dofMotion;
    int k = model.joints.dof[model.links.firstJoint[link]];
    double vx = data.qvel[k];
    double vy = data.qvel[k + 1];
    double vz = data.qvel[k + 2];
    int m = 6 * (k + 3);
    double a = data.qvel[k + 3];
    double b = data.qvel[k + 4];
    double c = data.qvel[k + 5];
    double wx = motion[m] * a + motion[m + 6] * b + motion[m + 12] * c;
    double wy = motion[m + 1] * a + motion[m + 7] * b + motion[m + 13] * c;
    double wz = motion[m + 2] * a + motion[m + 8] * b + motion[m + 14] * c;
    int o = 6 * link;
    velocity[o] = wx;
    velocity[o + 1] = wy;
    velocity[o + 2] = wz;
    velocity[o + 3] = vx;
    velocity[o + 4] = vy;
    velocity[o + 5] = vz;
    // All three rotations are carried by the translation only, since w x w = 0.
    acceleration[o + 3] = acceleration[3] + vy * wz - vz * wy;
    acceleration[o + 4] = acceleration[4] + vz * wx - vx * wz;
    acceleration[o + 5] = acceleration[5] + vx * wy - vy * wx;
  }

  /** Force that the link's motion needs: I A + V x* (I V). */
  private static void force(Model model, Data data, int link) {
    double[] inertia = data.linkInertia;
    double[] velocity = data.linkVelocity;
    double[] acceleration = data.linkAcceleration;
    int o = 9 * link;
    double hx = inertia[o];
    double hy = inertia[o + 1];
    double hz = inertia[o + 2];
    double xx = inertia[o + 3];
    double xy = inertia[o + 4];
    double xz = inertia[o + 5];
    double yy = inertia[o + 6];
    double yz = inertia[o + 7];
    double zz = inertia[o + 8];
    double mass = model.links.mass[link];
    o = 6 * link;
    double wx = velocity[o];
    double wy = velocity[o + 1];
    double wz = velocity[o + 2];
    double vx = velocity[o + 3];
    double vy = velocity[o + 4];
    double vz = velocity[o + 5];
    double lx = mass * vx + wy * hz - wz * hy; // linear momentum
    double ly = mass * vy + wz * hx - wx * hz;
    double lz = mass * vz + wx * hy - wy * hx;
    double nx = xx * wx + xy * wy + xz * wz + hy * vz - hz * vy; // angular momentum
    double ny = xy * wx + yy * wy + yz * wz + hz * vx - hx * vz;
    double nz = xz * wx + yz * wy + zz * wz + hx * vy - hy * vx;
    double ax = acceleration[o];
    double ay = acceleration[o + 1];
    double az = acceleration[o + 2];
    double bx = acceleration[o + 3];
    double by = acceleration[o + 4];
    double bz = acceleration[o + 5];
    double[] force = data.linkForce;
    force[o] =
        xx * ax + xy * ay + xz * az + hy * bz - hz * by + (wy * nz - wz * ny + vy * lz - vz * ly);
    force[o + 1] =
        xy * ax + yy * ay + yz * az + hz * bx - hx * bz + (wz * nx - wx * nz + vz * lx - vx * lz);
    force[o + 2] =
        xz * ax + yz * ay + zz * az + hx * by - hy * bx + (wx * ny - wy * nx + vx * ly - vy * lx);
    force[o + 3] = mass * bx + ay * hz - az * hy + (wy * lz - wz * ly);
    force[o + 4] = mass * by + az * hx - ax * hz + (wz * lx - wx * lz);
    force[o + 5] = mass * bz + ax * hy - ay * hx + (wx * ly - wy * lx);
  }
}
