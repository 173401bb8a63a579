package org.prefbench.physics;

/**
 * Stage 1: where the links are, and how each degree of freedom moves them. Positions are those of
 * MuJoCo's forward kinematics; motion vectors are taken about the origin of the tree's root link
 * instead of its centre of mass, which changes nothing but rounding.
 */
final class Kinematics {
  private Kinematics() {}

  static void compute(Data data) {
    Model model = data.model;
    for (int link = 1; link < model.links.count; link++) {
      if (model.links.free[link]) {
        freeLink(model, data, link);
      } else {
        jointedLink(model, data, link);
      }
    }
  }

  /** A free link is where its joint says; the quaternion is normalised in place. */
  private static void freeLink(Model model, Data data, int link) {
    double[] q = data.qpos;
    int at = model.joints.qpos[model.links.firstJoint[link]];
    double w = q[at + 3];
    double x = q[at + 4];
    double y = q[at + 5];
    double z = q[at + 6];
    double norm = Math.sqrt(w * w + x * x + y * y + z * z);
    if (norm < 1e-15) {
      w = 1;
      x = 0;
      y = 0;
      z = 0;
    } else if (norm != 1) {
      w /= norm;
      x /= norm;
      y /= norm;
      z /= norm;
    }
    q[at + 3] = w;
    q[at + 4] = x;
    q[at + 5] = y;
    q[at + 6] = z;
    double[] position = data.linkPosition;
    for (int i = 0; i < 3; i++) {
      position[3 * link + i] = q[at + i];
    }
    double[] r = data.linkRotation;
    int o = 9 * link;
    r[o] = w * w + x * x - y * y - z * z;
    r[o + 1] = 2 * (x * y - w * z);
    r[o + 2] = 2 * (x * z + w * y);
    r[o + 3] = 2 * (x * y + w * z);
    r[o + 4] = w * w - x * x + y * y - z * z;
    r[o + 5] = 2 * (y * z - w * x);
    r[o + 6] = 2 * (x * z - w * y);
    r[o + 7] = 2 * (y * z + w * x);
    r[o + 8] = w * w - x * x - y * y + z * z;
    // Three translations along world axes, then three rotations about body axes through the
    // reference point itself.
    double[] motion = data.dofMotion;
    int m = 6 * model.joints.dof[model.links.firstJoint[link]];
    for (int i = 0; i < 3; i++) {
      motion[m + 6 * i + 3 + i] = 1;
      motion[m + 18 + 6 * i] = r[o + i];
      motion[m + 18 + 6 * i + 1] = r[o + 3 + i];
      motion[m + 18 + 6 * i + 2] = r[o + 6 + i];
    }
  }

