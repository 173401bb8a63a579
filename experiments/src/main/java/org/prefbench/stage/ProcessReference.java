package org.prefbench.stage;

import java.util.Optional;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.process.ProcessPolicy;
import org.prefbench.process.Command;

/** A reference policy that is a process. */
public final class ProcessReference {
  private ProcessReference() {}

  /**
   * Returns the policy, and starts nothing.
   *
   * @param version what the process has to say it is, if that matters
   * @param noise see {@link ProcessPolicy}
   */
  public static ProcessPolicy of(
      Command command, Optional<String> version, EnvironmentFactory environment, double noise) {
    return new ProcessPolicy(command, version, environment.spec(), noise);
  }
}
