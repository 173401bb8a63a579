package org.prefbench.method.flow;

import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.dataset.Segment;
import org.prefbench.generative.FlowPlans;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.LabelledFlow;
import org.prefbench.generative.LabelledPlans;
import org.prefbench.reward.RewardModel;

/**
 * Preference flow matching in its importance form: a flow from noise to the law of preferred
 * segments (Kim et al. 2024, arXiv 2405.19806), learned from all labelled segments and not from
 * winners alone, each weighted by the probability with which it wins.
 *
 * <pre>
 * p1(y | x) = 2 pi_ref(y | x) P(y beats y'),   y' ~ pi_ref(. | x)
 * w(y)      = 2 P(y beats y')^sharpness,       P = sigmoid(R(y) - R(y')), y' the other of its pair
 * L(theta)  = E w(y) || v_theta(t, (1 - t) e + t y | x) - (y - e) ||^2 / d,   e ~ N(0, I)
 * </pre>
 *
 * <p>R sums a {@link RewardModel}. With sharpness 1 the flow ends in p1 where both segments of a
 * pair are drawn from the reference in one state; above 1 it prefers as a best of more would.
 * Beside {@code pfm} it asks neither reference nor simulator when it acts, has twice the segments,
 * and labels that err weigh less than their number where the reward disagrees.
 *
 * <p>Differs from the paper: a reward between labels and flow; noise as source. Ties are kept, and
 * skipped pairs left out.
 */
public final class PfmWeighted extends LabelledFlow<PfmWeighted.Hyper> {
  /** The settings. */
  public record Hyper(
      @Help("power of the probability of winning, > 0; 1 is the law of preferred segments")
          double sharpness,
      @Help("actions executed per plan, >= 1 (PFM: 1)") int rolloutFrequency,
      RewardModel.Setting reward,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          FlowPlans plans) {
    /** Validates. */
    public Hyper {
      Checks.positive("sharpness", sharpness);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
    }
  }

  /** Creates the method. */
  public PfmWeighted() {
    super(
        "pfm-weighted",
        "Preference flow matching by weights of learned win rates, from noise (after Kim et al. 2024, arXiv 2405.19806)",
        new Hyper(1, 1, RewardModel.Setting.bPref(), PLANS));
  }

  @Override
  protected int executed(Hyper hyper) {
    return hyper.rolloutFrequency;
  }

  @Override
  protected FlowPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    RewardModel reward = RewardModel.fit(input.preferences(), hyper.reward, context);
    List<Segment> segments = LabelledPairs.segments(LabelledPairs.of(input.preferences()));
    double[] returns =
        segments.stream().mapToDouble(s -> Arrays.stream(reward.rewards(s)).sum()).toArray();
    LabelledPlans plans = plans(hyper, segments);
    return plans.fitWeighted(
        hyper.plans,
        LabelledPlans.winRates(returns, hyper.sharpness),
        hyper.rolloutFrequency,
        context);
  }
}
