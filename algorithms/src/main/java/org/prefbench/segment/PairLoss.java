package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import org.prefbench.nn.Pass;

/** What a direct method minimises: its mean over the labelled pairs. */
@FunctionalInterface
public interface PairLoss {
  /**
   * Returns the loss of every pair of a batch, {@code [n]}. A number in it is a {@link
   * Pass#scalar}.
   */
  NDArray of(Pass pass, PairTerms terms);
}
