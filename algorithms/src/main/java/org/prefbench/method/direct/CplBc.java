package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.Score;
import org.prefbench.segment.WinnerLoss;

/**
 * Contrastive preference learning kept near the data by behaviour cloning (Hejna et al. 2023, arXiv
 * 2310.13639, the variant CPL-BC).
 *
 * <pre>
 * A(segment) = alpha sum_t log pi_theta(a_t | s_t)
 * L(theta)   = - E log sigmoid(A(winner) - lambda A(loser))
 *            - cloning E [ log pi_theta(a | s) - log pi_ref(a | s) ]
 * </pre>
 *
 * <p>The last mean is over the steps of winners and losers alike, as in the authors' code; the
 * reference in it is a constant of the data and changes no derivative.
 *
 * <p>Differs from the paper as {@code cpl} does: log pi is minus the squared distance to the
 * policy's mean, as in the code, or the density ({@code score}); no discount, no dropout, the
 * policy starts at the given reference, labels are the study's.
 */
public final class CplBc extends ContrastiveMethod<CplBc.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Inline
          @Help(of = "alpha", value = "reward per nat of log-density, > 0 (code: 0.1)")
          @Help(of = "lambda", value = "what the loser's sum is multiplied by, in [0, 1] (code: 1)")
          Contrast contrast,
      @Help("weight of the cross-entropy of all segments' actions per step, >= 0 (code: 1)")
          double cloning) {
    /** Validates. */
    public Hyper {
      Checks.notNegative("cloning", cloning);
    }
  }

  /** Creates the method. */
  public CplBc() {
    super(
        "cpl-bc",
        "Contrastive preference learning with behaviour cloning (Hejna et al. 2023, arXiv"
            + " 2310.13639)",
        Normalise.SUM,
        new Hyper(new Contrast(0.1, 1, Score.SQUARED_DISTANCE), 1));
  }

  @Override
  protected Score score(Hyper hyper) {
    return hyper.contrast.score();
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float half = (float) (hyper.cloning / 2);
    return (pass, batch, winner, loser) -> {
      NDArray cloned = winner.stepLogRatios().add(loser.stepLogRatios());
      return hyper
          .contrast
          .of(pass, winner.logs(), loser.logs())
          .sub(cloned.mul(pass.scalar(half)));
    };
  }
}
