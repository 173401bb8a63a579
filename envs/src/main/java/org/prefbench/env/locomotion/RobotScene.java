package org.prefbench.env.locomotion;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Shape;
import org.prefbench.physics.Model;
import org.prefbench.physics.Posture;

/** The solids of a mechanism: torso, limbs in two alternating roles, a second mechanism as goal. */
final class RobotScene {
  private final Posture posture;

  RobotScene(Model model) {
    posture = new Posture(model);
  }

  /** Takes the configuration at the beginning of {@code state}. */
  void place(double[] state) {
    posture.place(state);
  }

  /** Returns the origin of the mechanism's root. */
  Point root() {
    return new Point(posture.root(0), posture.root(1), posture.root(2));
  }

  List<Shape> solids() {
    List<Shape> solids = new ArrayList<>();
    for (int i = 0; i < posture.shapes(); i++) {
      Point start = new Point(posture.start(i, 0), posture.start(i, 1), posture.start(i, 2));
      Point end = new Point(posture.end(i, 0), posture.end(i, 1), posture.end(i, 2));
      double radius = posture.radius(i);
      solids.add(
          posture.sphere(i)
              ? new Shape.Sphere(start, radius, role(i))
              : new Shape.Capsule(start, end, radius, role(i)));
    }
    return solids;
  }

  private Role role(int shape) {
    if (posture.tree(shape) > 0) {
      return Role.GOAL;
    }
    int branch = posture.branch(shape);
    return branch == 0 ? Role.BODY : branch % 2 == 1 ? Role.LIMB : Role.OTHER_LIMB;
  }
}
