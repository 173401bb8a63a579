package org.prefbench.env;

import org.prefbench.core.Checks;

/**
 * The two returns that anchor the normalised score of an environment.
 *
 * @param random mean undiscounted return of uniformly random actions
 * @param expert mean undiscounted return of the expert
 * @param source how both were measured: episodes, seed, policy, command, or the publication they
 *     come from
 */
public record ReferenceScores(double random, double expert, String source) {
  /** Validates that both are finite and differ. */
  public ReferenceScores {
    Checks.finite("random score", random);
    Checks.finite("expert score", expert);
    Checks.require(
        expert > random, "expert score must exceed random score %s, got %s", random, expert);
  }

  /**
   * Returns {@code 100 (return - random) / (expert - random)}, the normalised score of D4RL (Fu et
   * al. 2020, arXiv 2004.07219).
   */
  public double normalize(double undiscountedReturn) {
    return 100 * (undiscountedReturn - random) / (expert - random);
  }
}
