package org.prefbench.desk;

import org.prefbench.core.Checks;
import org.prefbench.core.Seed;

/**
 * What an annotator is asked.
 *
 * @param pairs how many, at most those of the folder
 * @param repeats share of them that comes twice, in [0, 1]
 * @param order which of the folder's pairs come, and when
 * @param seed root of the random streams; the same one gives the same queries to the same answers
 */
public record DeskPlan(int pairs, double repeats, PairOrder order, Seed seed) {
  /** Validates the plan. */
  public DeskPlan {
    Checks.atLeast("pairs", pairs, 1);
    Checks.between("repeats", repeats, 0, 1);
  }

  /** Returns the random stream of an annotator. */
  Seed of(String annotator) {
    return seed.child("desk").child(annotator);
  }
}
