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
 * Conservative DPO: direct preference optimisation with smoothed labels (Mitchell 2023, "A note on
 * DPO with noisy preferences and relationship to IPO"; Rafailov et al. 2023, arXiv 2305.18290).
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * z          = beta [ D(winner) - D(loser) ]
 * L(theta)   = - E [ (1 - epsilon) log sigmoid(z) + epsilon log sigmoid(-z) ]
 * </pre>
 *
 * <p>A label counts as wrong with probability epsilon, so z ends at log((1 - epsilon) / epsilon)
 * where one side always wins. What the TRL library once called label smoothing.
 *
 * <p>Differs from the note: a response is a segment of continuous actions under a Gaussian; ties
 * are kept; skipped pairs are left out. The reference needs a density, so it must come from {@code
 * bc}.
 */
public final class ConservativeDpo extends ContrastiveMethod<ConservativeDpo.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Inline Beta strength,
      @Help("probability that a label is wrong, in [0, 0.5] (TRL: 0.1)") double epsilon) {
    /** Validates. */
    public Hyper {
      Checks.between("epsilon", epsilon, 0, 0.5);
    }
  }

  /** Creates the method. */
  public ConservativeDpo() {
    super(
        "cdpo",
        "Conservative DPO: DPO with smoothed labels (Mitchell 2023)",
        Normalise.SUM,
        new Hyper(new Beta(0.1), 0.1));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float beta = (float) hyper.strength.beta();
    float wrong = (float) hyper.epsilon;
    return (pass, batch, winner, loser) -> {
      NDArray z = winner.logRatios().sub(loser.logRatios()).mul(pass.scalar(beta));
      return Losses.softplus(z).sub(z.mul(pass.scalar(1 - wrong)));
    };
  }
}
