package org.prefbench.policy.classic;

import java.util.List;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;

/**
 * Tiers of {@code acrobot-continuous-v0}: push along the elbow's velocity, which is what adds
 * energy.
 *
 * <p>The expert pushes with full torque and decides its sign by the elbow's velocity plus a few
 * angles and velocities whose weights were found by a cross-entropy search for the mean return; it
 * needs about 84 steps on average, 76 without noise.
 */
public final class AcrobotContinuousBehaviors implements BehaviorFactory {
  private static final String ID = "acrobot-continuous-v0";

  @Override
  public List<Behavior> behaviors() {
    return List.of(
        NoisyController.behavior(
            ID,
            "expert",
            "full torque along a weighted sum of velocities and angles, Gaussian noise of 0.1 N m",
            AcrobotContinuousBehaviors::fast,
            1,
            0.1),
        NoisyController.behavior(
            ID,
            "medium",
            "torque of 0.23 N m along the elbow's velocity, Gaussian noise of 0.5 N m",
            AcrobotContinuousBehaviors::weak,
            1,
            0.5));
  }

  private static void fast(double[] observation, double[] action) {
    double cos1 = observation[0];
    double sin1 = observation[1];
    double cos2 = observation[2];
    double sin2 = observation[3];
    double shoulderVelocity = observation[4];
    double elbowVelocity = observation[5];
    double sin12 = sin1 * cos2 + cos1 * sin2;
    double drive =
        elbowVelocity
            + 2.4 * sin1
            - 0.4 * sin12
            + 0.3 * sin2
            + (0.25 * cos2 - 0.35 * cos1) * shoulderVelocity;
    action[0] = Math.max(-1, Math.min(1, 100 * drive)); // steep, but without a jump
  }

  private static void weak(double[] observation, double[] action) {
    action[0] = 0.23 * Math.max(-1, Math.min(1, 10 * observation[5]));
  }
}
