package org.prefbench.preference;

import java.util.List;
import org.prefbench.core.Seed;

/**
 * A fixed rule that answers preference queries from segments with their true rewards. Immutable.
 */
public interface Labeler extends Annotators {
  /** Returns the name under which its labels are recorded, such as {@code oracle}. */
  String id();

  /**
   * Returns the labels of queries, in order. Randomness comes from a query's stream alone, so that
   * its label does not depend on what else is asked; many are asked at once for the sake of those
   * who simulate, which is faster in lockstep.
   */
  List<Label> label(List<Query> queries);

  /** Returns the label of one query. */
  default Label label(Query query) {
    return label(List.of(query)).get(0);
  }

  /** Returns this teacher, who answers all queries alone. */
  @Override
  default Labeler of(Seed query) {
    return this;
  }
}
