package org.prefbench.shelf;

import org.prefbench.core.Checks;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;

/**
 * How well a policy did in some whole episodes.
 *
 * @param episodes the number of episodes, at least 2
 * @param seed the root of their random streams, see {@link MeanReturn#measure}
 * @param returnMean the mean undiscounted return
 * @param returnStandardDeviation the sample standard deviation of the returns
 * @param normalizedScore the mean return on D4RL's scale, 0 = random and 100 = expert
 * @param meanLength the mean number of steps
 */
public record PolicyEvaluation(
    int episodes,
    long seed,
    double returnMean,
    double returnStandardDeviation,
    double normalizedScore,
    double meanLength) {
  /** Validates the numbers. */
  public PolicyEvaluation {
    Checks.atLeast("episodes", episodes, 2);
    Checks.finite("mean of the return", returnMean);
    Checks.notNegative("standard deviation of the return", returnStandardDeviation);
    Checks.finite("normalised score", normalizedScore);
    Checks.positive("mean length of the episodes", meanLength);
  }

  /**
   * Returns how well {@code policy} does.
   *
   * @throws org.prefbench.core.InvalidInputException if the environment has no reference scores
   */
  public static PolicyEvaluation measure(
      EnvironmentFactory environment, Policy policy, int episodes, long seed) {
    Checks.require(
        environment.spec().scores().isPresent(),
        "%s has no reference scores to normalise a return by",
        environment.spec().id());
    MeanReturn result = MeanReturn.measure(environment, policy, episodes, new Seed(seed));
    return new PolicyEvaluation(
        episodes,
        seed,
        result.mean(),
        result.standardDeviation(),
        environment.spec().scores().orElseThrow().normalize(result.mean()),
        result.meanLength());
  }

  /** Returns the standard error of the mean return. */
  public double standardError() {
    return returnStandardDeviation / Math.sqrt(episodes);
  }
}
