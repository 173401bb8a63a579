package org.prefbench.method.reward;

import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.OfflineMethod;
import org.prefbench.offline.Relabelling;
import org.prefbench.reward.TransformerReward;
import org.prefbench.rl.Iql;
import org.prefbench.rl.OfflineLearner;

/**
 * Preference Transformer (Kim et al. 2023, arXiv 2303.00957): a reward by attention over the steps
 * before, weighted by attention over the segment, then implicit Q-learning.
 *
 * <pre>
 * r       as in {@link TransformerReward}: - E log sigmoid(score(winner) - score(loser))
 * r'(s,a) = scale r(.., s, a) + shift               for every logged step
 * pi      as in {@link Iql} on (s, a, r', s')
 * </pre>
 *
 * <p>Differs from the paper: light, one causal layer of one head of 64, without normalisation and
 * dropout; the state with the smallest held-out loss is kept; a window has the length of the
 * longest segment, where the paper's segments have 100 steps and its windows 25.
 */
public final class PreferenceTransformer extends OfflineMethod<PreferenceTransformer.Hyper> {
  /** The settings. */
  public record Hyper(
      TransformerReward.Setting reward,
      @Inline Relabelling relabelling,
      @Inline Iql.Settings learning) {}

  /** Creates the method. */
  public PreferenceTransformer() {
    super(
        "preference-transformer",
        "Reward by attention over segments, then implicit Q-learning (Kim et al. 2023, arXiv 2303.00957)",
        Family.OFFLINE,
        new Hyper(
            TransformerReward.Setting.light(),
            LearnedReward.defaults().relabelling(),
            Iql.Settings.defaults()));
  }

  @Override
  protected float[] rewards(
      Hyper hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    TransformerReward reward = TransformerReward.fit(input.preferences(), hyper.reward, context);
    return hyper.relabelling.of(steps, reward::rewards);
  }

  @Override
  protected OfflineLearner learner(Hyper hyper) {
    return new Iql(hyper.learning);
  }
}
