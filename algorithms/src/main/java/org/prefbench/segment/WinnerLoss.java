package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import org.prefbench.nn.Pass;

/**
 * What a direct method minimises where one segment of a pair won. A label p that the first is
 * better means p times the loss of the first as winner and 1 - p times that of the second, so ties
 * and uncertain labels are no business of a loss; see {@link PairBatch#loss}.
 */
@FunctionalInterface
public interface WinnerLoss {
  /**
   * Returns the loss of every pair of a batch, {@code [n]}. A number in it is a {@link
   * Pass#scalar}.
   *
   * @param batch what concerns all pairs of the batch together
   */
  NDArray of(Pass pass, PairBatch batch, Side winner, Side loser);
}
