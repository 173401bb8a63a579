package org.prefbench.method.reward;

import java.util.Set;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.reward.RewardFunction;
import org.prefbench.rl.LoggedSteps;
import org.prefbench.rl.OfflineLearner;
import org.prefbench.rl.OfflineMethod;
import org.prefbench.rl.Relabelling;
import org.prefbench.rl.Td3Bc;

/**
 * TD3+BC on the true rewards of the logged steps, as they are (Fujimoto and Gu 2021, arXiv
 * 2106.06860): what a perfect reward would give {@code p-td3-bc}. It reads no pair.
 *
 * <pre>
 * pi   as in {@link Td3Bc} on (s, a, r, s')
 * </pre>
 *
 * <p>Differs from the paper: see {@link Td3Bc}.
 */
public final class Td3BcOracle extends OfflineMethod<Td3BcOracle.Hyper> {
  /** The settings. */
  public record Hyper(@Inline Relabelling relabelling, @Inline Td3Bc.Settings learning) {}

  /** Creates the method. */
  public Td3BcOracle() {
    super(
        "td3-bc-oracle",
        "TD3+BC on true rewards (Fujimoto and Gu 2021, arXiv 2106.06860)",
        Family.BOUND,
        new Hyper(
            new Relabelling(Relabelling.Scale.AS_GIVEN, Relabelling.Shift.NONE),
            Td3Bc.Settings.defaults()));
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
    return new Td3Bc(hyper.learning);
  }
}
