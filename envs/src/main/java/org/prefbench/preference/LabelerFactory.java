package org.prefbench.preference;

import java.util.List;
import org.prefbench.dataset.Segment;

/**
 * Makes one kind of teacher. Service provider interface: one line in {@code META-INF/services}
 * registers it.
 *
 * @param <P> the parameters, a record whose components carry {@link org.prefbench.core.Help}
 */
public interface LabelerFactory<P extends Record> {
  /** Returns the name of the kind, such as {@code noisy}. */
  String id();

  /** Returns what the teacher does, in one line. */
  String title();

  /** Returns the default parameters. */
  P defaults();

  /**
   * Returns a teacher.
   *
   * @param calibration segments with true rewards like those to be labelled, from which scales (the
   *     spread of returns, thresholds for skips and ties) are taken
   */
  Labeler create(P parameters, List<Segment> calibration);
}
