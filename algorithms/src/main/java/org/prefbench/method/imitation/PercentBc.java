package org.prefbench.method.imitation;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.offline.BestEpisodes;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.reward.RewardModel;

/**
 * Behaviour cloning of the episodes with the largest learned returns (Chen et al. 2021, "Decision
 * transformer", arXiv 2106.01345, "percentile behaviour cloning", there by true returns): what is
 * left of offline reinforcement learning without values.
 *
 * <pre>
 * R(episode) = sum_t (scale r(s_t, a_t) + shift)      r as in {@link RewardModel}
 * L(theta)   = - E_{(s, a) in the best episodes} log pi_theta(a | s)
 * </pre>
 *
 * <p>The best are those of largest R, one after another, until they have the asked share of all
 * logged steps; of equals the earlier. Where episodes differ in length the zero of the reward
 * decides what a longer one is worth; unit and zero are those of {@code p-iql}.
 *
 * <p>Differs from the paper: returns are learned; network and optimiser are those of {@code bc}.
 */
public final class PercentBc implements AlgorithmFactory<PercentBc.Hyper> {
  /** The hyperparameters. */
  public record Hyper(
      @Help("share of the logged steps that is cloned, in (0, 1] (the paper: 0.1 to 1)")
          double share,
      @Inline LearnedReward reward,
      @Inline Cloning cloning) {
    /** Validates. */
    public Hyper {
      Checks.between("share", share, Double.MIN_NORMAL, 1);
    }
  }

  @Override
  public String id() {
    return "percent-bc";
  }

  @Override
  public String title() {
    return "Behaviour cloning of the best tenth by learned return (Chen et al. 2021, arXiv 2106.01345)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(0.1, LearnedReward.defaults(), Cloning.corl(20_000, 0.05));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    hyper.cloning.check(id(), prospect);
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> {
      LoggedSteps steps = LoggedSteps.of(input);
      float[] rewards = hyper.reward.of(steps, input, context);
      return hyper.cloning.fit(
          BestEpisodes.of(steps.segments(), rewards, hyper.share), steps.actions(), context);
    };
  }
}
