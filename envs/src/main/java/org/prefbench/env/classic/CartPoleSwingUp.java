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
 * {@code cart-pole-swing-up-v0}: push a cart on a short rail so that the pole hanging from it
 * swings up and stays upright over the middle.
 *
 * <pre>
 * observation  0  cart position                   [-1.8, 1.8] m
 *              1  cos(pole angle)                 [-1, 1]
 *              2  sin(pole angle)                 [-1, 1]
 *              3  cart velocity                   m/s
 *              4  pole angular velocity           rad/s
 * action       0  force on the cart               [-1, 1] times 10 N
 * reward       upright * still * centred * gentle, in [0, 1], of the state after the step:
 *                upright = (1 + cos(angle)) / 2
 *                still   = (1 + 0.1^((angular velocity / 5)^2)) / 2
 *                centred = (1 + 0.1^((position / 2)^2)) / 2
 *                gentle  = (4 + 1 - action^2) / 5
 * start        pole hanging: angle pi + 0.01 n1 rad, position 0.01 n2 m, velocities 0.01 n3 m/s and
 *              0.01 n4 rad/s with standard normal n; angle 0 is upright, positive leans to the right
 * end          never terminates; truncated after 500 steps of 0.02 s
 * </pre>
 *
 * Cart of M = 1 kg; pole a thin uniform rod of m = 0.1 kg and 1 m, so its centre is at l = 0.5 m
 * and its inertia about the pivot is J = m (1 m)^2 / 3; viscous friction b = 5e-4 N s/m on the rail
 * and c = 2e-6 N m s/rad in the pivot; g = 9.81 m/s^2:
 *
 * <pre>
 * (M + m) x'' + m l cos(a) a'' = F - b x' + m l a'^2 sin(a)
 * m l cos(a) x'' + J a''       = m g l sin(a) - c a'
 * </pre>
 *
 * One step of the classical Runge-Kutta method per control step. At the ends of the rail the cart
 * stops dead; the blow goes through the pivot, so the pole keeps its angular momentum about it.
 *
 * <p>Source: reward and start are those of the task cartpole swingup of dm_control (Tassa et al.
 * 2018, arXiv 1801.00690), as are masses, friction, force and rail. What differs: a thin rod in
 * place of a capsule, a hard stop in place of a soft one, steps of 0.02 s in place of 0.01 s; so
 * returns are at most 500 and not comparable.
 */
public final class CartPoleSwingUp implements Environment {
  private static final double CART_MASS = 1; // kg
  private static final double POLE_MASS = 0.1; // kg
  private static final double POLE_LENGTH = 1; // m
  private static final double GRAVITY = 9.81; // m/s^2
  private static final double RAIL_FRICTION = 5e-4; // N s/m
  private static final double PIVOT_FRICTION = 2e-6; // N m s/rad
  private static final double MAX_FORCE = 10; // N
  private static final double RAIL_END = 1.8; // m
  private static final double STEP = 0.02; // s

