package org.prefbench.method.reward;

import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.OfflineMethod;
import org.prefbench.offline.Relabelling;
import org.prefbench.reward.HindsightReward;
import org.prefbench.rl.Iql;
import org.prefbench.rl.OfflineLearner;

/**
 * Hindsight preference learning, light (after Gao et al. 2024, "HPL", arXiv 2407.04451): a reward
 * that knows what followed a step explains the labels, its mean over what may follow is what a step
 * is paid, then implicit Q-learning.
 *
 * <pre>
 * r       as in {@link HindsightReward}: r(s, a) = sum_z p(z | s, a) r(s, a, z)
 * r'(s,a) = scale r(s, a) + shift                   for every logged step
 * pi      as in {@link Iql} on (s, a, r', s')
 * </pre>
 *
 * <p>Light: a future is the nearest of a few typical moves of the observation, found by k-means,
 * where the paper learns a discrete code of 8 letters of 16 by a variational autoencoder with a
 * transformer over future states and actions; so the mean over futures is a sum over all of them,
 * and not over 20 samples. What differs in detail from one future to another of the same kind is
 * not seen.
 *
 * <p>Differs otherwise: the reward is bounded, without a Huber penalty, and the best held-out state
 * is kept; unit and zero are those of {@code p-iql}; the last steps of a segment have shorter
 * futures.
 */
public final class HplLight extends OfflineMethod<HplLight.Hyper> {
  /** The settings. */
  public record Hyper(
      HindsightReward.Setting reward,
      @Inline Relabelling relabelling,
      @Inline Iql.Settings learning) {}

  /** Creates the method. */
  public HplLight() {
    super(
        "hpl-light",
        "Reward in hindsight, averaged over futures, then implicit Q-learning (light, after Gao et al. 2024, arXiv 2407.04451)",
        Family.OFFLINE,
        new Hyper(
            HindsightReward.Setting.light(),
            LearnedReward.defaults().relabelling(),
            Iql.Settings.defaults()));
  }

  @Override
  protected float[] rewards(
      Hyper hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    HindsightReward reward =
        HindsightReward.fit(input.preferences(), steps.segments(), hyper.reward, context);
    return hyper.relabelling.of(steps, reward::rewards);
  }

  @Override
  protected OfflineLearner learner(Hyper hyper) {
    return new Iql(hyper.learning);
  }
}
