package org.prefbench.run.policy;

import java.util.Set;
import org.prefbench.study.Protocol.Evaluation;

/**
 * What becomes of the policies that trials train.
 *
 * @param extent which of them stay
 * @param again whether a trial that is there without them is run again for their sake
 */
public record PolicyKeeping(Extent extent, boolean again) {
  /** No policy stays. */
  public static final PolicyKeeping NOTHING = new PolicyKeeping(Extent.NONE, false);

  /** Returns the states whose policies a trial must have, or it is run again. */
  public Set<Evaluation> wantedAgain() {
    return again ? extent.states() : Set.of();
  }

  /** Which policies of a trial stay. */
  public enum Extent {
    /** None. */
    NONE(Set.of()),
    /** The one at the end of the training. */
    LAST(Set.of(Evaluation.LAST)),
    /** Every one that a final row is of: the last, and the best where the study selects it. */
    ALL(Set.of(Evaluation.LAST, Evaluation.BEST));

    private final Set<Evaluation> states;

    Extent(Set<Evaluation> states) {
      this.states = states;
    }

    /** Returns the states of a training whose policies stay. */
    public Set<Evaluation> states() {
      return states;
    }
  }
}
