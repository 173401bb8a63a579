package org.prefbench.policy.classic;

import java.util.Arrays;
import java.util.List;
import org.prefbench.env.classic.EightGaussians;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;

/**
 * Tiers of {@code eight-gaussians-v0}. Random is the single Gaussian that fits the eight best, the
 * reference policy of figure 2 in Kim et al. 2024 (arXiv 2405.19806): mean 0 and variance 5^2 / 2 +
 * sqrt(0.1) along either axis, the moments of the mixture. Expert draws from the mixture itself,
 * medium from a mixture with the same centres and three times the variance.
 */
public final class EightGaussiansBehaviors implements BehaviorFactory {
  private static final String ID = "eight-gaussians-v0";
  private static final double FITTED_DEVIATION =
      Math.sqrt(EightGaussians.RADIUS * EightGaussians.RADIUS / 2 + EightGaussians.VARIANCE);

  @Override
  public List<Behavior> behaviors() {
    return List.of(
        NoisyController.behavior(
            ID,
            "random",
            "the Gaussian with mean and covariance of the eight, standard deviation 3.580",
            (observation, action) -> Arrays.fill(action, 0),
            2,
            FITTED_DEVIATION),
        GaussianRing.behavior(
            ID,
            "medium",
            "the eight Gaussians with three times the variance",
            EightGaussians.centers(),
            3 * EightGaussians.VARIANCE),
        GaussianRing.behavior(
            ID,
            "expert",
            "the eight Gaussians",
            EightGaussians.centers(),
            EightGaussians.VARIANCE));
  }
}
