package org.prefbench.policy;

import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;

/** A rule for acting: immutable, shareable between threads. */
public interface Policy {
  /**
   * Starts acting in new episodes of every copy of an environment.
   *
   * @param seeds one per copy; the actions in copy {@code i} depend on its observations and on
   *     {@code seeds[i]} alone, so that batching and sharding change no byte
   */
  Actor start(EnvironmentAccess environment, Seed[] seeds);

  /**
   * Returns the policy that acts without sampling (by its mean or mode); a policy that never
   * samples returns itself.
   */
  Policy deterministic();
}
