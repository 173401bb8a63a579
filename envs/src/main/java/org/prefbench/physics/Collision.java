package org.prefbench.physics;

/**
 * Stage 6: contacts between planes, spheres and capsules. A contact has a signed distance, a
 * position halfway between the surfaces and a frame whose first row is the normal from the pair's
 * first shape to its second.
 */
final class Collision {
  private static final double TINY = 1e-15;

  private Collision() {}

  static void detect(Data data) {
    Model model = data.model;
    data.contactCount = 0;
    for (int g = 0; g < model.geoms.count; g++) {
      placeGeom(model, data, g);
    }
    for (int p = 0; p < model.pairs.count; p++) {
      int first = model.pairs.first[p];
      int second = model.pairs.second[p];
      switch (model.pairs.type[p]) {
        case PLANE_SPHERE -> planeSphere(model, data, p, first, second, 0, false);
        case PLANE_CAPSULE -> {
          double half = model.geoms.halfLength[second];
          planeSphere(model, data, p, first, second, half, true);
          planeSphere(model, data, p, first, second, -half, true);
        }
        case SPHERE_SPHERE -> spheres(model, data, p, 0, 0);
        case SPHERE_CAPSULE ->
            spheres(model, data, p, 0, nearestOnCapsule(model, data, second, first, 0));
        default -> capsules(model, data, p);
      }
    }
  }

  private static void placeGeom(Model model, Data data, int g) {
    int link = model.geoms.link[g];
    double[] r = data.linkRotation;
    int o = 9 * link;
    double x = model.geoms.position[3 * g];
    double y = model.geoms.position[3 * g + 1];
    double z = model.geoms.position[3 * g + 2];
    data.geomPosition[3 * g] = data.linkPosition[3 * link] + r[o] * x + r[o + 1] * y + r[o + 2] * z;
    data.geomPosition[3 * g + 1] =
        data.linkPosition[3 * link + 1] + r[o + 3] * x + r[o + 4] * y + r[o + 5] * z;
    data.geomPosition[3 * g + 2] =
        data.linkPosition[3 * link + 2] + r[o + 6] * x + r[o + 7] * y + r[o + 8] * z;
    x = model.geoms.axis[3 * g];
    y = model.geoms.axis[3 * g + 1];
    z = model.geoms.axis[3 * g + 2];
    data.geomAxis[3 * g] = r[o] * x + r[o + 1] * y + r[o + 2] * z;
    data.geomAxis[3 * g + 1] = r[o + 3] * x + r[o + 4] * y + r[o + 5] * z;
    data.geomAxis[3 * g + 2] = r[o + 6] * x + r[o + 7] * y + r[o + 8] * z;
  }

  /** A plane and the sphere at {@code offset} along the axis of {@code sphere}. */
  private static void planeSphere(
      Model model, Data data, int p, int plane, int sphere, double offset, boolean axisIsTangent) {
    double[] axis = data.geomAxis;
    double[] position = data.geomPosition;
    double nx = axis[3 * plane];
    double ny = axis[3 * plane + 1];
    double nz = axis[3 * plane + 2];
    double x = position[3 * sphere] + offset * axis[3 * sphere];
    double y = position[3 * sphere + 1] + offset * axis[3 * sphere + 1];
    double z = position[3 * sphere + 2] + offset * axis[3 * sphere + 2];
    double height =
        nx * (x - position[3 * plane])
            + ny * (y - position[3 * plane + 1])
            + nz * (z - position[3 * plane + 2]);
    double distance = height - model.geoms.radius[sphere];
    if (!(distance < model.pairs.margin[p])) {
      return;
    }
    double depth = model.geoms.radius[sphere] + 0.5 * distance;
    int contact = add(data, p, distance, x - nx * depth, y - ny * depth, z - nz * depth);
    if (axisIsTangent) {
      frame(
          data, contact, nx, ny, nz, axis[3 * sphere], axis[3 * sphere + 1], axis[3 * sphere + 2]);
    } else {
      frame(data, contact, nx, ny, nz);
    }
  }

  /**
   * Returns where along the axis of {@code capsule} the point nearest to a point of the other
   * geom's axis lies, m.
   */
  private static double nearestOnCapsule(
      Model model, Data data, int capsule, int other, double otherOffset) {
    double[] position = data.geomPosition;
    double[] axis = data.geomAxis;
    double offset = 0;
    for (int i = 0; i < 3; i++) {
      double point = position[3 * other + i] + otherOffset * axis[3 * other + i];
      offset += axis[3 * capsule + i] * (point - position[3 * capsule + i]);
    }
    double half = model.geoms.halfLength[capsule];
    return Math.max(-half, Math.min(half, offset));
  }

