package org.prefbench.physics;

/**
 * Drag of a resting fluid on every body, acting on the box that has the body's inertia: quadratic
 * in the fluid's density and linear in its viscosity (the "inertia box" model of MuJoCo's
 * documentation, chapter Computation, section Passive forces).
 */
final class FluidForce {
  private FluidForce() {}

  static void add(Data data) {
    Model model = data.model;
    for (int b = 1; b < model.bodies.count; b++) {
      if (model.bodies.mass[b] > 0) {
        addBody(model, data, b);
      }
    }
  }

  private static void addBody(Model model, Data data, int b) {
    int link = model.bodies.link[b];
    double[] center = data.wrench;
    Kinematics.toWorld(data, link, model.bodies.center, 3 * b, center);
    int root = 3 * model.links.root[link];
    double dx = center[0] - data.linkPosition[root];
    double dy = center[1] - data.linkPosition[root + 1];
    double dz = center[2] - data.linkPosition[root + 2];
    double[] v = data.linkVelocity;
    int o = 6 * link;
    double vx = v[o + 3] + v[o + 1] * dz - v[o + 2] * dy;
    double vy = v[o + 4] + v[o + 2] * dx - v[o] * dz;
    double vz = v[o + 5] + v[o] * dy - v[o + 1] * dx;
    double[] box = model.bodies.fluidBox;
    double diameter = (box[3 * b] + box[3 * b + 1] + box[3 * b + 2]) / 3;
    double viscousForce = -3 * Math.PI * diameter * model.fluidViscosity;
    double viscousTorque = -Math.PI * diameter * diameter * diameter * model.fluidViscosity;
    double tx = 0;
    double ty = 0;
    double tz = 0;
    double fx = 0;
    double fy = 0;
    double fz = 0;
    for (int i = 0; i < 3; i++) {
      double[] r = data.linkRotation;
      double[] axes = model.bodies.fluidAxes;
      int q = 9 * link;
      double lx = axes[9 * b + i];
      double ly = axes[9 * b + 3 + i];
      double lz = axes[9 * b + 6 + i];
      double ax = r[q] * lx + r[q + 1] * ly + r[q + 2] * lz; // the box's i-th axis in the world
      double ay = r[q + 3] * lx + r[q + 4] * ly + r[q + 5] * lz;
      double az = r[q + 6] * lx + r[q + 7] * ly + r[q + 8] * lz;
      double angular = ax * v[o] + ay * v[o + 1] + az * v[o + 2];
      double linear = ax * vx + ay * vy + az * vz;
      double s = box[3 * b + (i + 1) % 3];
      double t = box[3 * b + (i + 2) % 3];
      double force =
          viscousForce * linear - 0.5 * model.fluidDensity * s * t * Math.abs(linear) * linear;
      double side = box[3 * b + i];
      double torque =
          viscousTorque * angular
              - model.fluidDensity
                  * side
                  * (s * s * s * s + t * t * t * t)
                  * Math.abs(angular)
                  * angular
                  / 64;
      fx += force * ax;
      fy += force * ay;
      fz += force * az;
      tx += torque * ax;
      ty += torque * ay;
      tz += torque * az;
    }
    double[] wrench = data.wrench;
    wrench[0] = tx + dy * fz - dz * fy;
    wrench[1] = ty + dz * fx - dx * fz;
    wrench[2] = tz + dx * fy - dy * fx;
    wrench[3] = fx;
    wrench[4] = fy;
    wrench[5] = fz;
    int last = model.links.lastDof[link];
    for (int a = model.layout.ancestorStart()[last];
        a < model.layout.ancestorStart()[last + 1];
        a++) {
      int k = model.layout.ancestorDof()[a];
      data.passiveForce[k] += Spatial.dot(data.dofMotion, 6 * k, wrench, 0);
    }
  }
}
