package org.prefbench.method.direct;

import org.prefbench.reward.PreferenceRegression;

/**
 * General preference modelling (Zhang et al. 2024, "General preference modeling with preference
 * representations for aligning language models", arXiv 2410.02197) with the policy update that the
 * paper combines it with first, self-play preference optimisation (Wu et al. 2024, arXiv
 * 2405.00675):
 *
 * <pre>
 * P(first beats second) = sigmoid(s / tau), s the skew-symmetric score of their embeddings
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = 1/2 E [ (D(first) - eta [ P - 1/2 ])^2 + (D(second) + eta [ P - 1/2 ])^2 ]
 * </pre>
 *
 * <p>The model can say what no reward can: that each of three segments beats the next. Then none of
 * them wins on average, and the policy stays. With {@code preference-form: bradley-terry} the same
 * network is a reward, the rival.
 *
 * <p>Differs from the paper: one round from the given pairs, whose other segment is the one draw of
 * the reference that each segment is compared with, where the paper samples answers anew;
 * continuous actions under a Gaussian. Skipped pairs are left out. The reference needs a density,
 * so it must come from {@code bc}.
 */
public final class Gpm extends PreferenceRegression {
  /** Creates the method. */
  public Gpm() {
    super(
        "gpm",
        "General preference model, policy by self-play regression (Zhang et al. 2024, arXiv"
            + " 2410.02197)",
        10);
  }

  @Override
  protected double target(double logOdds) {
    return 1 / (1 + StrictMath.exp(-logOdds)) - 0.5;
  }
}
