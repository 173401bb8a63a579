package org.prefbench.env.scene;

import java.util.List;

/**
 * What one state of an environment looks like.
 *
 * @param view from where it is looked at
 * @param shapes what there is; lines and areas cover each other in this order, solids by distance
 */
public record Scene(View view, List<Shape> shapes) {
  /** Copies the list. */
  public Scene {
    shapes = List.copyOf(shapes);
  }
}
