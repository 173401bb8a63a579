package org.prefbench.desk;

import org.prefbench.core.Parameters;

/**
 * One question of the desk.
 *
 * @param pair the pair that is shown, counted from 0
 * @param left which of its two segments is on the left
 */
public record Query(int pair, Side left) {

  /** One of the two segments of a pair. */
  public enum Side {
    /** The first. */
    FIRST,
    /** The second. */
    SECOND;

    /** Returns the side as the file writes it. */
    String word() {
      return Parameters.word(this);
    }
  }
}
