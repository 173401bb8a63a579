package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Pass;
import org.prefbench.segment.Score;

/**
 * The biased softmax of contrastive preference learning (Hejna et al. 2023, arXiv 2310.13639), and
 * its settings, which its variants share:
 *
 * <pre>
 * - log [ exp(alpha w) / (exp(alpha w) + exp(lambda alpha l)) ]
 * </pre>
 */
record Contrast(
    @Help("reward per nat of log-density, > 0") double alpha,
    @Help("what the loser's sum is multiplied by, in [0, 1]") double lambda,
    @Help("what stands for the log-density of an action (code: squared-distance)") Score score) {
  /** Validates. */
  Contrast {
    Checks.positive("alpha", alpha);
    Checks.between("lambda", lambda, 0, 1);
  }

  /** Returns the loss of every pair, of what a winner and a loser have, {@code [n]}. */
  NDArray of(Pass pass, NDArray winner, NDArray loser) {
    NDArray behind = loser.mul(pass.scalar((float) lambda)).sub(winner);
    return Losses.softplus(behind.mul(pass.scalar((float) alpha)));
  }
}
