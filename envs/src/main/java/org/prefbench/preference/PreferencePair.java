package org.prefbench.preference;

import org.prefbench.core.Checks;
import org.prefbench.dataset.Segment;

/**
 * Two segments of one environment, the answer to the query, and who gave it.
 *
 * @param annotator the id of who gave the label, such as {@code oracle}
 */
public record PreferencePair(Segment first, Segment second, Label label, String annotator) {
  /** Validates that the two segments have the same spaces. */
  public PreferencePair {
    Checks.require(
        first.observations().columns() == second.observations().columns()
            && first.actions().columns() == second.actions().columns(),
        "segments of a pair differ in shape: [%d, %d] and [%d, %d] (observations, actions)",
        first.observations().columns(),
        first.actions().columns(),
        second.observations().columns(),
        second.actions().columns());
  }

  /** Returns whether one segment was preferred to the other. */
  public boolean decided() {
    return label == Label.FIRST || label == Label.SECOND;
  }

  /** Returns the number of steps of the longer segment. */
  public int length() {
    return Math.max(first.length(), second.length());
  }

  /** Returns the preferred segment of a decided pair. */
  public Segment preferred() {
    Checks.require(decided(), "a pair labelled %s has no preferred segment", label);
    return label == Label.FIRST ? first : second;
  }

  /** Returns the rejected segment of a decided pair. */
  public Segment rejected() {
    Checks.require(decided(), "a pair labelled %s has no rejected segment", label);
    return label == Label.FIRST ? second : first;
  }

  /** Returns the same pair with rewards that read NaN. */
  public PreferencePair withoutRewards() {
    return new PreferencePair(first.withoutRewards(), second.withoutRewards(), label, annotator);
  }
}