  /**
   * Two spheres at given offsets along the axes of the pair's shapes; returns whether they touch.
   */
  private static boolean spheres(
      Model model, Data data, int p, double firstOffset, double secondOffset) {
    double[] position = data.geomPosition;
    double[] axis = data.geomAxis;
    int a = 3 * model.pairs.first[p];
    int b = 3 * model.pairs.second[p];
    double x = position[a] + firstOffset * axis[a];
    double y = position[a + 1] + firstOffset * axis[a + 1];
    double z = position[a + 2] + firstOffset * axis[a + 2];
    double nx = position[b] + secondOffset * axis[b] - x;
    double ny = position[b + 1] + secondOffset * axis[b + 1] - y;
    double nz = position[b + 2] + secondOffset * axis[b + 2] - z;
    double length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    double radius = model.geoms.radius[model.pairs.first[p]];
    double distance = length - radius - model.geoms.radius[model.pairs.second[p]];
    if (!(distance < model.pairs.margin[p])) {
      return false;
    }
    if (length < TINY) { // concentric: any direction orthogonal to both axes
      nx = axis[a + 1] * axis[b + 2] - axis[a + 2] * axis[b + 1];
      ny = axis[a + 2] * axis[b] - axis[a] * axis[b + 2];
      nz = axis[a] * axis[b + 1] - axis[a + 1] * axis[b];
      length = Math.sqrt(nx * nx + ny * ny + nz * nz);
      if (length < TINY) {
        nx = 1;
        ny = 0;
        nz = 0;
        length = 1;
      }
    }
    nx /= length;
    ny /= length;
    nz /= length;
    double depth = radius + 0.5 * distance;
    int contact = add(data, p, distance, x + nx * depth, y + ny * depth, z + nz * depth);
    frame(data, contact, nx, ny, nz);
    return true;
  }

  /**
   * Two capsules: the nearest points of their segments; where they are parallel, up to two pairs of
   * points.
   */
  private static void capsules(Model model, Data data, int p) {
    double[] position = data.geomPosition;
    double[] axis = data.geomAxis;
    int g = model.pairs.first[p];
    int h = model.pairs.second[p];
    double halfG = model.geoms.halfLength[g];
    double halfH = model.geoms.halfLength[h];
    double dx = position[3 * g] - position[3 * h];
    double dy = position[3 * g + 1] - position[3 * h + 1];
    double dz = position[3 * g + 2] - position[3 * h + 2];
    double reach =
        halfG + halfH + model.geoms.radius[g] + model.geoms.radius[h] + model.pairs.margin[p];
    if (dx * dx + dy * dy + dz * dz > reach * reach) {
      return;
    }
    // Minimise |D + s A - t B| over s, t in [-1, 1], where A and B are the half segments.
    double ax = halfG * axis[3 * g];
    double ay = halfG * axis[3 * g + 1];
    double az = halfG * axis[3 * g + 2];
    double bx = halfH * axis[3 * h];
    double by = halfH * axis[3 * h + 1];
    double bz = halfH * axis[3 * h + 2];
    double aa = ax * ax + ay * ay + az * az;
    double ab = -(ax * bx + ay * by + az * bz);
    double bb = bx * bx + by * by + bz * bz;
    double u = -(ax * dx + ay * dy + az * dz);
    double v = bx * dx + by * dy + bz * dz;
    double determinant = aa * bb - ab * ab;
    if (Math.abs(determinant) >= TINY) {
      double s = (bb * u - ab * v) / determinant;
      double t = (aa * v - ab * u) / determinant;
      if (s > 1 || s < -1) {
        s = s > 1 ? 1 : -1;
        t = (v - s * ab) / bb;
      }
      if (t > 1 || t < -1) {
        t = t > 1 ? 1 : -1;
        s = clamp((u - t * ab) / aa);
      }
      spheres(model, data, p, s * halfG, t * halfH);
      return;
    }
    int found = 0;
    for (int end = 0; end < 4 && found < 2; end++) {
      double bound = end % 2 == 0 ? 1 : -1;
      double s = end < 2 ? bound : clamp((u - bound * ab) / aa);
      double t = end < 2 ? clamp((v - bound * ab) / bb) : bound;
      if (spheres(model, data, p, s * halfG, t * halfH)) {
        found++;
      }
    }
  }

  private static double clamp(double value) {
    return Math.max(-1, Math.min(1, value));
  }

  private static int add(Data data, int p, double distance, double x, double y, double z) {
    int contact = data.contactCount++;
    data.contactPair[contact] = p;
    data.contactDistance[contact] = distance;
    data.contactPosition[3 * contact] = x;
    data.contactPosition[3 * contact + 1] = y;
    data.contactPosition[3 * contact + 2] = z;
    return contact;
  }

  /** Completes a frame whose tangents nothing prefers. */
  private static void frame(Data data, int contact, double nx, double ny, double nz) {
    boolean steep = ny < 0.5 && ny > -0.5;
    frame(data, contact, nx, ny, nz, 0, steep ? 1 : 0, steep ? 0 : 1);
  }

  /**
   * Completes a frame whose first tangent is the part of {@code h} that is orthogonal to the
   * normal.
   */
  private static void frame(
      Data data, int contact, double nx, double ny, double nz, double hx, double hy, double hz) {
    double along = nx * hx + ny * hy + nz * hz;
    double tx = hx - along * nx;
    double ty = hy - along * ny;
    double tz = hz - along * nz;
    double length = Math.sqrt(tx * tx + ty * ty + tz * tz);
    if (length < TINY) {
      tx = 1;
      ty = 0;
      tz = 0;
    } else {
      tx /= length;
      ty /= length;
      tz /= length;
    }
    double[] frame = data.contactFrame;
    int o = 9 * contact;
    frame[o] = nx;
    frame[o + 1] = ny;
    frame[o + 2] = nz;
    frame[o + 3] = tx;
    frame[o + 4] = ty;
    frame[o + 5] = tz;
    frame[o + 6] = ny * tz - nz * ty;
    frame[o + 7] = nz * tx - nx * tz;
    frame[o + 8] = nx * ty - ny * tx;
  }
}
