package org.prefbench.policy.classic;

import java.util.List;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;

/**
 * Tiers of {@code mountain-car-continuous-v0}: push along the velocity, in proportion to it.
 *
 * <p>A push gains energy in proportion to push times velocity and costs its square, so the cheapest
 * way to gain energy pushes in proportion to velocity, and the slower the cheaper. The expert is as
 * slow as the time limit allows under its noise.
 */
public final class MountainCarContinuousBehaviors implements BehaviorFactory {
  private static final String ID = "mountain-car-continuous-v0";

  @Override
  public List<Behavior> behaviors() {
    return List.of(
        NoisyController.behavior(
            ID,
            "expert",
            "push of 6 times the velocity but at least 0.05, Gaussian noise of 0.1",
            law(6, 0.05),
            1,
            0.1),
        NoisyController.behavior(
            ID,
            "medium",
            "push of 4.5 times the velocity, Gaussian noise of 1",
            law(4.5, 0),
            1,
            1));
  }

  private static ControlLaw law(double gain, double least) {
    return (observation, action) -> {
      double velocity = observation[1];
      double push = Math.max(least, Math.min(1, gain * Math.abs(velocity)));
      action[0] = Math.copySign(push, velocity);
    };
  }
}
