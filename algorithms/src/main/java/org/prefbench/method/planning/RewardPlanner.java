package org.prefbench.method.planning;

import java.util.Arrays;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.Policy;
import org.prefbench.reward.RewardModel;

/**
 * The planner of {@link BestOfNLearned} as a policy.
 *
 * @param reference what is rolled out
 * @param n roll-outs per plan
 * @param length steps per roll-out
 * @param executed how many actions of a plan are executed before the next plan
 * @param reward what roll-outs are compared by
 */
record RewardPlanner(Policy reference, int n, int length, int executed, RewardModel reward)
    implements Policy {
  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    return new Planning(environment, seeds);
  }

  /** Roll-outs that never differ leave nothing to choose. */
  @Override
  public Policy deterministic() {
    return reference.deterministic();
  }

  /** Plans for all copies at once; what happens in a copy depends on that copy alone. */
  private final class Planning implements Actor {
    private final EnvironmentAccess environment;
    private final Seed[] seeds;
    private final LookAhead lookAhead;
    private final RewardModel.Evaluator evaluator = reward.evaluator();
    private final FloatMatrix plans;
    private final FloatMatrix actions;
    private long step;

    Planning(EnvironmentAccess environment, Seed[] seeds) {
      this.environment = environment;
      this.seeds = seeds.clone();
      lookAhead = new LookAhead(environment, reference, length, true);
      actions = new FloatMatrix(seeds.length, environment.spec().actions().size());
      plans = new FloatMatrix(seeds.length, length * actions.columns());
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      int at = (int) (step % executed) * actions.columns();
      if (at == 0) {
        plan(observations);
      }
      for (int i = 0; i < seeds.length; i++) {
        System.arraycopy(
            plans.row(i), at, actions.values(), i * actions.columns(), actions.columns());
      }
      step++;
      return actions;
    }

    private void plan(FloatMatrix observations) {
      double[] best = new double[seeds.length];
      Seed[] streams = new Seed[seeds.length];
      for (int candidate = 0; candidate < n; candidate++) {
        for (int i = 0; i < seeds.length; i++) {
          streams[i] = seeds[i].child(step).child(candidate);
        }
        lookAhead.rollOut(observations, streams);
        for (int i : environment.acting()) {
          double sum = sumOfRewards(i);
          if (candidate == 0 || sum > best[i]) {
            best[i] = sum;
            plans.setRow(i, lookAhead.actions().row(i));
          }
        }
      }
    }

    private double sumOfRewards(int i) {
      int steps = lookAhead.steps(i);
      double[] rewards = new double[steps];
      float[] taken = Arrays.copyOf(lookAhead.actions().row(i), steps * actions.columns());
      evaluator.rewards(
          lookAhead.observations(i).slice(0, steps),
          new FloatMatrix(steps, actions.columns(), taken),
          rewards);
      return Arrays.stream(rewards).sum();
    }
  }
}
