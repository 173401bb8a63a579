package org.prefbench.env.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;

/** Hand-worked numbers, conservation laws and closed forms of the tasks that Gymnasium lacks. */
class ClassicTasksTest {
  private static final double MASS = 0.1; // kg, of the pole
  private static final double LEVER = 0.5; // m, from the pivot to the pole's centre
  private static final double INERTIA = MASS / 3; // kg m^2, thin rod of 1 m about its end
  private static final double GRAVITY = 9.81; // m/s^2

  private static Environment create(String id) {
    return Environments.registered().get(id).create();
  }

  @Test
  void cartPoleBarelyLosesEnergyWhenNothingPushes() {
    Environment cartPole = create("cart-pole-swing-up-v0");
    double[] state = {0, 2.5, 0.1, -1};
    cartPole.writeState(state);
    StepResult result = new StepResult(cartPole.spec());
    double before = energy(state);
    for (int t = 0; t < 100; t++) { // 2 s; the rail is not reached
      cartPole.step(new double[] {0}, result);
    }
    cartPole.readState(state);
    assertTrue(Math.abs(state[0]) < 1.5, "cart at " + state[0]);
    // Friction takes at most b v^2 + c w^2 with v < 1 m/s and w < 10 rad/s: under 1.4e-3 J in 2 s.
    assertEquals(before, energy(state), 1.5e-3);
    assertTrue(energy(state) < before, "friction takes energy");
  }

  /**
   * Kinetic energy of cart and rod plus the rod's potential energy, from the velocities' vectors.
   */
  private static double energy(double[] state) {
    double centerX = state[2] + LEVER * Math.cos(state[1]) * state[3];
    double centerZ = -LEVER * Math.sin(state[1]) * state[3];
    double aboutCenter = MASS / 12; // kg m^2
    return 0.5 * state[2] * state[2]
        + 0.5 * MASS * (centerX * centerX + centerZ * centerZ)
        + 0.5 * aboutCenter * state[3] * state[3]
        + MASS * GRAVITY * LEVER * Math.cos(state[1]);
  }

  @Test
  void theForceOnTheCartDoesTheWorkThatTheEnergyGains() {
    Environment cartPole = create("cart-pole-swing-up-v0");
    StepResult result = new StepResult(cartPole.spec());
    double[] state = {0, 2, 0, 3};
    cartPole.writeState(state);
    double balance = energy(state);
    double position = 0;
    RandomStream random = new Seed(5).generator();
    double gained = 0;
    double friction = friction(state);
    for (int t = 0; t < 200; t++) {
      double push = Math.max(-1, Math.min(1, random.uniform(-0.5, 0.5) - 0.3 * state[0]));
      cartPole.step(new double[] {push}, result);
      cartPole.readState(state);
      double work = 10 * push * (state[0] - position); // the force is constant over a step
      // Friction takes b v^2 + c w^2; the trapezium rule over the step.
      balance += work - 0.02 * (friction + friction(state)) / 2;
      friction = friction(state);
      gained += Math.abs(work);
      position = state[0];
      assertTrue(Math.abs(position) < 1.79, "the rail's end is another test");
    }
    assertTrue(gained > 1, "work far above the tolerance, " + gained + " J");
    assertEquals(balance, energy(state), 2e-5);
  }

  private static double friction(double[] state) {
    return 5e-4 * state[2] * state[2] + 2e-6 * state[3] * state[3];
  }

  @Test
  void anUprightPoleFallsBackAtOneAndAHalfTimesTheCartsAcceleration() {
    // At rest upright: x'' = F / (M + m/4) and a'' = -3/(4 l) x'' for a uniform rod.
    Environment cartPole = create("cart-pole-swing-up-v0");
    cartPole.writeState(new double[4]);
    cartPole.step(new double[] {0.1}, new StepResult(cartPole.spec()));
    double[] state = new double[4];
    cartPole.readState(state);
    double acceleration = 1 / (1 + MASS / 4);
    assertEquals(acceleration * 0.02, state[2], 1e-4);
    assertEquals(-1.5 * acceleration * 0.02, state[3], 1e-4);
    assertEquals(acceleration * 0.02 * 0.02 / 2, state[0], 1e-6);
  }

  @Test
  void cartPoleSwingsAtTheFrequencyOfItsSmallOscillation() {
    // Free cart and rod, linearised about hanging: frequency^2 = g m l (M + m) / ((M + m) J - (m
    // l)^2).
    double total = 1 + MASS;
    double moment = MASS * LEVER;
    double frequency = Math.sqrt(GRAVITY * moment * total / (total * INERTIA - moment * moment));
    double period = 2 * Math.PI / frequency;
    Environment cartPole = create("cart-pole-swing-up-v0");
    double amplitude = 1e-3;
    // The centre of mass of all stays put: x = (m l / (M + m)) sin(deflection).
    cartPole.writeState(new double[] {moment / total * amplitude, Math.PI + amplitude, 0, 0});
    StepResult result = new StepResult(cartPole.spec());
    double[] state = new double[4];
    double previous = amplitude;
    double crossing = 0;
    int crossings = 0;
    for (int t = 1; t <= 400 && crossings < 5; t++) {
      cartPole.step(new double[] {0}, result);
      cartPole.readState(state);
      double deflection = state[1] - Math.PI;
      if (previous > 0 != deflection > 0) {
        crossing = 0.02 * (t - 1 + previous / (previous - deflection));
        crossings++;
      }
      previous = deflection;
    }
    assertEquals(5, crossings);
    assertEquals(period * (0.25 + 2), crossing, 1e-3 * period);
  }

