package org.prefbench.method.direct;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.WinnerLoss;

/**
 * Identity preference optimisation (Azar et al. 2023, "A general theoretical paradigm to understand
 * learning from human preferences", arXiv 2310.12036, equation 17) on segments.
 *
 * <pre>
 * D(segment) = mean_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = E [ (D(winner) - D(loser) - 1 / (2 tau))^2 ]
 * </pre>
 *
 * <p>Where DPO pushes winners and losers apart without end if one side always wins, IPO stops at a
 * margin of 1 / (2 tau): the smaller tau, the further from the reference. With pairs drawn from mu
 * its optimum is pi_ref(y) exp(f(y) / tau) up to a constant, f(y) being the probability that y
 * beats a draw from mu.
 *
 * <p>The mean over the steps is not in the paper; its authors confirmed it to the maintainers of
 * the TRL library, whose default it is. {@code normalise: sum} is the equation as printed.
 *
 * <p>Differs from the paper: a response is a segment of continuous actions under a Gaussian; ties
 * are kept, and pull the margin to 0; skipped pairs are left out. The reference needs a density, so
 * it must come from {@code bc}.
 */
public final class Ipo extends ContrastiveMethod<Ipo.Hyper> {
  /** The setting of the loss. */
  public record Hyper(
      @Help(
              "the margin at which a preference is learned well enough is 1 / (2 tau), > 0 (TRL: 0.1)")
          double tau) {
    /** Validates. */
    public Hyper {
      Checks.positive("tau", tau);
    }
  }

  /** Creates the method. */
  public Ipo() {
    super(
        "ipo",
        "Identity preference optimisation (Azar et al. 2023, arXiv 2310.12036)",
        Normalise.MEAN,
        new Hyper(0.1));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float margin = (float) (1 / (2 * hyper.tau));
    return (pass, batch, winner, loser) ->
        winner.logRatios().sub(loser.logRatios()).sub(margin).square();
  }
}
