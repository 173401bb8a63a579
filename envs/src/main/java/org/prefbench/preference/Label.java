package org.prefbench.preference;

/** A teacher's answer to "which of the two segments is better?". */
public enum Label {
  /** The first segment is better. */
  FIRST(1),
  /** The second segment is better. */
  SECOND(0),
  /** Both are equally good. */
  TIE(0.5),
  /** The teacher declined to answer; no method trains on the pair. */
  SKIP(Double.NaN);

  private final double probabilityFirst;

  Label(double probabilityFirst) {
    this.probabilityFirst = probabilityFirst;
  }

  /**
   * Returns the target probability that the first segment is better: 1, 0, 0.5, or NaN for a skip.
   */
  public double probabilityFirst() {
    return probabilityFirst;
  }

  /** Returns the label of the pair with its segments exchanged. */
  public Label exchanged() {
    return switch (this) {
      case FIRST -> SECOND;
      case SECOND -> FIRST;
      case TIE, SKIP -> this;
    };
  }
}
