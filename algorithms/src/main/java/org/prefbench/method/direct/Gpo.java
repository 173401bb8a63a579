package org.prefbench.method.direct;

import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.reward.PreferenceEmbedding;
import org.prefbench.segment.GapLoss;
import org.prefbench.segment.GapMethod;

/**
 * General preference optimisation (Zhang et al. 2024, "General preference modeling with preference
 * representations for aligning language models", arXiv 2410.02197): the general preference model's
 * score itself, in place of a probability, is what log-ratios are to be.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = 1/2 E [ (D(first) - eta s / tau)^2 + (D(second) + eta s / tau)^2 ]
 * </pre>
 *
 * <p>Its optimum is pi_ref(y) exp(eta E s(y, y') / tau) up to a constant, y' a draw of the
 * reference. Near s = 0 it is {@code gpm} with four times the eta. The authors' code takes 2 s for
 * s, which doubles eta.
 *
 * <p>Differs from the paper as {@code gpm} does: one round from the given pairs; continuous actions
 * under a Gaussian; skipped pairs are left out. The reference needs a density, so it must come from
 * {@code bc}.
 */
public final class Gpo extends GapMethod<Gpo.Hyper> {
  /** The settings of model and loss. */
  public record Hyper(
      @Help("nats that a segment is to gain per unit of its log-odds, > 0 (paper: 1 / beta)")
          double eta,
      PreferenceEmbedding.Setting preference) {
    /** Validates. */
    public Hyper {
      Checks.positive("eta", eta);
    }
  }

  /** Creates the method. */
  public Gpo() {
    super(
        "gpo",
        "General preference optimisation by the model's scores (Zhang et al. 2024, arXiv"
            + " 2410.02197)",
        new Hyper(2.5, PreferenceEmbedding.Setting.usual()));
  }

  @Override
  protected Gaps gaps(
      Hyper hyper, double validationShare, TrainingInput input, TrainingContext context) {
    return PreferenceEmbedding.gaps(hyper.preference, labelled(input), validationShare, context);
  }

  @Override
  public GapLoss loss(Hyper hyper) {
    return (pass, logRatios, logOdds) ->
        PreferenceEmbedding.regression(pass, logRatios, logOdds, hyper.eta);
  }
}
