package org.prefbench.preference;

import java.util.List;
import java.util.Map;
import org.prefbench.dataset.Segment;

/**
 * Makes one kind of teacher. Service provider interface: one line in {@code META-INF/services}
 * registers it.
 */
public interface LabelerFactory {
  /** Returns the name of the kind, such as {@code noisy}. */
  String id();

  /** Returns what the teacher does, in one line. */
  String title();

  /** Returns the parameters with their defaults, as text. */
  Map<String, String> defaults();

  /**
   * Returns a teacher.
   *
   * @param parameters overrides of the defaults
   * @param calibration unlabelled segments with true rewards, from which scales (the spread of
   *     returns, thresholds for skips and ties) are taken
   */
  Labeler create(Map<String, String> parameters, List<Segment> calibration);
}
