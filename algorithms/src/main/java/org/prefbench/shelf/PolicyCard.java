package org.prefbench.shelf;

import org.prefbench.core.Checks;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/**
 * What is known of a policy on the shelf.
 *
 * @param environment the id of the environment, such as {@code hopper-v2}
 * @param tier the quality, such as {@code medium} or {@code expert}
 * @param algorithm how it was trained, in one line
 * @param trainingSteps environment steps of the training up to this policy
 * @param seed the seed of the training
 * @param commit the commit of the code that trained it
 * @param command the command that trained it
 * @param cpuHours processor time of the training up to this policy
 * @param sampled how well it does when it samples its actions, as it does to make data
 * @param deterministic how well it does by its mean or mode
 * @param sha256 the SHA-256 of the policy file, 64 hexadecimal digits
 */
public record PolicyCard(
    String environment,
    String tier,
    String algorithm,
    long trainingSteps,
    long seed,
    String commit,
    String command,
    double cpuHours,
    PolicyEvaluation sampled,
    PolicyEvaluation deterministic,
    String sha256) {
  /** Validates the names and numbers. */
  public PolicyCard {
    ShelfNames.checkEnvironment(environment);
    ShelfNames.checkTier(tier);
    ShelfNames.checkLine("algorithm", algorithm);
    Checks.atLeast("training steps", trainingSteps, 1L);
    ShelfNames.checkLine("commit", commit);
    ShelfNames.checkLine("command", command);
    Checks.notNegative("CPU hours", cpuHours);
    ShelfNames.checkHash(sha256);
  }

  /**
   * Returns the card of a policy, which is evaluated twice, sampling and not.
   *
   * @param episodes the number of episodes of each evaluation
   * @param evaluationSeed the root of the random streams of both
   */
  public static PolicyCard measure(
      Policy policy,
      String environment,
      String tier,
      String algorithm,
      long trainingSteps,
      long seed,
      String commit,
      String command,
      double cpuHours,
      int episodes,
      long evaluationSeed) {
    EnvironmentFactory factory = Environments.registered().get(environment);
    return new PolicyCard(
        environment,
        tier,
        algorithm,
        trainingSteps,
        seed,
        commit,
        command,
        cpuHours,
        PolicyEvaluation.measure(factory, policy, episodes, evaluationSeed),
        PolicyEvaluation.measure(factory, policy.deterministic(), episodes, evaluationSeed),
        PolicyFiles.checksum(policy));
  }

  /**
   * Returns the name of the policy and of the dataset it makes, such as {@code hopper-expert-v2}.
   */
  public String id() {
    return Behavior.id(environment, tier);
  }
}
