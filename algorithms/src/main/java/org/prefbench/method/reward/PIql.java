package org.prefbench.method.reward;

import org.prefbench.offline.LearnedRewardMethod;
import org.prefbench.reward.RewardModel;
import org.prefbench.rl.Iql;

/**
 * A Bradley-Terry reward for the logged steps, then implicit Q-learning on them: the baseline of
 * offline preference-based reinforcement learning ("MR" in Kim et al. 2023, "Preference
 * Transformer", arXiv 2303.00957; "P-IQL" in Hejna and Sadigh 2023, arXiv 2305.15363).
 *
 * <pre>
 * r       as in {@link RewardModel}: - E log sigmoid(sum_t r(winner) - sum_t r(loser))
 * r'(s,a) = scale r(s, a) + shift                   for every logged step
 * pi      as in {@link Iql} on (s, a, r', s')
 * </pre>
 *
 * <p>Differs from the sources, which differ from each other: the reward network is that of B-Pref
 * and Uni-RLHF (three networks, squashed, sums over the segment); the state with the smallest
 * held-out loss is kept; unit and zero are those of Preference Transformer's code on locomotion,
 * after a zero mean over the labelled steps.
 */
public final class PIql extends LearnedRewardMethod<Iql.Settings> {
  /** Creates the method. */
  public PIql() {
    super(
        "p-iql",
        "Bradley-Terry reward of logged steps, then implicit Q-learning (Kim et al. 2023, arXiv 2303.00957)",
        Iql.Settings.defaults(),
        Iql::new);
  }
}
