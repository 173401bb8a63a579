package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import org.prefbench.nn.Pass;

/** What a direct method minimises that knows of every pair how much better its first segment is. */
@FunctionalInterface
public interface GapLoss {
  /**
   * Returns the loss of every pair of a batch, {@code [n]}. A number in it is a {@link
   * Pass#scalar}.
   *
   * @param logRatios D of the first and of the second segment of every pair, {@code [n, 2]}, in
   *     nats
   * @param gaps how much better the first is, by each of several judges, {@code [judges, n]}
   */
  NDArray of(Pass pass, NDArray logRatios, NDArray gaps);

  /** Returns the square of what beta u is off the mean gap of the judges. */
  static GapLoss regression(Beta strength) {
    float beta = (float) strength.beta();
    return (pass, logRatios, gaps) -> {
      NDArray implicit = margins(logRatios).mul(pass.scalar(beta));
      return gaps.mean(new int[] {0}).sub(implicit).square();
    };
  }

  /** Returns u = D(first) - D(second) of every pair, {@code [n]}, in nats. */
  static NDArray margins(NDArray logRatios) {
    return logRatios.get(":, 0").sub(logRatios.get(":, 1"));
  }
}
