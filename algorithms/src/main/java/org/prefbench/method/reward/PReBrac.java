package org.prefbench.method.reward;

import org.prefbench.offline.LearnedRewardMethod;
import org.prefbench.reward.RewardModel;
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
public final class PReBrac extends LearnedRewardMethod<ReBrac.Settings> {
  /** Creates the method. */
  public PReBrac() {
    super(
        "p-rebrac",
        "Bradley-Terry reward of logged steps, then ReBRAC (Tarasov et al. 2023, arXiv 2305.09836)",
        ReBrac.Settings.defaults(),
        ReBrac::new);
  }
}
