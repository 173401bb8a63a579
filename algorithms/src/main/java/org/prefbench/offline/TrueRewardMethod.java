package org.prefbench.offline;

import java.util.Set;
import java.util.function.Function;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.reward.RewardFunction;
import org.prefbench.rl.OfflineLearner;

/**
 * An offline learner on the true rewards of the logged steps: what a perfect reward would give. It
 * reads no pair.
 *
 * @param <L> the settings of the learner
 */
public abstract class TrueRewardMethod<L extends Record>
    extends OfflineMethod<TrueRewardMethod.Hyper<L>> {
  private final Function<L, OfflineLearner> learner;

  /** The settings. */
  public record Hyper<L extends Record>(@Inline Relabelling relabelling, @Inline L learning) {}

  /**
   * Creates a method.
   *
   * @param learning the default settings of the learner
   * @param learner makes the learner of its settings
   */
  protected TrueRewardMethod(
      String id,
      String title,
      Relabelling.Scale scale,
      L learning,
      Function<L, OfflineLearner> learner) {
    super(
        id,
        title,
        Family.BOUND,
        new Hyper<>(new Relabelling(scale, Relabelling.Shift.NONE), learning));
    this.learner = learner;
  }

  @Override
  public Set<Needs> needs(Hyper<L> hyper) {
    return Set.of(Needs.TRUE_REWARDS);
  }

  @Override
  protected boolean readsPairs(Hyper<L> hyper) {
    return false;
  }

  @Override
  protected float[] rewards(
      Hyper<L> hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    return hyper.relabelling.of(steps, RewardFunction.recorded()::rewards);
  }

  @Override
  protected OfflineLearner learner(Hyper<L> hyper) {
    return learner.apply(hyper.learning);
  }
}
