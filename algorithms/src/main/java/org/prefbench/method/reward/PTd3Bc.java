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
public final class PTd3Bc extends OfflineMethod<PTd3Bc.Hyper> {
  /** The settings. */
  public record Hyper(@Inline LearnedReward reward, @Inline Td3Bc.Settings learning) {}

  /** Creates the method. */
  public PTd3Bc() {
    super(
        "p-td3-bc",
        "Bradley-Terry reward of logged steps, then TD3+BC (Yuan et al. 2024, arXiv 2402.02423)",
        Family.OFFLINE,
        new Hyper(LearnedReward.defaults(), Td3Bc.Settings.defaults()));
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
    return new Td3Bc(hyper.learning);
  }
}
