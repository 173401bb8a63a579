package org.prefbench.method.direct;

import org.prefbench.nn.Losses;
import org.prefbench.segment.Beta;
import org.prefbench.segment.DirectMethod;
import org.prefbench.segment.PairLoss;

/**
 * Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290, equation 7) on segments:
 * fine-tunes a copy of the reference.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * u          = D(first) - D(second)
 * L(theta)   = - E [ p log sigmoid(beta u) + (1 - p) log sigmoid(-beta u) ]
 * </pre>
 *
 * <p>with p = 1 or 0 where the first or the second segment won, and 1/2 for a tie. The dynamics
 * cancel in D, so each segment counts at the states that it visited itself (as in Hejna et al.
 * 2023, "Contrastive preference learning", arXiv 2310.13639). Its optimum is pi_ref(y) exp(E
 * log-odds of winning / beta) up to a constant.
 *
 * <p>Differs from the paper: its responses are token sequences, here a response is a segment of
 * continuous actions under a Gaussian; soft labels for ties are added; skipped pairs are left out;
 * the learning rate falls along a cosine. Kim et al. 2024 (arXiv 2405.19806) search beta in 0.01 ..
 * 100 by the test return; here it is a number. L is minus the log-probability that the implicit
 * reward beta D gives to the labels, so the losses on held-out pairs compare across beta, and a
 * study can choose by them without looking at a return. The reference needs a density, so it must
 * come from {@code bc}.
 */
public final class Dpo extends DirectMethod<Beta> {
  /** Creates the method. */
  public Dpo() {
    super(
        "dpo",
        "Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290)",
        new Beta(0.1));
  }

  @Override
  public PairLoss loss(Beta strength) {
    float beta = (float) strength.beta();
    return (pass, terms) ->
        Losses.logistic(terms.margins().mul(pass.scalar(beta)), terms.probabilityFirst());
  }
}
