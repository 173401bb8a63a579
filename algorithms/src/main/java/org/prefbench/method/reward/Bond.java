package org.prefbench.method.reward;

import java.util.Arrays;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.env.Space;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Schedule;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.reward.RewardModel;

/**
 * Best-of-n distillation: of n actions of the reference in a logged state the one with the largest
 * learned reward is cloned (Sessa et al. 2024, "BOND", arXiv 2407.14622; with the cloning alone
 * Dong et al. 2023, "RAFT", arXiv 2304.06767). What a planner of one step would choose is acted by
 * one network, without look-ahead.
 *
 * <pre>
 * a*       = argmax_{i = 1 .. n} r(s, a_i),   a_i ~ pi_ref(. | s),   r as in {@link RewardModel}
 * L(theta) = - E_{s ~ log} log pi_theta(a* | s)
 * </pre>
 *
 * <p>Where r orders the actions, a* follows n pi_ref F^(n-1), F the share of actions that are
 * worse, and KL(best-of-n || pi_ref) = log n - (n - 1) / n whatever r is: n is the strength.
 *
 * <p>Differs from the paper: the forward divergence alone, in one round from the reference, where
 * BOND adds the backward one and moves the anchor; a "response" is one action, not an episode.
 */
public final class Bond implements AlgorithmFactory<Bond.Hyper> {
  /** The settings. */
  public record Hyper(
      @Help("actions compared in a state, >= 1 (BOND: up to 32)") int n,
      @Help("logged states whose best action is cloned, drawn from all, >= 1") int states,
      RewardModel.Setting reward,
      @Inline(without = {"max-gradient-norm", "warm-up"})
          @Help(of = "batch-size", value = "states per step, >= 1")
          @Help(of = "validation-share", value = "share of the states held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("n", n, 1);
      Checks.atLeast("states", states, 1);
    }
  }

  @Override
  public String id() {
    return "bond";
  }

  @Override
  public String title() {
    return "Best-of-n by a learned reward, distilled by cloning (Sessa et al. 2024, arXiv 2407.14622)";
  }

  @Override
  public Family family() {
    return Family.OFFLINE;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        4,
        50_000,
        RewardModel.Setting.bPref(),
        Fitting.of(1e-4, Schedule.COSINE, 256, 5_000, 0.05).keeping(Fitting.Keep.BEST));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    GaussianHead.checkReference(prospect, id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private GaussianPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, id());
    FloatMatrix all = LoggedSteps.of(input).transitions().observations();
    RandomStream random = context.seed().child("states").generator();
    int[] order = random.permutation(all.rows());
    FloatMatrix states = all.select(Arrays.copyOf(order, Math.min(hyper.states, order.length)));
    RewardModel reward = RewardModel.fit(input.preferences(), hyper.reward, context);
    FloatMatrix inputs = reference.standardizer().apply(states);
    FloatMatrix best = best(hyper.n, reference, inputs, states, reward.evaluator(), random);
    Learner learner = hyper.fitting.learner(context.ledger());
    GaussianHead head = new GaussianHead(learner, reference);
    learner.fit(
        hyper.fitting,
        hyper.fitting.batches(states.rows(), context.seed()),
        context.monitor(),
        (pass, rows) ->
            head.logProbabilities(pass, pass.rows(inputs, rows), pass.rows(best, rows))
                .mean()
                .neg(),
        head::policy);
    return head.policy();
  }

  /** Returns the latent vectors of the best action in every state, {@code [states, act]}. */
  private static FloatMatrix best(
      int n,
      GaussianPolicy reference,
      FloatMatrix inputs,
      FloatMatrix states,
      RewardModel.Evaluator reward,
      RandomStream random) {
    FloatMatrix outputs = reference.network().evaluator().evaluate(inputs);
    int size = reference.actions().size();
    FloatMatrix best = new FloatMatrix(states.rows(), size);
    double[] largest = new double[states.rows()];
    double[] rewards = new double[states.rows()];
    for (int candidate = 0; candidate < n; candidate++) {
      FloatMatrix latents = drawn(reference, outputs, random);
      reward.rewards(states, actions(reference, latents), rewards);
      for (int i = 0; i < rewards.length; i++) {
        if (candidate == 0 || rewards[i] > largest[i]) {
          largest[i] = rewards[i];
          best.setRow(i, latents.row(i));
        }
      }
    }
    return best;
  }

  /** Returns a latent vector of the reference in every state. */
  private static FloatMatrix drawn(
      GaussianPolicy reference, FloatMatrix outputs, RandomStream random) {
    int size = reference.actions().size();
    float[] fixed = reference.logStd();
    FloatMatrix latents = new FloatMatrix(outputs.rows(), size);
    for (int i = 0; i < outputs.rows(); i++) {
      for (int j = 0; j < size; j++) {
        float log = fixed.length > 0 ? fixed[j] : outputs.get(i, size + j);
        float kept =
            Math.max(GaussianPolicy.MIN_LOG_STD, Math.min(GaussianPolicy.MAX_LOG_STD, log));
        double noise = StrictMath.exp(kept) * random.nextGaussian();
        latents.set(i, j, (float) (outputs.get(i, j) + noise));
      }
    }
    return latents;
  }

  private static FloatMatrix actions(GaussianPolicy reference, FloatMatrix latents) {
    if (reference.form() == GaussianPolicy.Form.GAUSSIAN) {
      return latents;
    }
    FloatMatrix actions = latents.copy();
    Space space = reference.actions();
    for (int i = 0; i < actions.rows(); i++) {
      for (int j = 0; j < actions.columns(); j++) {
        double squashed = StrictMath.tanh(actions.get(i, j));
        actions.set(i, j, (float) (space.middle(j) + space.halfRange(j) * squashed));
      }
    }
    return actions;
  }
}
