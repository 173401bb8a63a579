package org.prefbench.method.reward;

import org.prefbench.offline.LearnedRewardMethod;
import org.prefbench.reward.RewardModel;
import org.prefbench.rl.Td3Bc;

/**
 * A Bradley-Terry reward for the logged steps, then TD3+BC on them ("Pb-TD3BC" in Yuan et al. 2024,
 * "Uni-RLHF", arXiv 2402.02423).
 *
 * <pre>
 * r       as in {@link RewardModel}: - E log sigmoid(sum_t r(winner) - sum_t r(loser))
 * r'(s,a) = scale r(s, a) + shift                   for every logged step
 * pi      as in {@link Td3Bc} on (s, a, r', s')
 * </pre>
 *
 * <p>Differs from the paper: the state of the reward with the smallest held-out loss is kept; unit
 * and zero are those of {@code p-iql}, from which only the learner differs, where the paper takes
 * rewards as they are.
 */
public final class PTd3Bc extends LearnedRewardMethod<Td3Bc.Settings> {
  /** Creates the method. */
  public PTd3Bc() {
    super(
        "p-td3-bc",
        "Bradley-Terry reward of logged steps, then TD3+BC (Yuan et al. 2024, arXiv 2402.02423)",
        Td3Bc.Settings.defaults(),
        Td3Bc::new);
  }
}
