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
 * {@code pendulum-v1}: swing a pendulum up with a motor too weak to lift it, and hold it there.
 *
 * <pre>
 * observation  0  cos(angle)                      [-1, 1]
 *              1  sin(angle)                      [-1, 1]
 *              2  angular velocity                [-8, 8] rad/s
 * action       0  torque at the joint             [-2, 2] N m
 * reward       -(angle^2 + 0.1 velocity^2 + 0.001 torque^2), of the state before the step,
 *              angle wrapped to [-pi, pi); 0 is best, about -16.27 is worst
 * start        angle uniform in [-pi, pi) rad, velocity uniform in [-1, 1) rad/s; angle 0 is upright
 * end          never terminates; truncated after 200 steps of 0.05 s
 * </pre>
 *
 * A uniform rod of mass m = 1 kg and length l = 1 m under g = 10 m/s^2, stepped by semi-implicit
 * Euler: velocity += (3 g / (2 l) sin(angle) + 3 / (m l^2) torque) dt, clipped to 8 rad/s, then
 * angle += velocity dt.
 *
 * <p>Source: Pendulum-v1 of Gymnasium (Towers et al. 2024, arXiv 2407.17032), equal step by step.
 */
public final class Pendulum implements Environment {
  private static final double GRAVITY = 10; // m/s^2
  private static final double MASS = 1; // kg
  private static final double LENGTH = 1; // m
  private static final double MAX_SPEED = 8; // rad/s
  private static final double STEP = 0.05; // s

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "pendulum-v1",
          "Swing a pendulum up with a weak motor and hold it upright",
          new Space(new double[] {-1, -1, -MAX_SPEED}, new double[] {1, 1, MAX_SPEED}),
          Space.box(1, -2, 2),
          List.of(new StateField("angle", 1), new StateField("angular_velocity", 1)),
          STEP,
          200,
          Optional.of(
              new ReferenceScores(
                  -1222.773,
                  -147.737,
                  "measured: tiers random and expert, 1000 episodes each, seed 0, standard errors 8.830 and 2.829")));

  private double angle;
  private double velocity;

  /** Registers the environment. */
  public static final class Factory implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new Pendulum();
    }
  }

  private Pendulum() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    RandomStream random = seed.generator();
    angle = random.uniform(-Math.PI, Math.PI);
    velocity = random.uniform(-1, 1);
    observe(observation);
  }

  @Override
  public void step(double[] action, StepResult result) {
    double torque = SPEC.clippedAction(action, 0);
    double wrapped = wrap(angle);
    result.reward = -(wrapped * wrapped + 0.1 * (velocity * velocity) + 0.001 * (torque * torque));
    double acceleration =
        3 * GRAVITY / (2 * LENGTH) * StrictMath.sin(angle)
            + 3 / (MASS * LENGTH * LENGTH) * torque; // rad/s^2
    velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity + acceleration * STEP));
    angle += velocity * STEP;
    result.terminated = false;
    observe(result.observation);
  }

  /** Returns the angle in [-pi, pi) that points the same way. */
  private static double wrap(double angle) {
    double turn = (angle + Math.PI) % (2 * Math.PI);
    return (turn < 0 ? turn + 2 * Math.PI : turn) - Math.PI;
  }

  @Override
  public void observe(double[] observation) {
    observation[0] = StrictMath.cos(angle);
    observation[1] = StrictMath.sin(angle);
    observation[2] = velocity;
  }

  /** A positive angle turns counter-clockwise, as Gymnasium draws it. */
  @Override
  public Optional<Scene> scene() {
    Point pivot = new Point(0, 0, 0);
    Point tip = new Point(-LENGTH * StrictMath.sin(angle), 0, LENGTH * StrictMath.cos(angle));
    Point up = new Point(0, 0, LENGTH);
    return Optional.of(
        new Scene(
            View.front(pivot, 2.6 * LENGTH),
            List.of(
                new Shape.Line(List.of(pivot, up), 0.015, Role.GOAL),
                new Shape.Capsule(pivot, tip, 0.08, Role.LIMB),
                new Shape.Sphere(new Point(0, -0.1, 0), 0.05, Role.SUPPORT))));
  }

  @Override
  public void readState(double[] state) {
    state[0] = angle;
    state[1] = velocity;
  }

  @Override
  public void writeState(double[] state) {
    angle = state[0];
    velocity = state[1];
  }
}
