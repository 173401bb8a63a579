package org.example.ipo;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.segment.DirectMethod;
import org.prefbench.segment.PairLoss;

/**
 * Identity preference optimisation (Azar et al. 2023, "A general theoretical paradigm to understand
 * learning from human preferences", arXiv 2310.12036, equation 17) on segments, as an example of a
 * method that comes from outside: this file and one line in {@code META-INF/services} are all that
 * a method needs.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * u          = D(first) - D(second)
 * L(theta)   = E [ (u - (2 p - 1) / (2 tau))^2 ]
 * </pre>
 *
 * <p>with p = 1 or 0 where the first or the second segment won, and 1/2 for a tie. Where DPO pushes
 * u without end if one side always wins, IPO stops at a margin of 1 / (2 tau): the smaller tau, the
 * further from the reference.
 *
 * <p>Differs from the paper: a response is a segment of continuous actions under a Gaussian instead
 * of a sequence of tokens; u is the sum over the steps, not divided by their number; ties are kept
 * (their target is 0); skipped pairs are left out.
 *
 * <p>A method that is trained otherwise than by a loss of pairs implements {@link
 * org.prefbench.algorithm.AlgorithmFactory} itself: it declares what it touches in {@code needs}, for
 * the runner hands out nothing else, and {@code create} trains as a function of the input and the
 * seed alone. {@code org.prefbench.method.imitation.Bc} is a short one.
 */
public final class Ipo extends DirectMethod<Ipo.Hyper> {
  /** The setting of the loss. */
  public record Hyper(
      @Help("margin 1 / (2 tau) at which a preference is learned well enough, > 0") double tau) {
    /** Validates. */
    public Hyper {
      Checks.positive("tau", tau);
    }
  }

  /** Creates the method; tau is that of the TRL library. */
  public Ipo() {
    super(
        "ipo-example",
        "Identity preference optimisation (Azar et al. 2023, arXiv 2310.12036), a plug-in",
        new Hyper(0.1));
  }

  @Override
  public PairLoss loss(Hyper hyper) {
    float margin = (float) (1 / (2 * hyper.tau));
    return (pass, terms) -> {
      NDArray sign = terms.probabilityFirst().mul(pass.scalar(2)).sub(1f); // 1, -1 or 0 for a tie
      return terms.margins().sub(sign.mul(pass.scalar(margin))).square();
    };
  }
}