  @Test
  void cartPoleStopsDeadAtTheEndOfTheRailAndThePoleKeepsItsAngularMomentum() {
    Environment cartPole = create("cart-pole-swing-up-v0");
    double angle = Math.PI / 2; // level: the centre's weight turns it, the cart's speed does not
    cartPole.writeState(new double[] {1.79, angle, 2, 0});
    StepResult result = new StepResult(cartPole.spec());
    cartPole.step(new double[] {0}, result);
    double[] state = new double[4];
    cartPole.readState(state);
    assertEquals(1.8, state[0]);
    assertEquals(0, state[2]);

    cartPole.writeState(new double[] {1.8, 0, 2, 0}); // upright: the blow throws it over the end
    cartPole.step(new double[] {0}, result);
    cartPole.readState(state);
    assertEquals(
        MASS * LEVER * 2 / INERTIA, state[3], 0.02); // J w = m l v, gravity has hardly acted
    cartPole.writeState(new double[] {1.8, Math.PI, -1, 0});
    cartPole.step(new double[] {0}, result);
    cartPole.readState(state);
    assertTrue(state[0] < 1.8 && state[2] < 0, "moving away is free");
  }

  @Test
  void cartPoleRewardMatchesItsFormula() {
    Environment cartPole = create("cart-pole-swing-up-v0");
    StepResult result = new StepResult(cartPole.spec());
    cartPole.writeState(new double[] {0, 0, 0, 0});
    cartPole.step(new double[] {0}, result);
    assertEquals(1, result.reward); // at rest, upright, centred, no force: nothing moves
    cartPole.writeState(new double[] {0, Math.PI, 0, 0});
    cartPole.step(new double[] {0}, result);
    assertEquals(0, result.reward, 1e-15);
    cartPole.writeState(new double[] {1, 0.3, 0.2, 3});
    cartPole.step(new double[] {0.5}, result);
    double[] state = new double[4];
    cartPole.readState(state);
    double expected =
        (1 + Math.cos(state[1]))
            / 2
            * (1 + Math.exp(Math.log(0.1) * state[3] * state[3] / 25))
            / 2
            * (1 + Math.exp(Math.log(0.1) * state[0] * state[0] / 4))
            / 2
            * (5 - 0.25)
            / 5;
    assertEquals(expected, result.reward, 1e-14);
  }

  @Test
  void pointMassReturnOfTheOptimalControlIsTheClosedForm() {
    // The scalar form of the recursion in the class comment of PointMass.
    double h = 0.1;
    double[][] gains = new double[50][];
    double p11 = 0;
    double p12 = 0;
    double p22 = 0;
    for (int t = 49; t >= 0; t--) {
      double b1 = h * h / 2;
      double u1 = p11 * b1 + p12 * h; // P B
      double u2 = p12 * b1 + p22 * h;
      double s = 0.5 + b1 * u1 + h * u2;
      double k1 = u1 / s; // B'P A = (u1, h u1 + u2)
      double k2 = (h * u1 + u2) / s;
      double a11 = p11;
      double a12 = h * p11 + p12;
      double a22 = h * h * p11 + 2 * h * p12 + p22; // A'P A
      p11 = 1 + a11 - s * k1 * k1;
      p12 = a12 - s * k1 * k2;
      p22 = 0.1 + a22 - s * k2 * k2;
      gains[t] = new double[] {k1, k2};
    }
    // The numbers of the class comment, found with NumPy by the matrix recursion.
    assertEquals(12.81270658, p11, 1e-8);
    assertEquals(7.0683958, p12, 1e-8);
    assertEquals(8.75352439, p22, 1e-8);
    assertEquals(-8.906534571233134, -2.0 / 3 * (p11 + p22 / 16), 1e-12);

    Environment pointMass = create("point-mass-v0");
    StepResult result = new StepResult(pointMass.spec());
    double[] action = new double[2];
    double[] start = new double[4];
    double mean = 0;
    int episodes = 2000;
    for (int episode = 0; episode < episodes; episode++) {
      pointMass.reset(new Seed(7).child(episode), result.observation);
      if (episode < 2) { // the corners that ask most of the bounds
        pointMass.writeState(new double[] {1, -1, 0.25, episode == 0 ? -0.25 : 0.25});
        pointMass.observe(result.observation);
      }
      pointMass.readState(start);
      double best = 0;
      for (int axis = 0; axis < 2; axis++) {
        double p = start[axis];
        double v = start[2 + axis];
        best -= p11 * p * p + 2 * p12 * p * v + p22 * v * v;
      }
      double sum = 0;
      for (int t = 0; t < 50; t++) {
        for (int axis = 0; axis < 2; axis++) {
          action[axis] =
              -gains[t][0] * result.observation[axis] - gains[t][1] * result.observation[2 + axis];
          assertTrue(Math.abs(action[axis]) < 1.72, "stays in the action space");
        }
        pointMass.step(action, result);
        sum += result.reward;
      }
      assertEquals(best, sum, 1e-11);
      mean += sum / episodes;
    }
    assertEquals(-2.0 / 3 * (p11 + p22 / 16), mean, 0.5); // four standard errors of 2000 starts
  }