  private static final double LOG_TENTH = StrictMath.log(0.1);
  private static final double TOTAL_MASS = CART_MASS + POLE_MASS;
  private static final double MOMENT = POLE_MASS * POLE_LENGTH / 2; // kg m, mass times lever
  private static final double INERTIA =
      POLE_MASS * POLE_LENGTH * POLE_LENGTH / 3; // about the pivot

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "cart-pole-swing-up-v0",
          "Push a cart so that its hanging pole swings up and stays upright",
          new Space(
              new double[] {-RAIL_END, -1, -1, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY},
              new double[] {RAIL_END, 1, 1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}),
          Space.box(1, -1, 1),
          List.of(
              new StateField("cart_position", 1),
              new StateField("pole_angle", 1),
              new StateField("cart_velocity", 1),
              new StateField("pole_velocity", 1)),
          STEP,
          500,
          Optional.of(
              new ReferenceScores(
                  23.223,
                  428.518,
                  "measured: tiers random and expert, 1000 episodes each, seed 0, standard errors 0.560 and 0.053")));

  private double position;
  private double angle;
  private double velocity;
  private double spin;

  private double cartAcceleration; // of the last call of accelerate
  private double poleAcceleration;

  /** Registers the environment. */
  public static final class Factory implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new CartPoleSwingUp();
    }
  }

  private CartPoleSwingUp() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    RandomStream random = seed.generator();
    angle = Math.PI + 0.01 * random.nextGaussian();
    position = 0.01 * random.nextGaussian();
    velocity = 0.01 * random.nextGaussian();
    spin = 0.01 * random.nextGaussian();
    observe(observation);
  }

  @Override
  public void step(double[] action, StepResult result) {
    double push = SPEC.clippedAction(action, 0);
    double force = MAX_FORCE * push;
    double half = STEP / 2;
    double v1 = velocity;
    double w1 = spin;
    accelerate(angle, v1, w1, force);
    double a1 = cartAcceleration;
    double b1 = poleAcceleration;
    double v2 = velocity + half * a1;
    double w2 = spin + half * b1;
    accelerate(angle + half * w1, v2, w2, force);
    double a2 = cartAcceleration;
    double b2 = poleAcceleration;
    double v3 = velocity + half * a2;
    double w3 = spin + half * b2;
    accelerate(angle + half * w2, v3, w3, force);
    double a3 = cartAcceleration;
    double b3 = poleAcceleration;
    double v4 = velocity + STEP * a3;
    double w4 = spin + STEP * b3;
    accelerate(angle + STEP * w3, v4, w4, force);
    double a4 = cartAcceleration;
    double b4 = poleAcceleration;

    position += STEP / 6 * (v1 + 2 * v2 + 2 * v3 + v4);
    angle += STEP / 6 * (w1 + 2 * w2 + 2 * w3 + w4);
    velocity += STEP / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
    spin += STEP / 6 * (b1 + 2 * b2 + 2 * b3 + b4);
    stopAtRailEnds();

    double upright = (1 + StrictMath.cos(angle)) / 2;
    double still = (1 + bell(spin / 5)) / 2;
    double centered = (1 + bell(position / 2)) / 2;
    double gentle = (4 + 1 - push * push) / 5;
    result.reward = upright * still * centered * gentle;
    result.terminated = false;
    observe(result.observation);
  }

  /** Returns 0.1^(x^2); not by StrictMath.pow, which allocates. */
  private static double bell(double x) {
    return StrictMath.exp(LOG_TENTH * (x * x));
  }

  /** Solves the equations of motion for the accelerations of cart (m/s^2) and pole (rad/s^2). */
  private void accelerate(double a, double v, double w, double force) {
    double sin = StrictMath.sin(a);
    double coupling = MOMENT * StrictMath.cos(a);
    double cartForce = force - RAIL_FRICTION * v + MOMENT * w * w * sin;
    double poleTorque = MOMENT * GRAVITY * sin - PIVOT_FRICTION * w;
    double determinant = TOTAL_MASS * INERTIA - coupling * coupling;
    cartAcceleration = (INERTIA * cartForce - coupling * poleTorque) / determinant;
    poleAcceleration = (TOTAL_MASS * poleTorque - coupling * cartForce) / determinant;
  }

  private void stopAtRailEnds() {
    if (Math.abs(position) > RAIL_END) {
      position = Math.copySign(RAIL_END, position);
      if (velocity * position > 0) {
        spin += MOMENT * StrictMath.cos(angle) * velocity / INERTIA;
        velocity = 0;
      }
    }
  }

  @Override
  public void observe(double[] observation) {
    observation[0] = position;
    observation[1] = StrictMath.cos(angle);
    observation[2] = StrictMath.sin(angle);
    observation[3] = velocity;
    observation[4] = spin;
  }

  @Override
  public Optional<Scene> scene() {
    Point pivot = new Point(position, 0, 0);
    Point tip =
        new Point(
            position + POLE_LENGTH * StrictMath.sin(angle), 0, POLE_LENGTH * StrictMath.cos(angle));
    double reach = RAIL_END + 0.2; // the cart stops when its middle is at the rail's end
    Point left = new Point(-reach, 0, 0);
    Point right = new Point(reach, 0, 0);
    Point up = new Point(0, 0, POLE_LENGTH);
    return Optional.of(
        new Scene(
            View.front(new Point(0, 0, 0), 3.2),
            List.of(
                new Shape.Line(List.of(left, right), 0.03, Role.SUPPORT),
                new Shape.Line(List.of(new Point(0, 0, 0), up), 0.015, Role.GOAL),
                new Shape.Box(pivot, new Point(0.2, 0.1, 0.1), Role.BODY),
                new Shape.Capsule(
                    pivot.plus(new Point(0, -0.2, 0)),
                    tip.plus(new Point(0, -0.2, 0)),
                    0.05,
                    Role.LIMB),
                new Shape.Sphere(pivot.plus(new Point(0, -0.3, 0)), 0.03, Role.SUPPORT))));
  }

  @Override
  public void readState(double[] state) {
    state[0] = position;
    state[1] = angle;
    state[2] = velocity;
    state[3] = spin;
  }

  @Override
  public void writeState(double[] state) {
    position = state[0];
    angle = state[1];
    velocity = state[2];
    spin = state[3];
  }
}
