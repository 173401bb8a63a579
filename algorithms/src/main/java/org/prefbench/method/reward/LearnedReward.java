package org.prefbench.method.reward;

import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.reward.RewardModel;
import org.prefbench.rl.LoggedSteps;
import org.prefbench.rl.Relabelling;

/**
 * A Bradley-Terry reward of the logged steps, with its unit and zero: what {@code p-iql}, {@code
 * p-td3-bc} and {@code p-rebrac} share, so that nothing but the learner tells them apart.
 */
public record LearnedReward(RewardModel.Setting reward, @Inline Relabelling relabelling) {
  /**
   * Returns B-Pref's networks, and unit and zero of Preference Transformer's code on locomotion.
   */
  static LearnedReward defaults() {
    return new LearnedReward(
        RewardModel.Setting.bPref(),
        new Relabelling(Relabelling.Scale.RETURN_RANGE, Relabelling.Shift.PLUS_HALF));
  }

  /** Returns the rewards learned from the pairs, {@code [steps]}. */
  float[] of(LoggedSteps steps, TrainingInput input, TrainingContext context) {
    RewardModel model = RewardModel.fit(input.preferences(), reward, context);
    return relabelling.of(steps.rewards(model::rewards), steps.lengths());
  }
}