  @Test
  void eightGaussiansRewardIsTheScaledDensityOfTheMixture() {
    Environment task = create("eight-gaussians-v0");
    StepResult result = new StepResult(task.spec());
    double v = Math.sqrt(0.1);
    for (int k = 0; k < 8; k++) {
      task.step(
          new double[] {5 * Math.cos(k * Math.PI / 4), 5 * Math.sin(k * Math.PI / 4)}, result);
      assertEquals(1, result.reward, 2e-9);
      assertTrue(result.terminated);
    }
    task.step(new double[] {0, 0}, result);
    assertEquals(8 * Math.exp(-25 / (2 * v)), result.reward, 1e-25);
    task.step(new double[] {5 + Math.sqrt(v), 0}, result);
    assertEquals(Math.exp(-0.5), result.reward, 1e-7);
    double sum = 0; // the density integrates to 1: midpoint rule on [-10, 10]^2
    double cell = 0.05;
    for (double x = -10 + cell / 2; x < 10; x += cell) {
      for (double y = -10 + cell / 2; y < 10; y += cell) {
        task.step(new double[] {x, y}, result);
        sum += result.reward / (16 * Math.PI * v) * cell * cell;
      }
    }
    assertEquals(1, sum, 1e-9);
  }

  @Test
  void startsHaveTheLawsOfTheirPages() {
    double hang = Math.PI;
    assertStarts("pendulum-v1", new double[] {0, 0}, new double[] {Math.PI, 1}, false);
    assertStarts(
        "mountain-car-continuous-v0", new double[] {-0.5, 0}, new double[] {0.1, 0}, false);
    assertStarts("acrobot-continuous-v0", new double[4], new double[] {0.1, 0.1, 0.1, 0.1}, false);
    assertStarts("point-mass-v0", new double[4], new double[] {1, 1, 0.25, 0.25}, false);
    assertStarts(
        "cart-pole-swing-up-v0",
        new double[] {0, hang, 0, 0},
        new double[] {0.01, 0.01, 0.01, 0.01},
        true);
  }

  /** Compares mean and variance of 10,000 starts with uniform (or normal) laws. */
  private static void assertStarts(String id, double[] center, double[] scale, boolean normal) {
    Environment environment = create(id);
    double[] observation = new double[environment.spec().observations().size()];
    double[] state = new double[center.length];
    double[] sums = new double[center.length];
    double[] squares = new double[center.length];
    int n = 10_000;
    for (int i = 0; i < n; i++) {
      environment.reset(new Seed(6).child(i), observation);
      environment.readState(state);
      for (int j = 0; j < state.length; j++) {
        double z = state[j] - center[j];
        assertTrue(normal || Math.abs(z) <= scale[j] * (1 + 1e-12), id + " state " + j);
        sums[j] += z / n;
        squares[j] += z * z / n;
      }
    }
    for (int j = 0; j < state.length; j++) {
      double variance = scale[j] * scale[j] * (normal ? 1 : 1.0 / 3);
      double fourth = scale[j] * scale[j] * scale[j] * scale[j] * (normal ? 3 : 0.2);
      assertEquals(0, sums[j], 4 * Math.sqrt(variance / n) + 1e-15, id + " mean " + j);
      double error = Math.sqrt((fourth - variance * variance) / n);
      assertEquals(variance, squares[j], 4 * error + 1e-15, id + " variance " + j);
    }
  }

  @Test
  void oneStepTasksPayAtOnceAndRefuseInfinity() {
    Environment task = create("gaussian-1d-v0");
    StepResult result = new StepResult(task.spec());
    RandomStream random = new Seed(3).generator();
    for (int i = 0; i < 10; i++) {
      double y = 10 * random.nextGaussian();
      task.reset(new Seed(i), result.observation);
      task.step(new double[] {y}, result);
      assertEquals(y, result.reward);
      assertTrue(result.terminated);
      assertEquals(0, result.observation[0]);
    }
    InvalidInputException error =
        org.junit.jupiter.api.Assertions.assertThrows(
            InvalidInputException.class,
            () -> task.step(new double[] {Double.POSITIVE_INFINITY}, result));
    assertEquals(
        "gaussian-1d-v0: action[0] must be a finite number, got Infinity", error.getMessage());
  }
}
