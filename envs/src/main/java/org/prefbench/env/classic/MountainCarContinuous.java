package org.prefbench.env.classic;

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
