package org.prefbench.method.direct;

import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.Score;
import org.prefbench.segment.WinnerLoss;

/**
 * Contrastive preference learning (Hejna et al. 2023, arXiv 2310.13639).
 *
 * <pre>
 * A(segment) = alpha sum_t log pi_theta(a_t | s_t)
 * L(theta)   = - E log [ exp A(winner) / (exp A(winner) + exp(lambda A(loser))) ]
 * </pre>
 *
 * <p>People are taken to prefer the segment with the smaller regret, and alpha log pi is the
 * optimal advantage of an action. The loss alone is convex but not strictly so: with lambda = 1 the
 * best policy may put its mass on actions that nobody took. A lambda below 1 multiplies the loser's
 * sum inside the softmax and keeps the policy near the data; it moves the optimum too, also of
 * pairs without doubt.
 *
 * <p>As in the authors' code log pi is minus the squared distance to the policy's mean, without its
 * constant, and deviations stay ({@code score: squared-distance}); {@code log-density} is the
 * equation as printed. There lambda below 1 does not cancel the density's constant, which then acts
 * as a margin.
 *
 * <p>Differs from the paper: no discount, as in the code; the policy starts at the given reference
 * instead of cloning the segments first; no dropout; labels are whatever the study's teacher says,
 * the paper's are of regret. Ties are the mean of both orders, as in the code.
 */
public final class Cpl extends ContrastiveMethod<Cpl.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Inline
          @Help(of = "alpha", value = "reward per nat of log-density, > 0 (code: 0.1)")
          @Help(
              of = "lambda",
              value = "what the loser's sum is multiplied by, in [0, 1] (code: 0.5)")
          Contrast contrast) {}

  /** Creates the method. */
  public Cpl() {
    super(
        "cpl",
        "Contrastive preference learning (Hejna et al. 2023, arXiv 2310.13639)",
        Normalise.SUM,
        new Hyper(new Contrast(0.1, 0.5, Score.SQUARED_DISTANCE)));
  }

  @Override
  protected Score score(Hyper hyper) {
    return hyper.contrast.score();
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    return (pass, batch, winner, loser) -> hyper.contrast.of(pass, winner.logs(), loser.logs());
  }
}
