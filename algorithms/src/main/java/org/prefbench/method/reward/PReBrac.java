package org.prefbench.method.reward;

import java.util.Set;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.reward.RewardModel;
import org.prefbench.rl.LoggedSteps;
import org.prefbench.rl.OfflineLearner;
import org.prefbench.rl.OfflineMethod;
import org.prefbench.rl.ReBrac;

/**
 * A Bradley-Terry reward for the logged steps, then ReBRAC on them (Tarasov et al. 2023, arXiv
 * 2305.09836): the strongest of the small learners, on learned rewards.
 *
 * <pre>
 * r       as in {@link RewardModel}: - E log sigmoid(sum_t r(winner) - sum_t r(loser))
 * r'(s,a) = scale r(s, a) + shift                   for every logged step
 * pi      as in {@link ReBrac} on (s, a, r', s')
 * </pre>
 *
 * <p>Differs from the paper, which has true rewards as they are: unit and zero are those of {@code
 * p-iql}, from which only the learner differs.
 */
public final class PReBrac extends OfflineMethod<PReBrac.Hyper> {
  /** The settings. */
  public record Hyper(@Inline LearnedReward reward, @Inline ReBrac.Settings learning) {}

  /** Creates the method. */
  public PReBrac() {
    super(
        "p-rebrac",
        "Bradley-Terry reward of logged steps, then ReBRAC (Tarasov et al. 2023, arXiv 2305.09836)",
        Family.OFFLINE,
        new Hyper(LearnedReward.defaults(), ReBrac.Settings.defaults()));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  protected float[] rewards(
      Hyper hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    return hyper.reward.of(steps, input, context);
  }

  @Override
  protected OfflineLearner learner(Hyper hyper) {
    return new ReBrac(hyper.learning);
  }
}
