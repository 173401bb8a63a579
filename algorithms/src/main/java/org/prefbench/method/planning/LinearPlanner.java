package org.prefbench.method.planning;

import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.Policy;
import org.prefbench.reward.LinearReward;

/**
 * The planner of {@link Pspl} and {@link BestOfNLearned} as a policy: it rolls the reference out on
 * a fork of the simulator and executes the first actions of the roll-out with the largest learned
 * reward.
 *
 * @param reference what is rolled out
 * @param candidates roll-outs per plan
 * @param length steps per roll-out
 * @param executed how many actions of a plan are executed before the next plan
 * @param reward what roll-outs are compared by
 */
record LinearPlanner(
    Policy reference, int candidates, int length, int executed, LinearReward reward)
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
        for (int j = 0; j < actions.columns(); j++) {
          actions.set(i, j, plans.get(i, at + j));
        }
      }
      step++;
      return actions;
    }

    private void plan(FloatMatrix observations) {
      double[] best = new double[seeds.length];
      for (int candidate = 0; candidate < candidates; candidate++) {
        Seed[] streams = new Seed[seeds.length];
        for (int i = 0; i < seeds.length; i++) {
          streams[i] = seeds[i].child(step).child(candidate);
        }
        lookAhead.rollOut(observations, streams);
        for (int i : environment.acting()) {
          double value = value(i);
          if (candidate == 0 || value > best[i]) {
            best[i] = value;
            plans.setRow(i, lookAhead.actions().row(i));
          }
        }
      }
    }

    private double value(int i) {
      int steps = lookAhead.steps(i);
      FloatMatrix taken = new FloatMatrix(steps, actions.columns());
      System.arraycopy(lookAhead.actions().row(i), 0, taken.values(), 0, taken.values().length);
      return reward.of(
          LinearReward.features(reward.scales(), lookAhead.observations(i), taken, length));
    }
  }
}
