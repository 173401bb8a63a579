package org.prefbench.env.classic;

import java.util.List;
import java.util.Optional;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.ReferenceScores;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Scene;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;

/**
 * {@code acrobot-continuous-v0}: swing the free end of a two-link arm, driven at the elbow alone,
 * above the height of one link over the shoulder.
 *
 * <pre>
 * observation  0  cos(shoulder angle)             [-1, 1]
 *              1  sin(shoulder angle)             [-1, 1]
 *              2  cos(elbow angle)                [-1, 1]
 *              3  sin(elbow angle)                [-1, 1]
 *              4  shoulder velocity               [-4 pi, 4 pi] rad/s
 *              5  elbow velocity                  [-9 pi, 9 pi] rad/s
 * action       0  torque at the elbow             [-1, 1] N m
 * reward       -1 for every step that does not reach the goal, 0 for the one that does
 * start        both angles uniform in [-0.1, 0.1) rad, both velocities in [-0.1, 0.1) rad/s;
 *              the shoulder angle is 0 when the first link hangs, the elbow's when the arm is straight
 * end          terminates when -cos(shoulder) - cos(shoulder + elbow) > 1;
 *              truncated after 500 steps of 0.2 s
 * </pre>
 *
 * Links of 1 kg and 1 m, centres of mass at 0.5 m, moments of inertia 1 kg m^2 each, g = 9.8 m/s^2;
 * one step of the classical Runge-Kutta method per control step; then angles are wrapped to [-pi,
 * pi] and velocities clipped.
 *
 * <p>Source: Sutton 1996 (NIPS 8) with the equations of motion of Sutton and Barto's book; physics,
 * reward and end equal Acrobot-v1 of Gymnasium (Towers et al. 2024, arXiv 2407.17032), variant
 * "book", step by step. What differs is the action: Gymnasium offers the torques -1, 0 and 1, here
 * it is any number between.
 */
