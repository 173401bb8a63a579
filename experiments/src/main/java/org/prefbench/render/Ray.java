package org.prefbench.render;

import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Shape;

/**
 * A line of sight and where it first meets a solid. Mutable, because there is one for every pixel
 * of every frame.
 */
final class Ray {
  double originX;
  double originY;
  double originZ;

  // The direction, a unit vector.
  double x;
  double y;
  double z;

  // The outward normal where the solid was met, a unit vector.
  double normalX;
  double normalY;
  double normalZ;

  /**
   * Returns the distance to the solid's surface, infinity if the ray misses it, and sets the normal
   * if it does not.
   */
  double meet(Shape.Solid solid) {
    if (solid instanceof Shape.Sphere sphere) {
      double distance = toSphere(sphere.center(), sphere.radius());
      normalAt(distance, sphere.center(), sphere.radius());
      return distance;
    } else if (solid instanceof Shape.Capsule capsule) {
      return meet(capsule);
    }
    return meet((Shape.Box) solid);
  }

  private double toSphere(Point center, double radius) {
    double dx = originX - center.x();
    double dy = originY - center.y();
    double dz = originZ - center.z();
    double along = dx * x + dy * y + dz * z;
    // The part of the offset across the ray; subtracting squares would lose digits from far away.
    double cx = dx - along * x;
    double cy = dy - along * y;
    double cz = dz - along * z;
    double inside = radius * radius - (cx * cx + cy * cy + cz * cz);
    return inside < 0 ? Double.POSITIVE_INFINITY : -along - Math.sqrt(inside);
  }

  private void normalAt(double distance, Point middle, double radius) {
    normalX = (originX + distance * x - middle.x()) / radius;
    normalY = (originY + distance * y - middle.y()) / radius;
    normalZ = (originZ + distance * z - middle.z()) / radius;
  }

  /** A capsule is its two end spheres and the cylinder between them. */
  private double meet(Shape.Capsule capsule) {
    Point a = capsule.start();
    Point b = capsule.end();
    double radius = capsule.radius();
    double ux = b.x() - a.x();
    double uy = b.y() - a.y();
    double uz = b.z() - a.z();
    double length = Math.sqrt(ux * ux + uy * uy + uz * uz);
    double atA = toSphere(a, radius);
    if (length < 1e-12) {
      normalAt(atA, a, radius);
      return atA;
    }
    double atB = toSphere(b, radius);
    double cylinder = Double.POSITIVE_INFINITY;
    double height = 0; // along the axis, where the ray meets the cylinder
    ux /= length;
    uy /= length;
    uz /= length;
    // Everything across the axis: direction q, offset p; |p + t q| = radius.
    double du = x * ux + y * uy + z * uz;
    double px = originX - a.x();
    double py = originY - a.y();
    double pz = originZ - a.z();
    double pu = px * ux + py * uy + pz * uz;
    double qx = x - du * ux;
    double qy = y - du * uy;
    double qz = z - du * uz;
    double qq = qx * qx + qy * qy + qz * qz;
    if (qq > 1e-12) {
      px -= pu * ux;
      py -= pu * uy;
      pz -= pu * uz;
      double nearest = -(px * qx + py * qy + pz * qz) / qq;
      double cx = px + nearest * qx;
      double cy = py + nearest * qy;
      double cz = pz + nearest * qz;
      double inside = radius * radius - (cx * cx + cy * cy + cz * cz);
      if (inside >= 0) {
        double distance = nearest - Math.sqrt(inside / qq);
        height = pu + distance * du;
        if (height >= 0 && height <= length) {
          cylinder = distance;
        }
      }
    }
    if (cylinder <= Math.min(atA, atB)) {
      normalX = (originX + cylinder * x - a.x() - height * ux) / radius;
      normalY = (originY + cylinder * y - a.y() - height * uy) / radius;
      normalZ = (originZ + cylinder * z - a.z() - height * uz) / radius;
      return cylinder;
    }
    double distance = Math.min(atA, atB);
    normalAt(distance, atA <= atB ? a : b, radius);
    return distance;
  }

  /** The ray enters a box where it has entered the slabs of all three axes. */
  private double meet(Shape.Box box) {
    Point center = box.center();
    Point half = box.half();
    double[] offset = {originX - center.x(), originY - center.y(), originZ - center.z()};
    double[] direction = {x, y, z};
    double[] size = {half.x(), half.y(), half.z()};
    double enter = Double.NEGATIVE_INFINITY;
    double leave = Double.POSITIVE_INFINITY;
    int face = 0;
    for (int i = 0; i < 3; i++) {
      if (Math.abs(direction[i]) < 1e-12) {
        if (Math.abs(offset[i]) > size[i]) {
          return Double.POSITIVE_INFINITY;
        }
        continue;
      }
      double side = Math.copySign(size[i], direction[i]);
      double first = (-side - offset[i]) / direction[i];
      if (first > enter) {
        enter = first;
        face = i;
      }
      leave = Math.min(leave, (side - offset[i]) / direction[i]);
    }
    if (enter > leave) {
      return Double.POSITIVE_INFINITY;
    }
    normalX = face == 0 ? -Math.signum(x) : 0;
    normalY = face == 1 ? -Math.signum(y) : 0;
    normalZ = face == 2 ? -Math.signum(z) : 0;
    return enter;
  }
}
