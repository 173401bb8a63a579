package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.nn.Losses;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.WinnerLoss;

/**
 * Simple preference optimisation (Meng et al. 2024, "SimPO: simple preference optimization with a
 * reference-free reward", arXiv 2405.14734) on segments.
 *
 * <pre>
 * m(segment) = mean_t log pi_theta(a_t | s_t)
 * L(theta)   = - E log sigmoid(beta [ m(winner) - m(loser) - margin ]),   margin = gamma / beta
 * </pre>
 *
 * <p>The policy starts at the reference, which the loss does not know. With segments of one length
 * it is DPO without reference and with a margin: it answers whether the reference matters. Trained
 * deviations would let the densities grow without end.
 *
 * <p>Differs from the paper: a response is a segment of continuous actions under a Gaussian; ties
 * count as half a win of either side; skipped pairs are left out. The policy that it starts from
 * must come from {@code bc}.
 */
public final class SimPo extends ContrastiveMethod<SimPo.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Help("how steeply the loss falls with the difference of densities, > 0 (paper: 2 to 10)")
          double beta,
      @Help("difference to be reached, gamma / beta, in nats per step, >= 0 (paper: 0.25 to 0.5)")
          double margin) {
    /** Validates. */
    public Hyper {
      Checks.positive("beta", beta);
      Checks.notNegative("margin", margin);
    }
  }

  /** Creates the method. */
  public SimPo() {
    super(
        "simpo",
        "Simple preference optimisation, without a reference (Meng et al. 2024, arXiv 2405.14734)",
        Normalise.MEAN,
        new Hyper(2, 0.5));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float beta = (float) hyper.beta;
    float margin = (float) hyper.margin;
    return (pass, batch, winner, loser) -> {
      NDArray missing = loser.logs().sub(winner.logs()).add(margin);
      return Losses.softplus(missing.mul(pass.scalar(beta)));
    };
  }
}
