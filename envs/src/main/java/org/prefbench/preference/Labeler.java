package org.prefbench.preference;

import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;

/**
 * A fixed rule that answers preference queries from segments with their true rewards. Immutable.
 */
public interface Labeler extends Annotators {
  /** Returns the name under which its labels are recorded, such as {@code oracle}. */
  String id();

  /** Returns the label of one query; randomness comes from {@code random} alone. */
  Label label(Segment first, Segment second, RandomStream random);

  /** Returns this teacher, who answers all queries alone. */
  @Override
  default Labeler of(Seed query) {
    return this;
  }
}
