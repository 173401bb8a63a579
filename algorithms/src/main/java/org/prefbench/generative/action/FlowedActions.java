package org.prefbench.generative.action;

import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.generative.FlowMap;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Acts as another policy does, each action moved by a learned map: neither the weights of that
 * policy nor a simulator are asked for.
 *
 * @param reference the policy whose actions are moved, first into their bounds
 * @param map from (action | observation) to a better action
 * @param times how often the map is applied to an action, one time after the other
 */
public record FlowedActions(Policy reference, FlowMap map, int times) implements Policy {
  /** Validates. */
  public FlowedActions {
    Checks.atLeast("times that a flow is applied", times, 1);
  }

  @Override
  public Policy deterministic() {
    return new FlowedActions(reference.deterministic(), map, times);
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    int size = environment.spec().actions().size();
    int observed = environment.spec().observations().size();
    Checks.require(
        map.segments().size() == size && map.contexts().size() == observed,
        "a flow of %d values given %d does not fit %d actions given %d",
        map.segments().size(),
        map.contexts().size(),
        size,
        observed);
    return new Moving(environment, reference.start(environment, seeds));
  }

  /** Moves the actions of all copies at once; what happens in a copy depends on it alone. */
  private final class Moving implements Actor {
    private final EnvironmentAccess environment;
    private final Actor actor;
    private final FlowMap.Runner runner = map.runner();
    private final FloatMatrix actions;

    Moving(EnvironmentAccess environment, Actor actor) {
      this.environment = environment;
      this.actor = actor;
      actions = new FloatMatrix(environment.copies(), environment.spec().actions().size());
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      FloatMatrix proposed = actor.act(observations);
      int[] acting = environment.acting();
      FloatMatrix points = proposed.select(acting);
      for (int i = 0; i < points.rows(); i++) {
        for (int j = 0; j < points.columns(); j++) {
          points.set(i, j, (float) environment.spec().actions().clip(j, points.get(i, j)));
        }
      }
      FloatMatrix contexts = observations.select(acting);
      long before = runner.evaluations();
      for (int k = 0; k < times; k++) {
        points = runner.transport(contexts, points);
      }
      environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, runner.evaluations() - before);
      for (int k = 0; k < acting.length; k++) {
        actions.setRow(acting[k], points.row(k));
      }
      return actions;
    }

    @Override
    public void close() {
      actor.close();
    }
  }
}
