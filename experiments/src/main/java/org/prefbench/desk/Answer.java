package org.prefbench.desk;

import org.prefbench.core.Parameters;
import org.prefbench.preference.Label;

/** What an annotator says of the two replays on the page. */
public enum Answer {
  /** The left one is better. */
  LEFT(Label.FIRST),
  /** The right one is better. */
  RIGHT(Label.SECOND),
  /** Both are equally good. */
  TIE(Label.TIE),
  /** The annotator does not say. */
  SKIP(Label.SKIP);

  private final Label label;

  Answer(Label label) {
    this.label = label;
  }

  /** Returns the label of the pair whose first segment is the left one. */
  Label label() {
    return label;
  }

  /** Returns the answer as the page and the file write it. */
  String word() {
    return Parameters.word(this);
  }
}
