package org.prefbench.method.planning;

import java.util.Arrays;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.generative.DynamicsModel;
import org.prefbench.generative.PlanSource;
import org.prefbench.generative.TransitionClassifier;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.reward.LinearReward;
import org.prefbench.rl.ModelPolicyBound;

/**
 * The planner of {@link Mnm} as a policy: it rolls the reference out in a learned model of the
 * dynamics, without a simulator, and executes the first actions of the roll-out that is worth most.
 *
 * @param reference what is rolled out
 * @param candidates roll-outs per plan
 * @param length steps per roll-out; the model does not know when a task ends
 * @param executed how many actions of a plan are executed before the next plan
 * @param discount gamma
 * @param logReward the log of a step's reward
 * @param dynamics the model, and who tells its transitions from real ones
 * @param correction what the log-odds of a real transition are multiplied by; with 0 nobody is
 *     asked
 */
record ImaginedPlanner(
    Policy reference,
    int candidates,
    int length,
    int executed,
    double discount,
    LinearReward logReward,
    TransitionClassifier dynamics,
    double correction)
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

  /** Returns the discounted sum of r~ over the first steps of a roll-out, by what came of each. */
  double worth(FloatMatrix observations, FloatMatrix actions, double[] logRatios) {
    double sum = 0;
    double weight = 1;
    for (int t = 0; t < actions.rows(); t++, weight *= discount) {
      double[] features =
          LinearReward.features(
              logReward.scales(), observations.slice(t, t + 1), actions.slice(t, t + 1), 1);
      sum +=
          weight
              * ModelPolicyBound.reward(
                  discount, logReward.of(features), correction * logRatios[t]);
    }
    return sum;
  }

  /** Plans for all copies at once; what happens in a copy depends on that copy alone. */
  private final class Planning implements Actor {
    private final EnvironmentAccess environment;
    private final Seed[] seeds;
    private final DynamicsModel.Runner model = dynamics.model().runner();
    private final TransitionClassifier.Runner classifier = dynamics.runner();
    private final FloatMatrix[] imagined; // of each copy, before each action
    private final FloatMatrix[] proposed;
    private final FloatMatrix[] plans;
    private final FloatMatrix prediction; // no error: what is judged is what the model predicts
    private final FloatMatrix actions;
    private long step;

    Planning(EnvironmentAccess environment, Seed[] seeds) {
      this.environment = environment;
      this.seeds = seeds.clone();
      int observed = environment.spec().observations().size();
      int size = environment.spec().actions().size();
      dynamics.requireFits(observed, size);
      imagined = matrices(seeds.length, observed);
      proposed = matrices(seeds.length, size);
      plans = matrices(seeds.length, size);
      prediction = new FloatMatrix(length, observed);
      actions = new FloatMatrix(seeds.length, size);
    }

    private FloatMatrix[] matrices(int copies, int columns) {
      FloatMatrix[] result = new FloatMatrix[copies];
      Arrays.setAll(result, i -> new FloatMatrix(length, columns));
      return result;
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      int position = (int) (step % executed);
      if (position == 0) {
        plan(observations);
      }
      for (int i = 0; i < seeds.length; i++) {
        actions.setRow(i, plans[i].row(position));
      }
      step++;
      return actions;
    }

    private void plan(FloatMatrix observations) {
      double[] best = new double[seeds.length];
      Seed[] streams = new Seed[seeds.length];
      for (int candidate = 0; candidate < candidates; candidate++) {
        for (int i = 0; i < seeds.length; i++) {
          streams[i] = seeds[i].child(step).child(candidate);
        }
        rollOut(observations.copy(), PlanSource.children(streams, "first"));
        for (int i : environment.acting()) {
          double worth = worth(imagined[i], proposed[i], logRatios(i));
          if (candidate == 0 || worth > best[i]) {
            best[i] = worth;
            FloatMatrix other = plans[i];
            plans[i] = proposed[i];
            proposed[i] = other;
          }
        }
      }
    }

    private void rollOut(FloatMatrix present, Seed[] streams) {
      try (Actor actor = reference.start(environment, streams)) {
        for (int t = 0; t < length; t++) {
          FloatMatrix chosen = actor.act(present);
          for (int i : environment.acting()) {
            imagined[i].setRow(t, present.row(i));
            proposed[i].setRow(t, chosen.row(i));
            if (t < length - 1) { // nobody looks at what the last action leads to
              model.advance(present, chosen, i);
              count(dynamics.model().members().size());
            }
          }
        }
      }
    }

    private double[] logRatios(int i) {
      if (correction == 0) {
        return new double[length];
      }
      count(length);
      return classifier.logRatios(imagined[i], proposed[i], prediction);
    }

    private void count(int evaluations) {
      environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, evaluations);
    }
  }
}
