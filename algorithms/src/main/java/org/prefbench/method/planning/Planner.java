package org.prefbench.method.planning;

import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.Policy;

/**
 * The planner of {@link BestOfN} as a policy.
 *
 * @param reference what is rolled out
 * @param n roll-outs per plan
 * @param length steps per roll-out
 * @param executed how many actions of a plan are executed before the next plan
 * @param value what the end of a roll-out adds to its rewards
 */
record Planner(Policy reference, int n, int length, int executed, EndValue value)
    implements Policy {
  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    return new Planning(environment, seeds);
  }

  @Override
  public Policy deterministic() {
    return reference.deterministic();
  }

  /** Plans for all copies at once; what happens in a copy depends on that copy alone. */
  private final class Planning implements Actor {
    private final LookAhead lookAhead;
    private final EndValue.Estimate ends;
    private final Seed[] seeds;
    private final FloatMatrix plan;
    private final FloatMatrix actions;
    private long step;

    Planning(EnvironmentAccess environment, Seed[] seeds) {
      this.seeds = seeds.clone();
      lookAhead = new LookAhead(environment, reference, length, true);
      ends = value.start(environment, lookAhead, reference);
      int size = environment.spec().actions().size();
      plan = new FloatMatrix(seeds.length, executed * size);
      actions = new FloatMatrix(seeds.length, size);
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      int position = (int) (step % executed);
      if (position == 0) {
        plan(observations);
      }
      int size = actions.columns();
      for (int i = 0; i < seeds.length; i++) {
        System.arraycopy(
            plan.values(), i * plan.columns() + position * size, actions.values(), i * size, size);
      }
      step++;
      return actions;
    }

    private void plan(FloatMatrix observations) {
      double[] best = new double[seeds.length];
      Seed[] streams = new Seed[seeds.length];
      Seed[] after = new Seed[seeds.length];
      for (int candidate = 0; candidate < n; candidate++) {
        for (int i = 0; i < seeds.length; i++) {
          streams[i] = seeds[i].child(step).child(candidate);
          after[i] = seeds[i].child(step).child("continuation"); // the same for all candidates
        }
        lookAhead.rollOut(observations, streams);
        double[] values = ends.values(after, step + length);
        FloatMatrix proposed = lookAhead.actions();
        for (int i = 0; i < seeds.length; i++) {
          double sum = lookAhead.sumOfRewards(i) + values[i];
          if (candidate == 0 || sum > best[i]) {
            best[i] = sum;
            System.arraycopy(
                proposed.values(),
                i * proposed.columns(),
                plan.values(),
                i * plan.columns(),
                plan.columns());
          }
        }
      }
    }
  }
}
