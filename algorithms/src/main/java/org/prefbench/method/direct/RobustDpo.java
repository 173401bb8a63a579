package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Losses;
import org.prefbench.segment.Beta;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.WinnerLoss;

/**
 * Robust DPO: the loss whose mean over labels that are wrong with probability epsilon is that of
 * DPO over right ones (Chowdhury et al. 2024, "Provably robust DPO: aligning language models with
 * noisy feedback", arXiv 2403.00409).
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * z          = beta [ D(winner) - D(loser) ], no further from 0 than a limit
 * L(theta)   = - E [ (1 - epsilon) log sigmoid(z) - epsilon log sigmoid(-z) ] / (1 - 2 epsilon)
 * </pre>
 *
 * <p>Where one side wins more often than 1 - epsilon, as it does with a teacher that never errs, L
 * falls without end as z grows, on held-out pairs as well; {@code logit-limit} is where it then
 * stops. The paper has none.
 *
 * <p>Differs from the paper: a response is a segment of continuous actions under a Gaussian; ties
 * are kept, as labels of one half; skipped pairs are left out. The reference needs a density, so it
 * must come from {@code bc}.
 */
public final class RobustDpo extends ContrastiveMethod<RobustDpo.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Inline Beta strength,
      @Help("probability that a label is wrong, in [0, 0.5) (TRL: 0.1)") double epsilon,
      @Help("largest |z| that still has a derivative, > 0, Infinity for none (as in the paper)")
          double logitLimit) {
    /** Validates. */
    public Hyper {
      Checks.between("epsilon", epsilon, 0, Math.nextDown(0.5));
      Checks.require(logitLimit > 0, "logit-limit must be > 0, got %s", logitLimit);
    }
  }

  /** Creates the method. */
  public RobustDpo() {
    super(
        "rdpo",
        "Robust DPO for labels that are wrong at a known rate (Chowdhury et al. 2024, arXiv"
            + " 2403.00409)",
        Normalise.SUM,
        new Hyper(new Beta(0.1), 0.1, Double.POSITIVE_INFINITY));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float beta = (float) hyper.strength.beta();
    float limit = (float) hyper.logitLimit;
    float right = (float) ((1 - hyper.epsilon) / (1 - 2 * hyper.epsilon));
    return (pass, batch, winner, loser) -> {
      NDArray z = winner.logRatios().sub(loser.logRatios()).mul(pass.scalar(beta));
      if (Float.isFinite(limit)) {
        z = z.clip(-limit, limit);
      }
      return Losses.softplus(z).sub(z.mul(pass.scalar(right)));
    };
  }
}
