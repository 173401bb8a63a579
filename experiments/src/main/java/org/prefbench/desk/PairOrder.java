package org.prefbench.desk;

/** In which order an annotator is asked for pairs. */
public enum PairOrder {
  /** As they were drawn, which is random and the same for all annotators. */
  RANDOM,
  /** Those first on which rewards learned from the annotator's answers so far disagree most. */
  DISAGREEMENT
}
