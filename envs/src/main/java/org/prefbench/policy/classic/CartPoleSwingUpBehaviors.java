package org.prefbench.policy.classic;

import java.util.List;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;

/**
 * Tiers of {@code cart-pole-swing-up-v0}: pump energy into the pole while keeping the cart near the
 * middle, then balance by linear feedback of the state.
 *
 * <p>Pumping follows Astrom and Furuta 2000 ("Swinging up a pendulum by energy control"); all gains
 * were found by a cross-entropy search for the mean return. Medium pumps and never balances.
 */
public final class CartPoleSwingUpBehaviors implements BehaviorFactory {
  private static final String ID = "cart-pole-swing-up-v0";
  private static final double INERTIA = 0.1 / 3; // kg m^2, of the pole about the pivot
  private static final double WEIGHT_TORQUE = 0.1 * 0.5 * 9.81; // N m, of the level pole

  @Override
  public List<Behavior> behaviors() {
    return List.of(
        NoisyController.behavior(
            ID,
            "expert",
            "energy pump and linear balance, Gaussian noise of 0.1 (1 N)",
            CartPoleSwingUpBehaviors::swingUpAndBalance,
            1,
            0.1),
        NoisyController.behavior(
            ID,
            "medium",
            "a weaker energy pump that never balances, Gaussian noise of 0.3 (3 N)",
            (observation, action) -> action[0] = pump(0.75, observation),
            1,
            0.3));
  }

  private static void swingUpAndBalance(double[] observation, double[] action) {
    boolean nearTop = observation[1] > 0.66 && Math.abs(observation[4]) < 6;
    action[0] = nearTop ? balance(observation) : pump(3.75, observation);
  }

  private static double balance(double[] observation) {
    return clip(
        0.2 * observation[0]
            + 0.34 * observation[3]
            + 3.2 * observation[2]
            + 0.83 * observation[4]);
  }

  private static double pump(double gain, double[] observation) {
    double cos = observation[1];
    double spin = observation[4];
    double energy = 0.5 * INERTIA * spin * spin + WEIGHT_TORQUE * (cos - 1); // 0 at rest upright
    return clip(gain * energy * spin * cos - 0.085 * observation[0] - 0.43 * observation[3]);
  }

  private static double clip(double push) {
    return Math.max(-1, Math.min(1, push));
  }
}