public final class AcrobotContinuous implements Environment {
  private static final double LENGTH = 1; // m, of the first link
  private static final double CENTRE = 0.5; // m, centre of mass of either link from its joint
  private static final double MASS = 1; // kg, of either link
  private static final double INERTIA = 1; // kg m^2, of either link
  private static final double GRAVITY = 9.8; // m/s^2
  private static final double STEP = 0.2; // s
  private static final double MAX_SHOULDER_SPEED = 4 * Math.PI; // rad/s
  private static final double MAX_ELBOW_SPEED = 9 * Math.PI; // rad/s

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "acrobot-continuous-v0",
          "Swing up the free end of a two-link arm driven at the elbow",
          new Space(
              new double[] {-1, -1, -1, -1, -MAX_SHOULDER_SPEED, -MAX_ELBOW_SPEED},
              new double[] {1, 1, 1, 1, MAX_SHOULDER_SPEED, MAX_ELBOW_SPEED}),
          Space.box(1, -1, 1),
          List.of(
              new StateField("shoulder_angle", 1),
              new StateField("elbow_angle", 1),
              new StateField("shoulder_velocity", 1),
              new StateField("elbow_velocity", 1)),
          STEP,
          500,
          Optional.of(
              new ReferenceScores(
                  -500,
                  -83.612,
                  "measured: tiers random and expert, 1000 episodes each, seed 0, standard errors 0.000 and 0.788")));

  private double shoulder;
  private double elbow;
  private double shoulderVelocity;
  private double elbowVelocity;

  private double shoulderAcceleration; // of the last call of accelerate
  private double elbowAcceleration;

  /** Registers the environment. */
  public static final class Factory implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new AcrobotContinuous();
    }
  }

  private AcrobotContinuous() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    RandomStream random = seed.generator();
    shoulder = random.uniform(-0.1, 0.1);
    elbow = random.uniform(-0.1, 0.1);
    shoulderVelocity = random.uniform(-0.1, 0.1);
    elbowVelocity = random.uniform(-0.1, 0.1);
    observe(observation);
  }

  @Override
  public void step(double[] action, StepResult result) {
    double torque = SPEC.clippedAction(action, 0);
    double half = STEP / 2;
    double v1 = shoulderVelocity;
    double w1 = elbowVelocity;
    accelerate(shoulder, elbow, v1, w1, torque);
    double a1 = shoulderAcceleration;
    double b1 = elbowAcceleration;
    double v2 = shoulderVelocity + half * a1;
    double w2 = elbowVelocity + half * b1;
    accelerate(shoulder + half * v1, elbow + half * w1, v2, w2, torque);
    double a2 = shoulderAcceleration;
    double b2 = elbowAcceleration;
    double v3 = shoulderVelocity + half * a2;
    double w3 = elbowVelocity + half * b2;
    accelerate(shoulder + half * v2, elbow + half * w2, v3, w3, torque);
    double a3 = shoulderAcceleration;
    double b3 = elbowAcceleration;
    double v4 = shoulderVelocity + STEP * a3;
    double w4 = elbowVelocity + STEP * b3;
    accelerate(shoulder + STEP * v3, elbow + STEP * w3, v4, w4, torque);
    double a4 = shoulderAcceleration;
    double b4 = elbowAcceleration;

    shoulder = wrap(shoulder + STEP / 6 * (v1 + 2 * v2 + 2 * v3 + v4));
    elbow = wrap(elbow + STEP / 6 * (w1 + 2 * w2 + 2 * w3 + w4));
    shoulderVelocity += STEP / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
    elbowVelocity += STEP / 6 * (b1 + 2 * b2 + 2 * b3 + b4);
    shoulderVelocity =
        Math.max(-MAX_SHOULDER_SPEED, Math.min(MAX_SHOULDER_SPEED, shoulderVelocity));
    elbowVelocity = Math.max(-MAX_ELBOW_SPEED, Math.min(MAX_ELBOW_SPEED, elbowVelocity));

    result.terminated = -StrictMath.cos(shoulder) - StrictMath.cos(elbow + shoulder) > 1;
    result.reward = result.terminated ? 0 : -1;
    observe(result.observation);
  }

  /** Solves the equations of motion for the accelerations of both joints, in rad/s^2. */
  private void accelerate(
      double theta1, double theta2, double omega1, double omega2, double torque) {
    double cos2 = StrictMath.cos(theta2);
    double sin2 = StrictMath.sin(theta2);
    double d1 =
        MASS * (CENTRE * CENTRE)
            + MASS * (LENGTH * LENGTH + CENTRE * CENTRE + 2 * LENGTH * CENTRE * cos2)
            + INERTIA
            + INERTIA;
    double d2 = MASS * (CENTRE * CENTRE + LENGTH * CENTRE * cos2) + INERTIA;
    double phi2 = MASS * CENTRE * GRAVITY * StrictMath.cos(theta1 + theta2 - Math.PI / 2);
    double phi1 =
        -MASS * LENGTH * CENTRE * (omega2 * omega2) * sin2
            - 2 * MASS * LENGTH * CENTRE * omega2 * omega1 * sin2
            + (MASS * CENTRE + MASS * LENGTH) * GRAVITY * StrictMath.cos(theta1 - Math.PI / 2)
            + phi2;
    elbowAcceleration =
        (torque + d2 / d1 * phi1 - MASS * LENGTH * CENTRE * (omega1 * omega1) * sin2 - phi2)
            / (MASS * (CENTRE * CENTRE) + INERTIA - d2 * d2 / d1);
    shoulderAcceleration = -(d2 * elbowAcceleration + phi1) / d1;
  }

  /** Returns the angle in [-pi, pi] that points the same way. */
  private static double wrap(double angle) {
    double wrapped = angle;
    while (wrapped > Math.PI) {
      wrapped -= 2 * Math.PI;
    }
    while (wrapped < -Math.PI) {
      wrapped += 2 * Math.PI;
    }
    return wrapped;
  }

  @Override
  public void observe(double[] observation) {
    observation[0] = StrictMath.cos(shoulder);
    observation[1] = StrictMath.sin(shoulder);
    observation[2] = StrictMath.cos(elbow);
    observation[3] = StrictMath.sin(elbow);
    observation[4] = shoulderVelocity;
    observation[5] = elbowVelocity;
  }

  @Override
  public Optional<Scene> scene() {
    Point pivot = new Point(0, 0, 0);
    Point joint = pivot.plus(link(shoulder));
    Point tip = joint.plus(link(shoulder + elbow));
    Point left = new Point(-3 * LENGTH, 0, LENGTH);
    Point right = new Point(3 * LENGTH, 0, LENGTH);
    return Optional.of(
        new Scene(
            View.front(pivot, 4.6 * LENGTH),
            List.of(
                new Shape.Line(List.of(left, right), 0.025, Role.GOAL),
                new Shape.Capsule(pivot, joint, 0.1, Role.LIMB),
                new Shape.Capsule(joint, tip, 0.1, Role.OTHER_LIMB),
                new Shape.Sphere(new Point(0, -0.1, 0), 0.06, Role.SUPPORT),
                new Shape.Sphere(joint.plus(new Point(0, -0.1, 0)), 0.06, Role.SUPPORT))));
  }

  /** Returns a link that is turned counter-clockwise by {@code angle} from hanging. */
  private static Point link(double angle) {
    return new Point(LENGTH * StrictMath.sin(angle), 0, -LENGTH * StrictMath.cos(angle));
  }

  @Override
  public void readState(double[] state) {
    state[0] = shoulder;
    state[1] = elbow;
    state[2] = shoulderVelocity;
    state[3] = elbowVelocity;
  }

  @Override
  public void writeState(double[] state) {
    shoulder = state[0];
    elbow = state[1];
    shoulderVelocity = state[2];
    elbowVelocity = state[3];
  }
}
