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
 * DPO with the likelihood of winners beside it, as in iterative reasoning preference optimisation
 * (Pang et al. 2024, arXiv 2404.19733) and regularised preference optimisation (Liu et al. 2024,
 * arXiv 2405.16436), on segments.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ],   k its number of steps
 * L(theta)   = E [ - log sigmoid(beta [ D(winner) - D(loser) ]) - alpha D(winner) / k ]
 * </pre>
 *
 * <p>The last term is the cross-entropy of the winner's actions per step up to a constant of the
 * data, so that a policy which stays scores log 2. The larger alpha, the nearer to cloning winners.
 *
 * <p>Differs from the papers: a response is a segment of continuous actions under a Gaussian; ties
 * count as half a win of either side; skipped pairs are left out. The reference needs a density, so
 * it must come from {@code bc}.
 */
public final class Rpo extends ContrastiveMethod<Rpo.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Inline Beta strength,
      @Help("weight of the winners' cross-entropy per step, >= 0 (papers: about 1)") double alpha) {
    /** Validates. */
    public Hyper {
      Checks.notNegative("alpha", alpha);
    }
  }

  /** Creates the method. */
  public Rpo() {
    super(
        "rpo",
        "DPO with the likelihood of winners (Pang et al. 2024, arXiv 2404.19733)",
        Normalise.SUM,
        new Hyper(new Beta(0.1), 1));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float beta = (float) hyper.strength.beta();
    float alpha = (float) hyper.alpha;
    return (pass, batch, winner, loser) -> {
      NDArray behind = loser.logRatios().sub(winner.logRatios());
      return Losses.softplus(behind.mul(pass.scalar(beta)))
          .sub(winner.stepLogRatios().mul(pass.scalar(alpha)));
    };
  }
}
