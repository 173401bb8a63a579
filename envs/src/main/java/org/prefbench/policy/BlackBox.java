package org.prefbench.policy;

import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;

/**
 * A policy stripped to its actions: nothing can be cast out of it. Given to methods that declare no
 * more access.
 */
public final class BlackBox implements Policy {
  private final Policy hidden;

  /** Hides everything of {@code policy} but its actions. */
  public BlackBox(Policy policy) {
    hidden = policy;
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    return new Acting(hidden.start(environment, seeds));
  }

  /** Shows the actions, not their densities. */
  private record Acting(Actor hidden) implements Actor {
    @Override
    public FloatMatrix act(FloatMatrix observations) {
      return hidden.act(observations);
    }

    @Override
    public void close() {
      hidden.close();
    }
  }

  @Override
  public Policy deterministic() {
    return new BlackBox(hidden.deterministic());
  }

  /** What is inside, for the file format alone. */
  Policy hidden() {
    return hidden;
  }
}
