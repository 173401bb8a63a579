package org.prefbench.method.direct;

import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.Score;
import org.prefbench.segment.WinnerLoss;

/**
 * Contrastive preference learning relative to the cloned policy (Hejna et al. 2023, arXiv
 * 2310.13639, the variant CPL-KL): DPO with the loser's side biased.
 *
 * <pre>
 * A(segment) = alpha sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = - E log sigmoid(A(winner) - lambda A(loser))
 * </pre>
 *
 * <p>Differs from the paper as {@code cpl} does: log pi is minus the squared distance to the
 * policy's mean, as in the code, or the density ({@code score}); no discount, no dropout, labels
 * are the study's; pi_ref is the given reference.
 */
public final class CplKl extends ContrastiveMethod<CplKl.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Inline
          @Help(of = "alpha", value = "reward per nat of log-ratio, > 0 (code: 0.2)")
          @Help(
              of = "lambda",
              value = "what the loser's sum is multiplied by, in [0, 1] (code: 0.75)")
          Contrast contrast) {}

  /** Creates the method. */
  public CplKl() {
    super(
        "cpl-kl",
        "Contrastive preference learning relative to the reference (Hejna et al. 2023, arXiv"
            + " 2310.13639)",
        Normalise.SUM,
        new Hyper(new Contrast(0.2, 0.75, Score.SQUARED_DISTANCE)));
  }

  @Override
  protected Score score(Hyper hyper) {
    return hyper.contrast.score();
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    return (pass, batch, winner, loser) ->
        hyper.contrast.of(pass, winner.logRatios(), loser.logRatios());
  }
}
