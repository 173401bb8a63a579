package org.prefbench.method.direct;

import ai.djl.nn.Activation;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.reward.PreferenceEmbedding;
import org.prefbench.segment.GapLoss;
import org.prefbench.segment.GapMethod;

/**
 * General preference modelling (Zhang et al. 2024, "General preference modeling with preference
 * representations for aligning language models", arXiv 2410.02197) with the policy update that the
 * paper combines it with first, self-play preference optimisation (Wu et al. 2024, arXiv
 * 2405.00675):
 *
 * <pre>
 * P(first beats second) = sigmoid(s / tau), s the skew-symmetric score of their embeddings
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = 1/2 E [ (D(first) - eta [ P - 1/2 ])^2 + (D(second) + eta [ P - 1/2 ])^2 ]
 * </pre>
 *
 * <p>The model can say what no reward can: that each of three segments beats the next. Then none of
 * them wins on average, and the policy stays. With {@code preference-form: bradley-terry} the same
 * network is a reward, the rival.
 *
 * <p>Differs from the paper: one round from the given pairs, whose other segment is the one draw of
 * the reference that each segment is compared with, where the paper samples answers anew;
 * continuous actions under a Gaussian. Skipped pairs are left out. The reference needs a density,
 * so it must come from {@code bc}.
 */
public final class Gpm extends GapMethod<Gpm.Hyper> {
  /** The settings of model and loss. */
  public record Hyper(
      @Help(
              "step of multiplicative weights: a sure winner is to gain eta / 2 nats, > 0 (paper: 1000)")
          double eta,
      PreferenceEmbedding.Setting preference) {
    /** Validates. */
    public Hyper {
      Checks.positive("eta", eta);
    }
  }

  /** Creates the method. */
  public Gpm() {
    super(
        "gpm",
        "General preference model, policy by self-play regression (Zhang et al. 2024, arXiv"
            + " 2410.02197)",
        new Hyper(10, PreferenceEmbedding.Setting.usual()));
  }

  @Override
  protected Gaps gaps(
      Hyper hyper, double validationShare, TrainingInput input, TrainingContext context) {
    return PreferenceEmbedding.gaps(hyper.preference, labelled(input), validationShare, context);
  }

  @Override
  public GapLoss loss(Hyper hyper) {
    return (pass, logRatios, logOdds) ->
        PreferenceEmbedding.regression(
            pass, logRatios, Activation.sigmoid(logOdds).sub(0.5f), hyper.eta);
  }
}
