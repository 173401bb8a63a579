package org.prefbench.generative;

import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Plans are roll-outs of the reference in a learned model of the dynamics, from the present
 * observation: no simulator is forked. The model does not know when a task ends, so that a plan
 * goes on where a roll-out in the simulator is filled up with zero actions.
 */
public record ImaginedPlans(Policy reference, DynamicsModel model) implements PlanSource {
  @Override
  public Planner start(EnvironmentAccess environment, int length) {
    DynamicsModel.Runner runner = model.runner();
    int copies = environment.copies();
    int size = environment.spec().actions().size();
    int observed = environment.spec().observations().size();
    Checks.require(
        model.changes().size() == observed && model.actions().size() == size,
        "a dynamics model of %d observed values and %d actions does not fit %d and %d",
        model.changes().size(),
        model.actions().size(),
        observed,
        size);
    FloatMatrix plans = new FloatMatrix(copies, length * size);
    return (FloatMatrix observations, Seed[] streams) -> {
      FloatMatrix imagined = observations.copy();
      try (Actor actor = reference.start(environment, PlanSource.children(streams, "first"))) {
        for (int t = 0; t < length; t++) {
          FloatMatrix chosen = actor.act(imagined);
          for (int i = 0; i < copies; i++) {
            if (environment.finished(i)) {
              continue;
            }
            System.arraycopy(
                chosen.values(), i * size, plans.values(), i * plans.columns() + t * size, size);
            if (t < length - 1) { // nobody looks at what the last action leads to
              runner.advance(imagined, chosen, i);
              environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, model.members().size());
            }
          }
        }
      }
      return plans;
    };
  }

  @Override
  public PlanSource deterministic() {
    return new ImaginedPlans(reference.deterministic(), model);
  }
}
