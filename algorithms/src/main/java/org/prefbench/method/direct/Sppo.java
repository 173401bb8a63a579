package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.Side;
import org.prefbench.segment.WinnerLoss;

/**
 * Self-play preference optimisation (Wu et al. 2024, "Self-play preference optimization for
 * language model alignment", arXiv 2405.00675) on segments, one round of it from the given pairs.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = 1/2 E [ (D(winner) - eta / 2)^2 + (D(loser) + eta / 2)^2 ]
 * </pre>
 *
 * <p>This is the paper's regression of D on eta (P(segment beats pi_ref) - 1/2), with every label
 * as an estimate of that probability: the mean over labels is right, as pairs are drawn from the
 * reference. Its optimum is a step of multiplicative weights, pi_ref(y) exp(eta P(y beats pi_ref))
 * up to a constant, to first order in eta only: log-densities cannot have any mean that a target
 * asks for. {@code centred} takes the mean of D over the batch off both, which makes it exact.
 *
 * <p>Differs from the paper: one round, not three, each of which would ask for labels of new
 * segments; the probability comes from the labels, not from a model of pairs and five samples for
 * each prompt; eta is of the order of 10 and not 1,000, for a response is a segment of few
 * continuous actions under a Gaussian; ties have the target 0; skipped pairs are left out. The
 * reference needs a density, so it must come from {@code bc}.
 */
public final class Sppo extends ContrastiveMethod<Sppo.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Help("step of multiplicative weights: winners are to gain eta / 2 nats, > 0 (paper: 1000)")
          double eta,
      @Help("whether the batch's mean of D is taken off (paper: no)") boolean centred) {
    /** Validates. */
    public Hyper {
      Checks.positive("eta", eta);
    }
  }

  /** Creates the method. */
  public Sppo() {
    super(
        "sppo",
        "Self-play preference optimisation, one offline round (Wu et al. 2024, arXiv 2405.00675)",
        Normalise.SUM,
        new Hyper(10, false));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float target = (float) (hyper.eta / 2);
    return (pass, batch, winner, loser) -> {
      NDArray mean = hyper.centred ? batch.meanLogRatio(pass) : pass.scalar(0);
      return off(winner, mean, target).add(off(loser, mean, -target)).mul(pass.scalar(0.5f));
    };
  }

  private static NDArray off(Side side, NDArray mean, float target) {
    return side.logRatios().sub(mean).sub(target).square();
  }
}
