package org.prefbench.preference;

import java.util.List;
import java.util.Optional;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.Policy;

/**
 * What a teacher is fitted to before it answers.
 *
 * @param segments segments with true rewards like those to be labelled, from which scales (the
 *     spread of returns, thresholds for skips and ties) are taken
 * @param continuation how it goes on after them, where a policy acts; logged data have none
 */
public record Calibration(List<Segment> segments, Optional<Continuation> continuation) {
  /** Copies the list. */
  public Calibration {
    segments = List.copyOf(segments);
  }

  /** Returns the calibration by segments that nobody goes on from. */
  public static Calibration of(List<Segment> segments) {
    return new Calibration(segments, Optional.empty());
  }

  /** Returns the calibration by segments from whose ends {@code policy} goes on. */
  public static Calibration of(
      List<Segment> segments, EnvironmentFactory environment, Policy policy) {
    return new Calibration(segments, Optional.of(new Continuation(environment, policy)));
  }
}
