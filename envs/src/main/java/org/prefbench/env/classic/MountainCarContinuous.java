package org.prefbench.env.classic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * {@code mountain-car-continuous-v0}: rock a car with a weak motor out of a valley, spending little
 * on the motor.
 *
 * <pre>
 * observation  0  position                        [-1.2, 0.6] (length units of the task)
 *              1  velocity                        [-0.07, 0.07] per step
 * action       0  motor, as a share of its power  [-1, 1]
 * reward       -0.1 action^2, and 100 more in the step that reaches the goal
 * start        position uniform in [-0.6, -0.4), velocity 0; the valley's floor is at -pi/6
 * end          terminates at position >= 0.45 with velocity >= 0; truncated after 999 steps
 * </pre>
 *
 * The time of a step has no unit in the source; it is declared as 1 s. One step: velocity += 0.0015
 * action - 0.0025 cos(3 position), clipped to 0.07; position += velocity, clipped to the road; the
 * left wall at -1.2 stops the car.
 *
 * <p>Source: Moore 1990 (Cambridge, UCAM-CL-TR-209); MountainCarContinuous-v0 of Gymnasium (Towers
 * et al. 2024, arXiv 2407.17032), equal step by step but for two things. Gymnasium keeps the state
 * in single precision; here it stays in double. Gymnasium charges an action outside [-1, 1] as
 * given, though it drives the car as clipped; here the clipped action is charged, as behind
 * Gymnasium's ClipAction wrapper.
 */
public final class MountainCarContinuous implements Environment {
  private static final double POWER = 0.0015;
  private static final double SLOPE = 0.0025;
  private static final double LEFT_WALL = -1.2;
  private static final double RIGHT_END = 0.6;
  private static final double MAX_SPEED = 0.07;
  private static final double GOAL = 0.45;
  private static final double ROAD_HEIGHT = 0.45; // of the drawing, from the middle to the crest

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "mountain-car-continuous-v0",
          "Rock a weak car out of a valley, spending little on the motor",
          new Space(new double[] {LEFT_WALL, -MAX_SPEED}, new double[] {RIGHT_END, MAX_SPEED}),
          Space.box(1, -1, 1),
          List.of(new StateField("position", 1), new StateField("velocity", 1)),
          1,
          999,
          Optional.of(
              new ReferenceScores(
                  -33.171,
                  98.542,
                  "measured: tiers random and expert, 1000 episodes each, seed 0, standard errors 0.109 and 0.006")));

  private double position;
  private double velocity;

  /** Registers the environment. */
  public static final class Factory implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new MountainCarContinuous();
    }
  }

  private MountainCarContinuous() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    position = seed.generator().uniform(-0.6, -0.4);
    velocity = 0;
    observe(observation);
  }

  @Override
  public void step(double[] action, StepResult result) {
    double motor = SPEC.clippedAction(action, 0);
    velocity += motor * POWER - SLOPE * StrictMath.cos(3 * position);
    velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity));
    position = Math.max(LEFT_WALL, Math.min(RIGHT_END, position + velocity));
    if (position == LEFT_WALL && velocity < 0) {
      velocity = 0;
    }
    result.terminated = position >= GOAL && velocity >= 0;
    result.reward = (result.terminated ? 100.0 : 0.0) - motor * motor * 0.1;
    observe(result.observation);
  }

  @Override
  public void observe(double[] observation) {
    observation[0] = position;
    observation[1] = velocity;
  }

  /** The hill is the sine that Gymnasium draws; what moves the car is only its slope. */
  @Override
  public Optional<Scene> scene() {
    List<Point> road = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      road.add(onRoad(LEFT_WALL - 0.3 + (RIGHT_END - LEFT_WALL + 0.6) * i / 100));
    }
    List<Point> hill = new ArrayList<>(road);
    hill.add(new Point(RIGHT_END + 0.3, 0, -1));
    hill.add(new Point(LEFT_WALL - 0.3, 0, -1));
    double slope = 3 * ROAD_HEIGHT * StrictMath.cos(3 * position);
    double norm = Math.sqrt(1 + slope * slope);
    Point along = new Point(1 / norm, 0, slope / norm);
    Point up = new Point(-slope / norm, 0, 1 / norm);
    Point car = onRoad(position);
    Point body = car.plus(up.times(0.075));
    Point wheel = car.plus(up.times(0.03)).plus(new Point(0, -0.1, 0));
    Point flag = onRoad(GOAL);
    Point top = flag.plus(new Point(0, 0, 0.25));
    return Optional.of(
        new Scene(
            View.front(new Point((LEFT_WALL + RIGHT_END) / 2, 0, 0.1), 1.5),
            List.of(
                new Shape.Area(hill, Role.SUPPORT),
                new Shape.Line(road, 0.012, Role.GUIDE),
                new Shape.Line(List.of(flag, top), 0.012, Role.GUIDE),
                new Shape.Area(
                    List.of(
                        top,
                        top.plus(new Point(0.12, 0, -0.045)),
                        top.plus(new Point(0, 0, -0.09))),
                    Role.GOAL),
                new Shape.Capsule(
                    body.minus(along.times(0.06)), body.plus(along.times(0.06)), 0.04, Role.BODY),
                new Shape.Sphere(wheel.minus(along.times(0.055)), 0.03, Role.GUIDE),
                new Shape.Sphere(wheel.plus(along.times(0.055)), 0.03, Role.GUIDE))));
  }

  private static Point onRoad(double x) {
    return new Point(x, 0, ROAD_HEIGHT * StrictMath.sin(3 * x));
  }

  @Override
  public void readState(double[] state) {
    state[0] = position;
    state[1] = velocity;
  }

  @Override
  public void writeState(double[] state) {
    position = state[0];
    velocity = state[1];
  }
}
