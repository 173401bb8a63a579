package org.prefbench.method.reward;

import java.util.Set;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.reward.RewardFunction;
import org.prefbench.rl.Iql;
import org.prefbench.rl.LoggedSteps;
import org.prefbench.rl.OfflineLearner;
import org.prefbench.rl.OfflineMethod;
import org.prefbench.rl.Relabelling;

/**
 * Implicit Q-learning on the true rewards of the logged steps (Kostrikov, Nair and Levine 2021,
 * arXiv 2110.06169): what a perfect reward would give {@code p-iql}. It reads no pair.
 *
 * <pre>
 * r'(s,a) = r 1000 / (largest return - smallest return)   for every logged step
 * pi      as in {@link Iql} on (s, a, r', s')
 * </pre>
 *
 * <p>Differs from the paper: see {@link Iql}.
 */
public final class IqlOracle extends OfflineMethod<IqlOracle.Hyper> {
  /** The settings. */
  public record Hyper(@Inline Relabelling relabelling, @Inline Iql.Settings learning) {}

  /** Creates the method. */
  public IqlOracle() {
    super(
        "iql-oracle",
        "Implicit Q-learning on true rewards (Kostrikov et al. 2021, arXiv 2110.06169)",
        Family.BOUND,
        new Hyper(
            new Relabelling(Relabelling.Scale.RETURN_RANGE, Relabelling.Shift.NONE),
            Iql.Settings.defaults()));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of(Needs.TRUE_REWARDS);
  }

  @Override
  protected boolean readsPairs(Hyper hyper) {
    return false;
  }

  @Override
  protected float[] rewards(
      Hyper hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    double[] recorded = steps.rewards(RewardFunction.recorded()::rewards);
    return hyper.relabelling.of(recorded, steps.lengths());
  }

  @Override
  protected OfflineLearner learner(Hyper hyper) {
    return new Iql(hyper.learning);
  }
}
