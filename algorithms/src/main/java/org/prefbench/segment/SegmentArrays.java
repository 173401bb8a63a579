package org.prefbench.segment;

import java.util.List;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.Segment;

/**
 * Segments as arrays: segment after segment its steps, padded with zeros to the longest.
 *
 * @param segments the number of segments
 * @param length the number of steps of the longest segment
 * @param observations before each action, {@code [segments * length, obs]}
 * @param actions {@code [segments * length, act]}
 * @param mask 1 for a step and 0 for padding, {@code [segments, length]}
 */
public record SegmentArrays(
    int segments, int length, FloatMatrix observations, FloatMatrix actions, FloatMatrix mask) {

  /**
   * Returns the arrays of segments of the same spaces.
   *
   * @throws org.prefbench.core.InvalidInputException if there is none
   */
  public static SegmentArrays of(List<Segment> segments) {
    Checks.require(!segments.isEmpty(), "no segments");
    int count = segments.size();
    int length = segments.stream().mapToInt(Segment::length).max().orElseThrow();
    Segment any = segments.get(0);
    int rows = Math.multiplyExact(count, length);
    FloatMatrix observations = new FloatMatrix(rows, any.observations().columns());
    FloatMatrix actions = new FloatMatrix(rows, any.actions().columns());
    FloatMatrix mask = new FloatMatrix(count, length);
    for (int i = 0; i < count; i++) {
      Segment segment = segments.get(i);
      copy(segment.observations(), segment.length(), observations, i * length);
      copy(segment.actions(), segment.length(), actions, i * length);
      for (int t = 0; t < segment.length(); t++) {
        mask.set(i, t, 1);
      }
    }
    return new SegmentArrays(count, length, observations, actions, mask);
  }

  /**
   * Returns the same numbers with one row per segment, without copying them, so that the rows of
   * some segments can be gathered.
   *
   * @param perStep {@code [segments * length, any]}
   */
  public FloatMatrix perSegment(FloatMatrix perStep) {
    return new FloatMatrix(segments, perStep.values().length / segments, perStep.values());
  }

  /** Returns the rows of {@link #observations} and {@link #actions} that are no padding. */
  public int[] steps() {
    float[] real = mask.values();
    return IntStream.range(0, real.length).filter(row -> real[row] == 1).toArray();
  }

  private static void copy(FloatMatrix from, int rows, FloatMatrix to, int row) {
    System.arraycopy(from.values(), 0, to.values(), row * to.columns(), rows * from.columns());
  }
}
