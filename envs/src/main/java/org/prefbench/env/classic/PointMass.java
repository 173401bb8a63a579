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
 * {@code point-mass-v0}: bring a point mass in the plane to rest at the origin; linear dynamics and
 * quadratic cost, so the best possible return is known in closed form.
 *
 * <pre>
 * observation  0, 1  position                     m
 *              2, 3  velocity                     m/s
 * action       0, 1  acceleration                 [-2, 2] m/s^2
 * reward       -(|position|^2 + 0.1 |velocity|^2 + 0.5 |acceleration|^2), of the state before the step
 * start        positions uniform in [-1, 1) m, velocities uniform in [-0.25, 0.25) m/s
 * end          never terminates; truncated after 50 steps of 0.1 s
 * </pre>
 *
 * The acceleration is held over a step, so position += h velocity + h^2/2 acceleration and velocity
 * += h acceleration with h = 0.1 s, exactly. Each axis is a linear-quadratic regulator with
 *
 * <pre>
 * A = [1 h; 0 1]   B = [h^2/2; h]   Q = diag(1, 0.1)   R = 0.5
 * P(50) = 0
 * K(t) = (R + B'P(t+1)B)^-1 B'P(t+1)A
 * P(t) = Q + A'P(t+1)(A - B K(t))
 * </pre>
 *
 * and the best return from positions p and velocities v is minus the sum over both axes of (p, v)
 * P(0) (p, v)', with P(0) = [12.8127 7.0684; 7.0684 8.7535]; its mean over starts is -(2/3) (P11 +
 * P22/16) = -8.9065. It is reached by acceleration = -K(t) (p, v)', which from no start leaves the
 * action space (its largest value is at a corner of the starts, 1.711, at t = 0).
 *
 * <p>Source: the finite-horizon linear-quadratic regulator (Bertsekas, Dynamic Programming and
 * Optimal Control, volume 1, section on linear systems and quadratic cost).
 */
public final class PointMass implements Environment {
  private static final double STEP = 0.1; // s
  private static final double VELOCITY_COST = 0.1; // s^2, beside a cost of 1 for the position
  private static final double ACTION_COST = 0.5; // s^4

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "point-mass-v0",
          "Bring a point mass to rest at the origin (linear-quadratic)",
          Space.unbounded(4),
          Space.box(2, -2, 2),
          List.of(new StateField("position", 2), new StateField("velocity", 2)),
          STEP,
          50,
          Optional.of(
              new ReferenceScores(
                  -252.492,
                  -9.576,
                  "measured: tiers random and expert, 1000 episodes each, seed 0, standard errors 5.173 and 0.176")));

  private final double[] state = new double[4]; // position, velocity

  /** Registers the environment. */
  public static final class Factory implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new PointMass();
    }
  }

  private PointMass() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    RandomStream random = seed.generator();
    state[0] = random.uniform(-1, 1);
    state[1] = random.uniform(-1, 1);
    state[2] = random.uniform(-0.25, 0.25);
    state[3] = random.uniform(-0.25, 0.25);
    observe(observation);
  }

  @Override
  public void step(double[] action, StepResult result) {
    double accelerationX = SPEC.clippedAction(action, 0);
    double accelerationY = SPEC.clippedAction(action, 1);
    result.reward = -(cost(0, accelerationX) + cost(1, accelerationY));
    move(0, accelerationX);
    move(1, accelerationY);
    result.terminated = false;
    observe(result.observation);
  }

  private double cost(int axis, double acceleration) {
    double position = state[axis];
    double velocity = state[2 + axis];
    return position * position
        + VELOCITY_COST * (velocity * velocity)
        + ACTION_COST * (acceleration * acceleration);
  }

  private void move(int axis, double acceleration) {
    state[axis] += STEP * state[2 + axis] + STEP * STEP / 2 * acceleration;
    state[2 + axis] += STEP * acceleration;
  }

  @Override
  public void observe(double[] observation) {
    System.arraycopy(state, 0, observation, 0, state.length);
  }

  /** A point with its velocity, drawn as where it leads within a second. */
  @Override
  public Optional<Scene> scene() {
    Point at = new Point(state[0], state[1], 0);
    Point ahead = at.plus(new Point(state[2], state[3], 0));
    // the picture grows with the way to the point
    double end = Math.max(1.5, 1.2 * Math.max(Math.abs(state[0]), Math.abs(state[1])));
    return Optional.of(
        new Scene(
            View.above(new Point(0, 0, 0), 2 * end),
            List.of(
                new Shape.Line(
                    List.of(new Point(-2 * end, 0, 0), new Point(2 * end, 0, 0)), 0.01, Role.GUIDE),
                new Shape.Line(
                    List.of(new Point(0, -end, 0), new Point(0, end, 0)), 0.01, Role.GUIDE),
                new Shape.Line(List.of(at, ahead), 0.03, Role.LIMB),
                new Shape.Sphere(new Point(0, 0, -0.2), 0.08, Role.GOAL),
                new Shape.Sphere(at, 0.06, Role.BODY))));
  }

  @Override
  public void readState(double[] target) {
    System.arraycopy(state, 0, target, 0, state.length);
  }

  @Override
  public void writeState(double[] source) {
    System.arraycopy(source, 0, state, 0, state.length);
  }
}
