package org.prefbench.generative;

import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;

/** Where the plans come from that a {@link FlowPolicy} moves. Immutable. */
public sealed interface PlanSource
    permits ReferencePlans, RejectedPlans, ImaginedPlans, NoisePlans {
  /** Returns what proposes plans of {@code length} steps in an environment. */
  Planner start(EnvironmentAccess environment, int length);

  /** Returns the source that proposes without sampling. */
  PlanSource deterministic();

  /** Proposes plans, one per copy; what it proposes for a copy depends on that copy alone. */
  @FunctionalInterface
  interface Planner {
    /**
     * Returns a plan per copy, {@code [copies, length * act]}, step after step; a live view until
     * the next call.
     *
     * @param observations the present ones, {@code [copies, obs]}
     * @param streams the randomness of this plan, one per copy
     */
    FloatMatrix propose(FloatMatrix observations, Seed[] streams);
  }

  /** Returns the child {@code name} of every stream. */
  static Seed[] children(Seed[] streams, String name) {
    Seed[] children = new Seed[streams.length];
    for (int i = 0; i < streams.length; i++) {
      children[i] = streams[i].child(name);
    }
    return children;
  }
}
