package org.prefbench.preference;

import java.util.Arrays;
import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;

/** Segments with given rewards and otherwise distinct or equal contents, for hand-worked cases. */
final class Segments {
  private Segments() {}

  /** Returns a segment whose observations are all {@code mark} and whose rewards are as given. */
  static Segment withRewards(float mark, double... rewards) {
    FloatMatrix observations = new FloatMatrix(rewards.length + 1, 1);
    Arrays.fill(observations.values(), mark);
    FloatMatrix values = new FloatMatrix(rewards.length, 1);
    for (int t = 0; t < rewards.length; t++) {
      values.set(t, 0, (float) rewards[t]);
    }
    return new Segment(
        observations, new FloatMatrix(rewards.length, 1), values, End.RUNNING, Optional.empty());
  }
}
