package org.prefbench.method.planning;

import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Standardizer;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.LinearPosterior;
import org.prefbench.reward.LinearReward;
import org.prefbench.reward.QueryStrategy;
import org.prefbench.rl.Transitions;

/** The linear reward by which planners choose that learn it from the given pairs. */
final class RewardOfPairs {
  private RewardOfPairs() {}

  /**
   * Returns the mode of {@link LinearPosterior} given all labelled pairs, in the scales of the log.
   *
   * @param length steps of a plan, by which features are divided
   * @param prior standard deviation of the weights before any label, > 0
   * @param rationality log-odds of a label per unit of reward, > 0
   */
  static LinearReward of(TrainingInput input, int length, double prior, double rationality) {
    Transitions log = LoggedSteps.of(input).transitions();
    Standardizer scales = Standardizer.of(log.observations().beside(log.actions()));
    LinearPosterior posterior = new LinearPosterior(LinearReward.size(scales), prior, rationality);
    for (PreferencePair pair : LabelledPairs.of(input.preferences())) {
      posterior.observe(
          QueryStrategy.less(
              features(pair.first(), scales, length), features(pair.second(), scales, length)),
          pair.label().probabilityFirst());
    }
    return new LinearReward(scales, posterior.mode());
  }

  private static double[] features(Segment segment, Standardizer scales, int length) {
    return LinearReward.features(scales, segment.observations(), segment.actions(), length);
  }
}
