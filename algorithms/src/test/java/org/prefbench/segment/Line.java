package org.prefbench.segment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** Segments of one action coordinate and one observed value, for tests. */
final class Line {
  private Line() {}

  /** A segment with observation t at step t. */
  static Segment segment(float... actions) {
    int length = actions.length;
    FloatMatrix observations = new FloatMatrix(length + 1, 1);
    for (int t = 0; t <= length; t++) {
      observations.set(t, 0, t);
    }
    return new Segment(
        observations,
        new FloatMatrix(length, 1, actions),
        new FloatMatrix(length, 1),
        End.RUNNING,
        Optional.empty());
  }

  static PreferencePair pair(Segment first, Segment second, Label label, String annotator) {
    return new PreferencePair(first, second, label, annotator);
  }

  static PreferenceDataset dataset(PreferencePair... pairs) {
    return new PreferenceDataset("gaussian-1d-v0", List.of(pairs), Map.of());
  }
}
