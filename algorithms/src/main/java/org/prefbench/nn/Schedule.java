package org.prefbench.nn;

/** How the learning rate moves over a training run. */
public enum Schedule {
  /** It stays. */
  CONSTANT,
  /** It falls to zero along half a cosine. */
  COSINE
}
