package org.prefbench.method.reward;

import java.util.Arrays;
import java.util.Set;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.OfflineMethod;
import org.prefbench.offline.Relabelling;
import org.prefbench.reward.RewardFunction;
import org.prefbench.rl.Iql;
import org.prefbench.rl.OfflineLearner;

/**
 * Implicit Q-learning on wrong rewards, as a control: where tasks end early and data are good,
 * offline learning from zero, random or even reversed rewards can score as from true ones (Li et
 * al. 2023, "Survival instinct in offline reinforcement learning", arXiv 2306.03286). What a row
 * scores above this is what its reward is worth. It reads no pair.
 *
 * <pre>
 * r'(s,a) = scale w + shift,   w = 0, or uniform on [0, 1) for each logged step, or - r
 * pi      as in {@link Iql} on (s, a, r', s')
 * </pre>
 *
 * <p>Differs from the paper: the unit of the rewards is that of {@code iql-oracle}.
 */
public final class IqlControl extends OfflineMethod<IqlControl.Hyper> {
  /** A reward that tells nothing of the task, or its contrary. */
  public enum Wrong {
    /** Zero. */
    ZERO,
    /** Drawn for each logged step by itself. */
    RANDOM,
    /** Minus the true one. */
    NEGATED
  }

  /** The settings. */
  public record Hyper(
      @Help("the reward of the logged steps: zero, random or negated, which reads the true one")
          Wrong reward,
      @Inline Relabelling relabelling,
      @Inline Iql.Settings learning) {}

  /** Creates the method. */
  public IqlControl() {
    super(
        "iql-control",
        "Implicit Q-learning on zero, random or negated rewards (Li et al. 2023, arXiv 2306.03286)",
        Family.OFFLINE,
        new Hyper(
            Wrong.ZERO,
            new Relabelling(Relabelling.Scale.RETURN_RANGE, Relabelling.Shift.NONE),
            Iql.Settings.defaults()));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return hyper.reward == Wrong.NEGATED ? Set.of(Needs.TRUE_REWARDS) : Set.of();
  }

  @Override
  protected boolean readsPairs(Hyper hyper) {
    return false;
  }

  @Override
  protected float[] rewards(
      Hyper hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    RandomStream random = context.seed().child("reward").generator();
    RewardFunction wrong =
        switch (hyper.reward) {
          case ZERO -> RewardFunction.zero();
          case RANDOM -> segment -> random(segment.length(), random);
          case NEGATED -> RewardFunction.recorded().negated();
        };
    return hyper.relabelling.of(steps, wrong::rewards);
  }

  private static double[] random(int length, RandomStream random) {
    double[] rewards = new double[length];
    Arrays.setAll(rewards, t -> random.nextDouble());
    return rewards;
  }

  @Override
  protected OfflineLearner learner(Hyper hyper) {
    return new Iql(hyper.learning);
  }
}
