package org.prefbench.policy.classic;

import java.util.List;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;

/**
 * Tiers of {@code pendulum-v1}: pump energy until the pendulum reaches the top, then catch it.
 *
 * <p>Pumping pushes along the velocity as long as the energy above hanging is short of the upright
 * one (Astrom and Furuta 2000, "Swinging up a pendulum by energy control"); the catch is a linear
 * feedback. The gains were found by a cross-entropy search for the mean return. Value iteration
 * over the 200 steps on a grid of 721 angles, 321 velocities and 41 torques puts the best possible
 * mean near -138.
 */
public final class PendulumBehaviors implements BehaviorFactory {
  private static final String ID = "pendulum-v1";

  @Override
  public List<Behavior> behaviors() {
    return List.of(
        NoisyController.behavior(
            ID,
            "expert",
            "energy pump and linear catch, Gaussian noise of 0.2 N m",
            law(2),
            1,
            0.2),
        NoisyController.behavior(
            ID,
            "medium",
            "the expert's law with a motor held to 0.4 N m, Gaussian noise of 0.5 N m",
            law(0.4),
            1,
            0.5));
  }

  private static ControlLaw law(double maxTorque) {
    return (observation, action) -> {
      double cos = observation[0];
      double sin = observation[1];
      double velocity = observation[2];
      double energy = 0.5 * velocity * velocity + 15 * (cos - 1); // 0 at rest upright
      double torque = -8.9 * sin - 2 * velocity;
      if (cos < 0.58 || Math.abs(torque) > 3.75) { // too far from the top to be caught
        torque = -0.22 * (energy - 0.65) * velocity - 0.83 * Math.signum(velocity);
      }
      action[0] = Math.max(-maxTorque, Math.min(maxTorque, torque));
    };
  }
}
