package org.prefbench.method.planning;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;

/**
 * The best-of-n planner by a learned reward: it rolls the reference out n times from the present
 * state, on a fork of the simulator that shows no rewards, and executes the first actions of the
 * roll-out with the largest
 *
 * <pre>
 * R(y)  = theta . f(y),   f(y) = sum_t (1, (s_t, a_t), their squares) / steps of a plan
 * theta = argmax  sum_pairs log sigmoid(rationality (R(winner) - R(loser))) - |theta|^2 / (2 prior^2)
 * </pre>
 *
 * <p>(of the first such, in a tie): "best-of-n sampling" of Stiennon et al. 2020 ("Learning to
 * summarize from human feedback", arXiv 2009.01325). Beside {@code best-of-n}, which sees true
 * rewards, it tells what the reward's errors cost, beside flows what a flow is needed for, and
 * beside {@code pspl}, which has the same planner, what choosing one's own queries is worth. A tie
 * is half an answer each way.
 *
 * <p>Differs from the source: the reward is linear in standardised observations and actions and
 * their squares, and no network (of locomotion the rewards are nearly so), so that its best is
 * found exactly; a sample is a roll-out of a few steps, made anew after every action unless told
 * otherwise.
 */
public final class BestOfNLearned implements AlgorithmFactory<BestOfNLearned.Hyper> {
  /** Hyperparameters. */
  public record Hyper(
      @Help("number of roll-outs compared, >= 1; 2 as best-of-n") int n,
      @Help("actions executed per plan, >= 1") int rolloutFrequency,
      @Help("standard deviation of the weights of the reward before any label, > 0") double prior,
      @Help("log-odds of a label per unit of reward, > 0") double rationality) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("n", n, 1);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
      Checks.positive("prior", prior);
      Checks.positive("rationality", rationality);
    }
  }

  @Override
  public String id() {
    return "best-of-n-learned";
  }

  @Override
  public String title() {
    return "Best-of-n planning by a learned reward (Stiennon et al. 2020, arXiv 2009.01325)";
  }

  @Override
  public Family family() {
    return Family.PLANNING;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(2, 1, 1, 10);
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of(Needs.LOOK_AHEAD);
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requireReference(id());
    prospect.requirePairs(id());
    checkExecuted(hyper, prospect.segmentLength().orElseThrow());
  }

  private void checkExecuted(Hyper hyper, int length) {
    Checks.require(
        hyper.rolloutFrequency <= length,
        "%s.rollout-frequency must be <= the segment length %d, got %d",
        id(),
        length,
        hyper.rolloutFrequency);
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> plan(hyper, input, context);
  }

  private Policy plan(Hyper hyper, TrainingInput input, TrainingContext context) {
    int length =
        input.preferences().pairs().stream().mapToInt(PreferencePair::length).max().orElse(0);
    checkExecuted(hyper, length);
    LinearPlanner planner =
        new LinearPlanner(
            input.requireReference(),
            hyper.n,
            length,
            hyper.rolloutFrequency,
            RewardOfPairs.of(input, length, hyper.prior, hyper.rationality));
    context.monitor().progress(1, 1);
    if (context.monitor().checkpointDue(1, 1)) {
      context.monitor().checkpoint(1, 1, Double.NaN, () -> planner);
    }
    return planner;
  }
}
