package org.prefbench.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled constants against those that libmujoco 2.2.2 compiles from Gymnasium's files. */
class ModelConstantsTest {
  private static final double TOLERANCE = 1e-12;

  static List<String> models() {
    return GoldenModels.ALL;
  }

  @ParameterizedTest
  @MethodSource("models")
  void equalsMujoco(String name) {
    Model model = GoldenModels.load(name);
    GoldenTable golden = GoldenTable.subset(name, "constants");
    for (int row = 0; row < golden.rows(); row++) {
      int index = (int) golden.number(row, "index");
      double expected = golden.number(row, "value");
      String what = golden.text(row, "name") + "[" + index + "]";
      double actual = value(model, golden.text(row, "name"), index);
      assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), what);
    }
  }

  private static double value(Model model, String name, int index) {
    return switch (name) {
      case "body_mass" -> model.bodies.mass[index];
      case "body_invweight0" -> model.bodies.inverseWeight[index];
      // Our centres are in the link's frame, MuJoCo's in the body's own.
      case "body_ipos" -> model.bodies.center[index] - model.bodies.position[index];
      case "body_inertia_tensor" -> model.bodies.inertia[index];
      case "dof_invweight0" -> model.dofs.inverseWeight[index];
      case "dof_damping" -> model.dofs.damping[index];
      case "dof_armature" -> model.dofs.armature[index];
      case "jnt_stiffness" -> model.joints.stiffness[index];
      case "jnt_lower" -> model.limits.lower[limit(model, index)];
      case "jnt_upper" -> model.limits.upper[limit(model, index)];
      case "qpos0" -> model.qpos0[index];
      case "actuator_gear" -> model.motors.gear[index];
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int limit(Model model, int joint) {
    for (int i = 0; i < model.limits.count; i++) {
      if (model.limits.joint[i] == joint) {
        return i;
      }
    }
    throw new AssertionError("joint " + joint + " has no limit");
  }
}
