package org.prefbench.preference;

import org.prefbench.core.RandomStream;
import org.prefbench.dataset.Segment;

/**
 * A fixed rule that answers preference queries from segments with their true rewards. Immutable.
 */
public interface Labeler {
  /** Returns the name under which its labels are recorded, such as {@code oracle}. */
  String id();

  /** Returns the label of one query; randomness comes from {@code random} alone. */
  Label label(Segment first, Segment second, RandomStream random);
}
