package org.prefbench.generative;

import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.Policy;

/** Plans are roll-outs of the reference on a fork of the simulator. */
public record ReferencePlans(Policy reference) implements PlanSource {
  @Override
  public Planner start(EnvironmentAccess environment, int length) {
    LookAhead lookAhead = new LookAhead(environment, reference, length, false);
    return (observations, streams) -> {
      lookAhead.rollOut(observations, PlanSource.children(streams, "first"));
      return lookAhead.actions();
    };
  }

  @Override
  public PlanSource deterministic() {
    return new ReferencePlans(reference.deterministic());
  }
}
