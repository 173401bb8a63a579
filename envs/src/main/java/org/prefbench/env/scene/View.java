package org.prefbench.env.scene;

import org.prefbench.core.Checks;

/**
 * From where a scene is looked at.
 *
 * @param target what is in the middle of the picture
 * @param azimuth the heading of the line of sight, degrees from x towards y
 * @param elevation the rise of the line of sight, degrees in [-90, 90]; negative looks down
 * @param height metres that the picture shows from bottom to top at the target
 * @param distance metres from the eye to the target; infinity for parallel lines of sight
 */
public record View(Point target, double azimuth, double elevation, double height, double distance) {
  /** Validates the view. */
  public View {
    Checks.finite("azimuth", azimuth);
    Checks.between("elevation", elevation, -90, 90);
    Checks.positive("height", height);
    Checks.require(distance > 0, "distance must be > 0, got %s", distance);
  }

  /** Returns the drawing board: x to the right, z up, no perspective. */
  public static View front(Point target, double height) {
    return new View(target, 90, 0, height, Double.POSITIVE_INFINITY);
  }

  /** Returns the map: x to the right, y up, no perspective. */
  public static View above(Point target, double height) {
    return new View(target, 90, -90, height, Double.POSITIVE_INFINITY);
  }
}
