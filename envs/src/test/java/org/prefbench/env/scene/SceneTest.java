package org.prefbench.env.scene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;

/** Where things are in the scenes of known states; all expected places are hand work. */
class SceneTest {
  private static final double TOLERANCE = 1e-12;

  static List<EnvironmentFactory> environments() {
    return Environments.registered().all();
  }

  /** One that looked continues, bit for bit, like one that did not. */
  @ParameterizedTest
  @MethodSource("environments")
  void lookingChangesNothing(EnvironmentFactory factory) {
    Environment looked = factory.create();
    Environment blind = factory.create();
    StepResult seen = new StepResult(factory.spec());
    StepResult unseen = new StepResult(factory.spec());
    looked.reset(new Seed(3), seen.observation);
    blind.reset(new Seed(3), unseen.observation);
    double[] action = new double[factory.spec().actions().size()];
    double[] first = new double[factory.spec().stateSize()];
    double[] second = new double[factory.spec().stateSize()];
    for (int step = 0; step < 3; step++) {
      assertFalse(looked.scene().orElseThrow().shapes().isEmpty());
      looked.step(action, seen);
      blind.step(action, unseen);
      looked.readState(first);
      blind.readState(second);
      assertArrayEquals(second, first);
      assertEquals(unseen.reward, seen.reward);
    }
  }

  private static Scene scene(String environment, double... state) {
    Environment copy = Environments.registered().get(environment).create();
    copy.writeState(state);
    return copy.scene().orElseThrow();
  }

  private static void assertPoint(double x, double y, double z, Point actual) {
    double[] coordinates = {actual.x(), actual.y(), actual.z()};
    assertArrayEquals(new double[] {x, y, z}, coordinates, TOLERANCE, actual.toString());
  }

  private static Shape.Capsule capsule(Scene scene, int number) {
    return scene.shapes().stream()
        .filter(Shape.Capsule.class::isInstance)
        .map(Shape.Capsule.class::cast)
        .toList()
        .get(number);
  }

  private static Shape.Sphere sphere(Scene scene, int number) {
    return scene.shapes().stream()
        .filter(Shape.Sphere.class::isInstance)
        .map(Shape.Sphere.class::cast)
        .toList()
        .get(number);
  }

  @Test
  void pendulumTurnsCounterClockwiseFromUpright() {
    assertPoint(0, 0, 1, capsule(scene("pendulum-v1", 0, 0), 0).end());
    assertPoint(-1, 0, 0, capsule(scene("pendulum-v1", Math.PI / 2, 0), 0).end());
    assertPoint(0.5, 0, Math.sqrt(0.75), capsule(scene("pendulum-v1", -Math.PI / 6, 0), 0).end());
  }

  /** The goal is reached where -cos(shoulder) - cos(shoulder + elbow) > 1: above the line. */
  @Test
  void acrobotHangsFromItsShoulder() {
    Scene level = scene("acrobot-continuous-v0", Math.PI / 2, Math.PI / 2, 0, 0);
    assertPoint(1, 0, 0, capsule(level, 0).end());
    assertPoint(1, 0, 1, capsule(level, 1).end());
    Shape.Line goal = (Shape.Line) level.shapes().get(0);
    assertEquals(1, goal.points().get(0).z());
  }

  @Test
  void poleLeansToTheRightOfTheCart() {
    Scene scene = scene("cart-pole-swing-up-v0", 0.5, Math.PI / 2, 0, 0);
    Shape.Capsule pole = capsule(scene, 0);
    assertPoint(0.5, -0.2, 0, pole.start());
    assertPoint(1.5, -0.2, 0, pole.end());
  }

  /** On the valley's floor, at -pi/6, the car is level. */
  @Test
  void carStandsOnTheRoad() {
    Shape.Capsule car = capsule(scene("mountain-car-continuous-v0", -Math.PI / 6, 0), 0);
    assertPoint(-Math.PI / 6 - 0.06, 0, -0.45 + 0.075, car.start());
    assertPoint(-Math.PI / 6 + 0.06, 0, -0.45 + 0.075, car.end());
  }

