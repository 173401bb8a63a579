package org.example.hinge;

import ai.djl.ndarray.NDArray;
import org.prefbench.nn.Losses;
import org.prefbench.segment.Beta;
import org.prefbench.segment.DirectMethod;
import org.prefbench.segment.PairLoss;

/**
 * The hinge of log-ratios (Liu et al. 2023, "Statistical rejection sampling improves preference
 * optimization", arXiv 2309.06657) on segments, as an example of a method that comes from outside:
 * this file and one line in {@code META-INF/services} are all that a method needs.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * z          = beta [ D(first) - D(second) ]
 * L(theta)   = E [ p max(0, 1 - z) + (1 - p) max(0, 1 + z) ]
 * </pre>
 *
 * <p>with p = 1 or 0 where the first or the second segment won, and 1/2 for a tie. Where DPO ends at
 * the log-odds of the labels, a hinge ends at a margin of 1 however often the better side wins,
 * unless it always does.
 *
 * <p>Differs from the paper: pairs are those that are given, none are drawn anew; a response is a
 * segment of continuous actions under a Gaussian instead of a sequence of tokens; ties are kept;
 * skipped pairs are left out.
 *
 * <p>A method whose loss reads more of a pair, such as likelihoods without the reference or means
 * over the steps, extends {@link org.prefbench.segment.ContrastiveMethod}. One that is trained
 * otherwise implements {@link org.prefbench.algorithm.AlgorithmFactory} itself: it declares what it
 * touches in {@code needs}, for the runner hands out nothing else, and {@code create} trains as a
 * function of the input and the seed alone. {@code org.prefbench.method.imitation.Bc} is a short
 * one.
 */
public final class Hinge extends DirectMethod<Beta> {
  /** Creates the method. */
  public Hinge() {
    super(
        "hinge-example",
        "The hinge of log-ratios (Liu et al. 2023, arXiv 2309.06657), a plug-in",
        new Beta(0.1));
  }

  @Override
  public PairLoss loss(Beta strength) {
    float beta = (float) strength.beta();
    return (pass, terms) -> {
      NDArray z = terms.margins().mul(pass.scalar(beta));
      NDArray ifFirst = Losses.hinge(pass, z, 1);
      NDArray ifSecond = Losses.hinge(pass, z.neg(), 1);
      return ifSecond.add(terms.probabilityFirst().mul(ifFirst.sub(ifSecond)));
    };
  }
}
