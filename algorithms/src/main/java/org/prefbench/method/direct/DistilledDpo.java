package org.prefbench.method.direct;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.preference.Label;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.SegmentPair;
import org.prefbench.reward.RewardEnsemble;
import org.prefbench.segment.Beta;
import org.prefbench.segment.GapLoss;
import org.prefbench.segment.GapMethod;

/**
 * DPO with distilled rewards (Fisch et al. 2024, "Robust preference optimization through reward
 * model distillation", arXiv 2405.19316, the objective d-DPO): a Bradley-Terry reward r is learned
 * from the labels, and the policy's implicit reward is fitted to it.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = E [ (r(first) - r(second) - beta [ D(first) - D(second) ])^2 ]
 * </pre>
 *
 * <p>r is the mean of the rewards, each the sum over the steps. Its optimum is DPO's under the
 * learned reward, pi_ref(y) exp(r(y) / beta) up to a constant; but r is bounded and stopped early,
 * so labels that never err ask for no infinite margin. The loss reads no label, so any pairs will
 * do: the labelled ones, and with {@code unlabelled} stretches of the logged episodes too.
 *
 * <p>Differs from the paper: a response is a segment of continuous actions under a Gaussian; ties
 * are kept, for they have a reward as well; skipped pairs are left out. The reference needs a
 * density, so it must come from {@code bc}.
 */
public final class DistilledDpo extends GapMethod<DistilledDpo.Hyper> {
  /** The settings of rewards and loss. */
  public record Hyper(
      @Inline Beta strength,
      @Help("pairs of stretches of the logged episodes beside the labelled ones, >= 0")
          int unlabelled,
      RewardEnsemble.Setting reward) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("unlabelled", unlabelled, 0);
    }
  }

  /** Creates the method. */
  public DistilledDpo() {
    super(
        "distilled-dpo",
        "DPO with distilled rewards (Fisch et al. 2024, arXiv 2405.19316)",
        new Hyper(new Beta(0.1), 0, RewardEnsemble.Setting.of(3)));
  }

  @Override
  protected Gaps gaps(
      Hyper hyper, double validationShare, TrainingInput input, TrainingContext context) {
    RewardEnsemble rewards =
        RewardEnsemble.fit(input.preferences(), hyper.reward, validationShare, context);
    List<PreferencePair> pairs = new ArrayList<>(labelled(input));
    if (hyper.unlabelled > 0) {
      int length = pairs.stream().mapToInt(PreferencePair::length).max().orElseThrow();
      for (SegmentPair pair :
          PairSampler.fromLog(
              input.trajectories(), hyper.unlabelled, length, context.seed().child("unlabelled"))) {
        pairs.add(new PreferencePair(pair.first(), pair.second(), Label.TIE, "nobody"));
      }
    }
    return new Gaps(pairs, RewardEnsemble.gaps(rewards.sums(pairs)));
  }

  @Override
  public GapLoss loss(Hyper hyper) {
    return GapLoss.regression(hyper.strength);
  }
}
