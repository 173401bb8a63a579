package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.RewardEnsemble;
import org.prefbench.segment.Beta;
import org.prefbench.segment.GapLoss;
import org.prefbench.segment.GapMethod;

/**
 * DPO with pessimistically distilled rewards (Fisch et al. 2024, "Robust preference optimization
 * through reward model distillation", arXiv 2405.19316, the objective for a family of rewards): of
 * several Bradley-Terry rewards r_i the policy follows the one that asks least of it, and it pays
 * for finding the reference's segments unlikely.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = min_i E [ (r_i(first) - r_i(second) - beta [ D(first) - D(second) ])^2 ]
 *            + gamma KL(pi_ref || pi_theta),   KL = - E D(segment) of draws of the reference
 * </pre>
 *
 * <p>The smallest mean is that of a batch, not of a pair, and no derivative goes through the
 * choice; with rewards that disagree it depends on where one starts, which is at the reference. The
 * divergence is the forward one, as in the paper, whose minimum over rewards it stands for; pairs
 * are draws of the reference, and so their own segments are its estimate, in nats per segment.
 *
 * <p>Differs from the paper: a response is a segment of continuous actions under a Gaussian; ties
 * are kept, for they have rewards as well; skipped pairs are left out. The reference needs a
 * density, so it must come from {@code bc}.
 */
public final class PessimisticDistilledDpo extends GapMethod<PessimisticDistilledDpo.Hyper> {
  /** The settings of rewards and loss. */
  public record Hyper(
      @Inline Beta strength,
      @Help("weight of the divergence of the policy from the reference, per segment, >= 0")
          double gamma,
      RewardEnsemble.Setting reward) {
    /** Validates. */
    public Hyper {
      Checks.notNegative("gamma", gamma);
    }
  }

  /** Creates the method. */
  public PessimisticDistilledDpo() {
    super(
        "pessimistic-distilled-dpo",
        "DPO with pessimistically distilled rewards (Fisch et al. 2024, arXiv 2405.19316)",
        new Hyper(new Beta(0.1), 0.1, RewardEnsemble.Setting.of(5)));
  }

  @Override
  protected Gaps gaps(
      Hyper hyper, double validationShare, TrainingInput input, TrainingContext context) {
    RewardEnsemble rewards =
        RewardEnsemble.fit(input.preferences(), hyper.reward, validationShare, context);
    List<PreferencePair> pairs = labelled(input);
    return new Gaps(pairs, RewardEnsemble.gaps(rewards.sums(pairs)));
  }

  @Override
  public GapLoss loss(Hyper hyper) {
    float beta = (float) hyper.strength.beta();
    float gamma = (float) hyper.gamma;
    return (pass, logRatios, gaps) -> {
      NDArray implicit = GapLoss.margins(logRatios).mul(pass.scalar(beta));
      NDArray squares = gaps.sub(implicit).square(); // [rewards, pairs]
      float[] means = squares.mean(new int[] {1}).toFloatArray();
      int least = 0;
      for (int i = 1; i < means.length; i++) {
        least = means[i] < means[least] ? i : least;
      }
      NDArray divergence = logRatios.mean(new int[] {1}).neg();
      return squares.get(least).add(divergence.mul(pass.scalar(gamma)));
    };
  }
}
