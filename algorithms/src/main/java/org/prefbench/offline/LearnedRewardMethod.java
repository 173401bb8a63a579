package org.prefbench.offline;

import java.util.function.Function;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.rl.OfflineLearner;

/**
 * An offline learner on a reward that is learned from pairs.
 *
 * @param <L> the settings of the learner
 */
public abstract class LearnedRewardMethod<L extends Record>
    extends OfflineMethod<LearnedRewardMethod.Hyper<L>> {
  private final Function<L, OfflineLearner> learner;

  /** The settings. */
  public record Hyper<L extends Record>(@Inline LearnedReward reward, @Inline L learning) {}

  /**
   * Creates a method.
   *
   * @param learning the default settings of the learner
   * @param learner makes the learner of its settings
   */
  protected LearnedRewardMethod(
      String id, String title, L learning, Function<L, OfflineLearner> learner) {
    super(id, title, Family.OFFLINE, new Hyper<>(LearnedReward.defaults(), learning));
    this.learner = learner;
  }

  @Override
  protected float[] rewards(
      Hyper<L> hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    return hyper.reward.of(steps, input, context);
  }

  @Override
  protected OfflineLearner learner(Hyper<L> hyper) {
    return learner.apply(hyper.learning);
  }
}
