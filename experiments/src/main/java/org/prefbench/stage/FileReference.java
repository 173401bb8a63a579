package org.prefbench.stage;

import java.nio.file.Path;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.outside.ActionHead;
import org.prefbench.policy.outside.NetworkFormat;
import org.prefbench.policy.outside.NetworkPolicy;
import org.prefbench.policy.outside.PolicyNetworks;

/** Reads a reference policy from a file that was made elsewhere, or by another training here. */
public final class FileReference {
  private FileReference() {}

  /**
   * Returns the policy in a file.
   *
   * @param head what the outputs of a network mean, if that was said; a policy file says so itself
   * @throws InvalidInputException if it cannot be read, or does not fit the environment
   */
  public static Policy read(Path file, Optional<ActionHead> head, EnvironmentFactory environment) {
    Optional<NetworkFormat> format = PolicyNetworks.format(file);
    if (format.isPresent()) {
      return NetworkPolicy.of(
          PolicyNetworks.read(file, format.get()),
          head.orElse(new ActionHead(ActionHead.Outputs.MEAN, false, 0)),
          environment.spec());
    }
    Policy policy = PolicyFiles.read(file);
    Checks.require(
        head.isEmpty(),
        "%s says itself how it acts: outputs, squash and noise are for networks",
        file);
    checkFits(file, policy, environment);
    return policy;
  }

  /** Lets a policy act once, so that the error names the file if it cannot. */
  private static void checkFits(Path file, Policy policy, EnvironmentFactory environment) {
    if (environment instanceof DataEnvironment) {
      return; // nobody acts there
    }
    Seed[] seeds = {new Seed(0)};
    VectorEnvironment one = new VectorEnvironment(environment, 1);
    EnvironmentAccess access =
        new EnvironmentAccess(one, EnvironmentAccess.LookAhead.NONE, new Ledger());
    one.reset(seeds);
    try (Actor actor = policy.start(access, seeds)) {
      int given = actor.act(one.observations()).columns();
      int taken = environment.spec().actions().size();
      Checks.require(given == taken, "it gives actions of %d, %d are taken", given, taken);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          file + " does not fit " + environment.spec().id() + ": " + e.getMessage(), e);
    }
  }
}