  private static void jointedLink(Model model, Data data, int link) {
    double[] rotation = data.linkRotation;
    double[] position = data.linkPosition;
    int o = 9 * model.links.parent[link];
    double r0 = rotation[o];
    double r1 = rotation[o + 1];
    double r2 = rotation[o + 2];
    double r3 = rotation[o + 3];
    double r4 = rotation[o + 4];
    double r5 = rotation[o + 5];
    double r6 = rotation[o + 6];
    double r7 = rotation[o + 7];
    double r8 = rotation[o + 8];
    o = 3 * model.links.parent[link];
    double dx = model.links.position[3 * link];
    double dy = model.links.position[3 * link + 1];
    double dz = model.links.position[3 * link + 2];
    double px = position[o] + r0 * dx + r1 * dy + r2 * dz;
    double py = position[o + 1] + r3 * dx + r4 * dy + r5 * dz;
    double pz = position[o + 2] + r6 * dx + r7 * dy + r8 * dz;
    double[] motion = data.dofMotion;
    int first = model.links.firstJoint[link];
    int end = model.links.firstJoint[link + 1];
    for (int j = first; j < end; j++) {
      int q = model.joints.qpos[j];
      double displacement = data.qpos[q] - model.qpos0[q];
      double ax = model.joints.axis[3 * j];
      double ay = model.joints.axis[3 * j + 1];
      double az = model.joints.axis[3 * j + 2];
      double wx = r0 * ax + r1 * ay + r2 * az;
      double wy = r3 * ax + r4 * ay + r5 * az;
      double wz = r6 * ax + r7 * ay + r8 * az;
      int m = 6 * model.joints.dof[j];
      if (!model.joints.hinge[j]) {
        px += wx * displacement;
        py += wy * displacement;
        pz += wz * displacement;
        motion[m + 3] = wx;
        motion[m + 4] = wy;
        motion[m + 5] = wz;
        continue;
      }
      Trigonometry.sineAndCosine(displacement, data.pair);
      double s = data.pair[0];
      double c = data.pair[1];
      double v = 1 - c;
      double t00 = c + v * ax * ax;
      double t01 = v * ax * ay - s * az;
      double t02 = v * ax * az + s * ay;
      double t10 = v * ax * ay + s * az;
      double t11 = c + v * ay * ay;
      double t12 = v * ay * az - s * ax;
      double t20 = v * ax * az - s * ay;
      double t21 = v * ay * az + s * ax;
      double t22 = c + v * az * az;
      double n0 = r0 * t00 + r1 * t10 + r2 * t20;
      double n1 = r0 * t01 + r1 * t11 + r2 * t21;
      double n2 = r0 * t02 + r1 * t12 + r2 * t22;
      double n3 = r3 * t00 + r4 * t10 + r5 * t20;
      double n4 = r3 * t01 + r4 * t11 + r5 * t21;
      double n5 = r3 * t02 + r4 * t12 + r5 * t22;
      double n6 = r6 * t00 + r7 * t10 + r8 * t20;
      double n7 = r6 * t01 + r7 * t11 + r8 * t21;
      double n8 = r6 * t02 + r7 * t12 + r8 * t22;
      // For now the anchor goes where the linear part of the motion belongs; the reference point is
      // known afterwards.
      if (model.joints.anchored[j]) {
        double bx = model.joints.anchor[3 * j];
        double by = model.joints.anchor[3 * j + 1];
        double bz = model.joints.anchor[3 * j + 2];
        px += r0 * bx + r1 * by + r2 * bz;
        py += r3 * bx + r4 * by + r5 * bz;
        pz += r6 * bx + r7 * by + r8 * bz;
        motion[m + 3] = px;
        motion[m + 4] = py;
        motion[m + 5] = pz;
        px -= n0 * bx + n1 * by + n2 * bz;
        py -= n3 * bx + n4 * by + n5 * bz;
        pz -= n6 * bx + n7 * by + n8 * bz;
      } else {
        motion[m + 3] = px;
        motion[m + 4] = py;
        motion[m + 5] = pz;
      }
      motion[m] = wx;
      motion[m + 1] = wy;
      motion[m + 2] = wz;
      r0 = n0;
      r1 = n1;
      r2 = n2;
      r3 = n3;
      r4 = n4;
      r5 = n5;
      r6 = n6;
      r7 = n7;
      r8 = n8;
    }
    o = 9 * link;
    rotation[o] = r0;
    rotation[o + 1] = r1;
    rotation[o + 2] = r2;
    rotation[o + 3] = r3;
    rotation[o + 4] = r4;
    rotation[o + 5] = r5;
    rotation[o + 6] = r6;
    rotation[o + 7] = r7;
    rotation[o + 8] = r8;
    position[3 * link] = px;
    position[3 * link + 1] = py;
    position[3 * link + 2] = pz;
    int root = 3 * model.links.root[link];
    double cx = position[root];
    double cy = position[root + 1];
    double cz = position[root + 2];
    for (int j = first; j < end; j++) {
      if (model.joints.hinge[j]) { // linear part: axis x (reference - anchor)
        int m = 6 * model.joints.dof[j];
        double wx = motion[m];
        double wy = motion[m + 1];
        double wz = motion[m + 2];
        double lx = cx - motion[m + 3];
        double ly = cy - motion[m + 4];
        double lz = cz - motion[m + 5];
        motion[m + 3] = wy * lz - wz * ly;
        motion[m + 4] = wz * lx - wx * lz;
        motion[m + 5] = wx * ly - wy * lx;
      }
    }
  }

  /** Returns a world coordinate of a point given in the frame of {@code link}. */
  static double worldCoordinate(Data data, int link, double[] point, int at, int axis) {
    double[] r = data.linkRotation;
    int o = 9 * link + 3 * axis;
    return data.linkPosition[3 * link + axis]
        + (r[o] * point[at] + r[o + 1] * point[at + 1] + r[o + 2] * point[at + 2]);
  }

  /** Writes the world position of a point given in the frame of {@code link}. */
  static void toWorld(Data data, int link, double[] point, int at, double[] result) {
    for (int axis = 0; axis < 3; axis++) {
      result[axis] = worldCoordinate(data, link, point, at, axis);
    }
  }
}
