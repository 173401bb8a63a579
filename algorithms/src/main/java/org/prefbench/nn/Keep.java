package org.prefbench.nn;

/** Which state of a training is kept. */
public enum Keep {
  /** The one at its end. */
  LAST,
  /**
   * The one with the smallest loss on held-out examples, of those looked at: before the first step,
   * after every hundredth part of the training, and at its end. The earlier of two that are equal
   * stays. This is early stopping that sees all steps before it chooses (Prechelt 1998, "Early
   * stopping, but when?"). Without held-out examples it is the last.
   */
  BEST
}
