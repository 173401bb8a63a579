package org.prefbench.render;

import java.util.List;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Shape;

/** The pixels that something may cover: columns and rows from the first to before the second. */
record Bounds(int left, int right, int top, int bottom) {

  /** Returns the pixels of a picture that a solid may cover. */
  static Bounds of(Projection projection, Shape.Solid solid, int columns, int rows) {
    if (solid instanceof Shape.Sphere sphere) {
      return of(projection, List.of(sphere.center()), sphere.radius(), columns, rows);
    } else if (solid instanceof Shape.Capsule capsule) {
      List<Point> ends = List.of(capsule.start(), capsule.end());
      return of(projection, ends, capsule.radius(), columns, rows);
    }
    Shape.Box box = (Shape.Box) solid;
    double radius = Math.sqrt(box.half().dot(box.half()));
    return of(projection, List.of(box.center()), radius, columns, rows);
  }

  /** Returns the pixels that spheres around points, and what is between them, may cover. */
  static Bounds of(
      Projection projection, List<Point> points, double radius, int columns, int rows) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      double scale = projection.scaleAt(point.minus(projection.forward().times(radius)));
      if (scale == 0) { // it reaches behind the eye
        return new Bounds(0, columns, 0, rows);
      }
      double reach = 1 + 1.2 * radius * scale; // perspective stretches spheres at the border
      left = Math.min(left, projection.column(point) - reach);
      right = Math.max(right, projection.column(point) + reach);
      top = Math.min(top, projection.row(point) - reach);
      bottom = Math.max(bottom, projection.row(point) + reach);
    }
    return new Bounds(
        within(left, columns),
        within(right + 1, columns),
        within(top, rows),
        within(bottom + 1, rows));
  }

  private static int within(double value, int size) {
    return (int) Math.max(0, Math.min(size, Math.floor(value)));
  }
}
