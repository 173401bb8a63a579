package org.prefbench.offline;

import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.reward.RewardModel;

/**
 * A Bradley-Terry reward of the logged steps, with its unit and zero: what {@code p-iql}, {@code
 * p-td3-bc}, {@code p-rebrac}, {@code fql} and {@code percent-bc} share, so that nothing but the
 * learner tells them apart.
 */
public record LearnedReward(RewardModel.Setting reward, @Inline Relabelling relabelling) {
  /**
   * Returns B-Pref's networks and implicit Q-learning's unit. The smallest logged reward is 0: the
   * networks have a mean of zero, to which Preference Transformer's half a unit adds so little that
   * returns no longer tell long episodes from short ones (algorithms/docs/offline-learners.md).
   */
  public static LearnedReward defaults() {
    return new LearnedReward(
        RewardModel.Setting.bPref(),
        new Relabelling(Relabelling.Scale.RETURN_RANGE, Relabelling.Shift.MIN_ZERO));
  }

  /** Returns the rewards learned from the pairs, {@code [steps]}. */
  public float[] of(LoggedSteps steps, TrainingInput input, TrainingContext context) {
    RewardModel model = RewardModel.fit(input.preferences(), reward, context);
    return relabelling.of(steps, model::rewards);
  }
}
