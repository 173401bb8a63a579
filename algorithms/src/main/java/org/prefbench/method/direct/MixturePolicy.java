package org.prefbench.method.direct;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Several policies, one of which is drawn at the start of every episode and acts to its end.
 *
 * @param policies who may be drawn
 * @param weights how likely each is, sums to 1
 */
record MixturePolicy(List<Policy> policies, List<Double> weights) implements Policy {
  /** Validates and copies. */
  MixturePolicy {
    policies = List.copyOf(policies);
    weights = List.copyOf(weights);
    Checks.require(
        !policies.isEmpty() && policies.size() == weights.size(),
        "a mixture of %d policies got %d weights",
        policies.size(),
        weights.size());
    double sum = weights.stream().mapToDouble(one -> Checks.notNegative("weights", one)).sum();
    Checks.require(Math.abs(sum - 1) < 1e-6, "weights of a mixture must sum to 1, got %s", sum);
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    int[] drawn = new int[seeds.length];
    for (int i = 0; i < drawn.length; i++) {
      double left = seeds[i].child("mixture").generator().nextDouble();
      while (drawn[i] < weights.size() - 1 && left >= weights.get(drawn[i])) {
        left -= weights.get(drawn[i]);
        drawn[i]++;
      }
    }
    List<Actor> actors = new ArrayList<>();
    policies.forEach(policy -> actors.add(policy.start(environment, seeds)));
    return new Drawn(actors, drawn);
  }

  @Override
  public Policy deterministic() {
    return new MixturePolicy(policies.stream().map(Policy::deterministic).toList(), weights);
  }

  /** All act, and in each copy the one that was drawn is listened to. */
  private record Drawn(List<Actor> actors, int[] drawn) implements Actor {
    @Override
    public FloatMatrix act(FloatMatrix observations) {
      FloatMatrix chosen = actors.get(0).act(observations).copy();
      for (int k = 1; k < actors.size(); k++) {
        FloatMatrix actions = actors.get(k).act(observations);
        for (int i = 0; i < drawn.length; i++) {
          if (drawn[i] == k) {
            chosen.setRow(i, actions.row(i));
          }
        }
      }
      return chosen;
    }

    @Override
    public void close() {
      actors.forEach(Actor::close);
    }
  }
}
