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
 * DPO-positive (Pal et al. 2024, "Smaug: fixing failure modes of preference optimisation with
 * DPO-positive", arXiv 2402.13228) on segments.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = - E log sigmoid(beta [ D(winner) - D(loser) - lambda max(0, -D(winner)) ])
 * </pre>
 *
 * <p>DPO trains a difference only and lets winners become less likely as long as losers fall
 * faster; here a winner that the reference finds likelier costs lambda times what it lost. Where
 * none does it is DPO.
 *
 * <p>Differs from the paper: a response is a segment of continuous actions under a Gaussian; ties
 * count as half a win of either side; skipped pairs are left out. The reference needs a density, so
 * it must come from {@code bc}.
 */
public final class DpoPositive extends ContrastiveMethod<DpoPositive.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Inline Beta strength,
      @Help("weight of what winners lose against the reference, >= 0") double lambda) {
    /** Validates. */
    public Hyper {
      Checks.notNegative("lambda", lambda);
    }
  }

  /** Creates the method. */
  public DpoPositive() {
    super(
        "dpop",
        "DPO-positive, which keeps winners likely (Pal et al. 2024, arXiv 2402.13228)",
        Normalise.SUM,
        new Hyper(new Beta(0.3), 50));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float beta = (float) hyper.strength.beta();
    float lambda = (float) hyper.lambda;
    return (pass, batch, winner, loser) -> {
      NDArray lost = Losses.hinge(pass, winner.logRatios(), 0);
      NDArray margin = winner.logRatios().sub(loser.logRatios());
      return Losses.softplus(lost.mul(pass.scalar(lambda)).sub(margin).mul(pass.scalar(beta)));
    };
  }
}
