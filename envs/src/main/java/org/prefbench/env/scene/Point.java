package org.prefbench.env.scene;

import org.prefbench.core.Checks;

/** A point or direction in the world: x to the right or forward, y away or left, z up; m. */
public record Point(double x, double y, double z) {
  /** Validates that the coordinates are finite. */
  public Point {
    Checks.finite("x", x);
    Checks.finite("y", y);
    Checks.finite("z", z);
  }

  /** Returns the sum of this and {@code other}. */
  public Point plus(Point other) {
    return new Point(x + other.x, y + other.y, z + other.z);
  }

  /** Returns this minus {@code other}. */
  public Point minus(Point other) {
    return new Point(x - other.x, y - other.y, z - other.z);
  }

  /** Returns this times {@code factor}. */
  public Point times(double factor) {
    return new Point(factor * x, factor * y, factor * z);
  }

  /** Returns the inner product with {@code other}. */
  public double dot(Point other) {
    return x * other.x + y * other.y + z * other.z;
  }

  /** Returns the vector product with {@code other}. */
  public Point cross(Point other) {
    return new Point(
        y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
  }
}