  @Test
  void pointMassIsWhereItsStateSays() {
    Scene scene = scene("point-mass-v0", 0.25, -0.5, 1, 0);
    assertPoint(0.25, -0.5, 0, sphere(scene, 1).center());
    assertEquals(Role.GOAL, sphere(scene, 0).role());
  }

  /**
   * The hopper as its file draws it, and with its thigh bent by -pi/2 about (0, -1, 0): the hip is
   * at height 1.05, and the thigh of 0.45 m points backward.
   */
  @Test
  void hopperFollowsItsJoints() {
    Scene upright = scene("hopper-v4", 0, 1.25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertEnds(0, 1.45, 0, 1.05, capsule(upright, 0));
    assertEnds(0, 1.05, 0, 0.6, capsule(upright, 1));
    assertEnds(0, 0.6, 0, 0.1, capsule(upright, 2));
    assertEnds(-0.13, 0.1, 0.26, 0.1, capsule(upright, 3));
    assertEquals(0.06, capsule(upright, 3).radius());
    assertEquals(Role.BODY, capsule(upright, 0).role());
    assertEquals(Role.LIMB, capsule(upright, 3).role());

    Scene bent = scene("hopper-v4", 2, 1.25, 0, -Math.PI / 2, 0, 0, 0, 0, 0, 0, 0, 0);
    assertEnds(2, 1.45, 2, 1.05, capsule(bent, 0));
    assertEnds(2, 1.05, 2 - 0.45, 1.05, capsule(bent, 1));
    assertEquals(2, bent.view().target().x(), TOLERANCE, "the view follows the torso");
  }

  /** The two ends in the plane of motion; which comes first is the file's business. */
  private static void assertEnds(double x1, double z1, double x2, double z2, Shape.Capsule shape) {
    boolean inOrder =
        Math.hypot(shape.start().x() - x1, shape.start().z() - z1)
            < Math.hypot(shape.end().x() - x1, shape.end().z() - z1);
    assertPoint(x1, 0, z1, inOrder ? shape.start() : shape.end());
    assertPoint(x2, 0, z2, inOrder ? shape.end() : shape.start());
  }

  /** Torso and its four welded stumps, then two shapes a leg, neighbours in different roles. */
  @Test
  void antHasFourLegsOfAlternatingRole() {
    double[] state = new double[30];
    state[2] = 0.75;
    state[3] = 1;
    List<Role> roles =
        scene("ant-v4", state).shapes().stream()
            .filter(Shape.Solid.class::isInstance)
            .map(shape -> ((Shape.Solid) shape).role())
            .toList();
    Role a = Role.LIMB;
    Role b = Role.OTHER_LIMB;
    Role t = Role.BODY;
    assertEquals(List.of(t, t, a, a, t, b, b, t, a, a, t, b, b), roles);
  }

  @Test
  void reachersTargetIsTheGoal() {
    Scene scene = scene("reacher-v4", 0, 0, 0.1, -0.15, 0, 0, 0, 0, 0, 0, 0);
    Shape.Sphere target = sphere(scene, 1);
    assertEquals(Role.GOAL, target.role());
    assertEquals(0.1, target.center().x(), TOLERANCE);
    assertEquals(-0.15, target.center().y(), TOLERANCE);
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    Point origin = new Point(0, 0, 0);
    assertThrows(InvalidInputException.class, () -> new Point(0, Double.NaN, 0));
    assertThrows(
        InvalidInputException.class, () -> new Shape.Capsule(origin, origin, 0, Role.BODY));
    assertThrows(InvalidInputException.class, () -> new Shape.Line(List.of(origin), 1, Role.BODY));
    assertThrows(InvalidInputException.class, () -> new View(origin, 0, 91, 1, 1));
    assertThrows(InvalidInputException.class, () -> View.front(origin, 0));
  }
}
