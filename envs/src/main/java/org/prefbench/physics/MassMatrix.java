package org.prefbench.physics;

/**
 * Stage 2: the joint-space inertia matrix by the composite rigid body algorithm (Featherstone 2008,
 * section 6.2), with motor armature added to its diagonal.
 */
final class MassMatrix {
  private MassMatrix() {}

  static void compute(Data data) {
    Model model = data.model;
    for (int link = 1; link < model.links.count; link++) {
      linkInertia(model, data, link);
    }
    System.arraycopy(data.linkInertia, 0, data.subtreeInertia, 0, data.linkInertia.length);
    double[] inertia = data.subtreeInertia;
    for (int link = model.links.count - 1; link > 0; link--) {
      int parent = model.links.parent[link];
      if (parent > 0) {
        for (int i = 0; i < 9; i++) {
          inertia[9 * parent + i] += inertia[9 * link + i];
        }
      }
      for (int k = model.links.lastDof[link];
          k >= model.joints.dof[model.links.firstJoint[link]];
          k--) {
        row(model, data, link, k);
      }
    }
  }

  /** First moment and inertia of a link about the origin of its tree's root, in world axes. */
  private static void linkInertia(Model model, Data data, int link) {
    double[] r = data.linkRotation;
    int o = 9 * link;
    double r0 = r[o];
    double r1 = r[o + 1];
    double r2 = r[o + 2];
    double r3 = r[o + 3];
    double r4 = r[o + 4];
    double r5 = r[o + 5];
    double r6 = r[o + 6];
    double r7 = r[o + 7];
    double r8 = r[o + 8];
    double[] position = data.linkPosition;
    int root = 3 * model.links.root[link];
    double x = model.links.center[3 * link];
    double y = model.links.center[3 * link + 1];
    double z = model.links.center[3 * link + 2];
    double dx = position[3 * link] - position[root] + (r0 * x + r1 * y + r2 * z);
    double dy = position[3 * link + 1] - position[root + 1] + (r3 * x + r4 * y + r5 * z);
    double dz = position[3 * link + 2] - position[root + 2] + (r6 * x + r7 * y + r8 * z);
    double[] local = model.links.inertia;
    o = 6 * link;
    double xx = local[o];
    double xy = local[o + 1];
    double xz = local[o + 2];
    double yy = local[o + 3];
    double yz = local[o + 4];
    double zz = local[o + 5];
    double a0 = r0 * xx + r1 * xy + r2 * xz;
    double a1 = r0 * xy + r1 * yy + r2 * yz;
    double a2 = r0 * xz + r1 * yz + r2 * zz;
    double b0 = r3 * xx + r4 * xy + r5 * xz;
    double b1 = r3 * xy + r4 * yy + r5 * yz;
    double b2 = r3 * xz + r4 * yz + r5 * zz;
    double c0 = r6 * xx + r7 * xy + r8 * xz;
    double c1 = r6 * xy + r7 * yy + r8 * yz;
    double c2 = r6 * xz + r7 * yz + r8 * zz;
    double mass = model.links.mass[link];
    double mx = mass * dx;
    double my = mass * dy;
    double mz = mass * dz;
    double[] inertia = data.linkInertia;
    o = 9 * link;
    inertia[o] = mx;
    inertia[o + 1] = my;
    inertia[o + 2] = mz;
    inertia[o + 3] = a0 * r0 + a1 * r1 + a2 * r2 + my * dy + mz * dz;
    inertia[o + 4] = a0 * r3 + a1 * r4 + a2 * r5 - mx * dy;
    inertia[o + 5] = a0 * r6 + a1 * r7 + a2 * r8 - mx * dz;
    inertia[o + 6] = b0 * r3 + b1 * r4 + b2 * r5 + mx * dx + mz * dz;
    inertia[o + 7] = b0 * r6 + b1 * r7 + b2 * r8 - my * dz;
    inertia[o + 8] = c0 * r6 + c1 * r7 + c2 * r8 + mx * dx + my * dy;
  }

  /**
   * Row {@code k}: the momentum of the subtree under unit velocity of k, seen by k and its
   * ancestors.
   */
  private static void row(Model model, Data data, int link, int k) {
    double[] motion = data.dofMotion;
    double[] inertia = data.subtreeInertia;
    int m = 6 * k;
    double wx = motion[m];
    double wy = motion[m + 1];
    double wz = motion[m + 2];
    double vx = motion[m + 3];
    double vy = motion[m + 4];
    double vz = motion[m + 5];
    int o = 9 * link;
    double hx = inertia[o];
    double hy = inertia[o + 1];
    double hz = inertia[o + 2];
    double mass = model.links.subtreeMass[link];
    double ax = inertia[o + 3] * wx + inertia[o + 4] * wy + inertia[o + 5] * wz + hy * vz - hz * vy;
    double ay = inertia[o + 4] * wx + inertia[o + 6] * wy + inertia[o + 7] * wz + hz * vx - hx * vz;
    double az = inertia[o + 5] * wx + inertia[o + 7] * wy + inertia[o + 8] * wz + hx * vy - hy * vx;
    double lx = mass * vx + wy * hz - wz * hy;
    double ly = mass * vy + wz * hx - wx * hz;
    double lz = mass * vz + wx * hy - wy * hx;
    double[] matrix = data.massMatrix;
    int start = model.layout.ancestorStart()[k];
    int end = model.layout.ancestorStart()[k + 1];
    for (int a = start; a < end; a++) {
      int i = 6 * model.layout.ancestorDof()[a];
      matrix[model.layout.ancestorAddress()[a]] =
          motion[i] * ax
              + motion[i + 1] * ay
              + motion[i + 2] * az
              + motion[i + 3] * lx
              + motion[i + 4] * ly
              + motion[i + 5] * lz;
    }
    matrix[model.layout.rowStart()[k]] += model.dofs.armature[k];
  }
}
