package org.prefbench.render;

import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.View;

/**
 * The geometry of a picture: where a point of the world appears, and what line of sight belongs to
 * a pixel. The pixel in column {@code i} and row {@code j} covers {@code [i, i + 1) x [j, j + 1)},
 * rows counted from the top.
 */
final class Projection {
  private final View view;
  private final double centerX;
  private final double centerY;
  private final double scale; // pixels per m at the target
  private final boolean parallel;
  private final Point forward;
  private final Point right;
  private final Point up;

  Projection(View view, int width, int height) {
    this.view = view;
    centerX = width / 2.0;
    centerY = height / 2.0;
    scale = height / view.height();
    parallel = Double.isInfinite(view.distance());
    double azimuth = StrictMath.toRadians(view.azimuth());
    double elevation = StrictMath.toRadians(view.elevation());
    double ca = StrictMath.cos(azimuth);
    double sa = StrictMath.sin(azimuth);
    double ce = StrictMath.cos(elevation);
    forward = new Point(ce * ca, ce * sa, StrictMath.sin(elevation));
    right = new Point(sa, -ca, 0);
    up = right.cross(forward);
  }

  /** Returns the unit vector of the line of sight in the middle of the picture. */
  Point forward() {
    return forward;
  }

  /** Returns the unit vector that points to the right in the picture. */
  Point right() {
    return right;
  }

  /** Returns the unit vector that points up in the picture. */
  Point up() {
    return up;
  }

  /** Returns the column, with fractions, where a point appears. */
  double column(Point point) {
    return centerX + scaleAt(point) * point.minus(view.target()).dot(right);
  }

  /** Returns the row, with fractions, where a point appears. */
  double row(Point point) {
    return centerY - scaleAt(point) * point.minus(view.target()).dot(up);
  }

  /** Returns the pixels per metre across the line of sight at a point; 0 behind the eye. */
  double scaleAt(Point point) {
    if (parallel) {
      return scale;
    }
    double distance = view.distance() + point.minus(view.target()).dot(forward);
    return distance > 0 ? scale * view.distance() / distance : 0;
  }

  /** Points {@code ray} along the line of sight through the middle of a pixel. */
  void aim(int column, int row, Ray ray) {
    double x = (column + 0.5 - centerX) / scale;
    double y = (centerY - row - 0.5) / scale;
    Point target = view.target();
    if (parallel) {
      double back = FAR / 2;
      ray.originX = target.x() + x * right.x() + y * up.x() - back * forward.x();
      ray.originY = target.y() + x * right.y() + y * up.y() - back * forward.y();
      ray.originZ = target.z() + x * right.z() + y * up.z() - back * forward.z();
      ray.x = forward.x();
      ray.y = forward.y();
      ray.z = forward.z();
    } else {
      double d = view.distance();
      ray.originX = target.x() - d * forward.x();
      ray.originY = target.y() - d * forward.y();
      ray.originZ = target.z() - d * forward.z();
      double norm = Math.sqrt(d * d + x * x + y * y);
      ray.x = (d * forward.x() + x * right.x() + y * up.x()) / norm;
      ray.y = (d * forward.y() + x * right.y() + y * up.y()) / norm;
      ray.z = (d * forward.z() + x * right.z() + y * up.z()) / norm;
    }
  }

  /** What is farther away than this is not drawn, m. */
  static final double FAR = 1000;
}
