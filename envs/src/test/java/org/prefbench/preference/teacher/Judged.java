package org.prefbench.preference.teacher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;

/** Segments of two steps with given components. */
final class Judged {
  private Judged() {}

  /**
   * Returns a segment with the return {@code reward}, the ease {@code -force} and the smoothness
   * {@code -change}: of two actions x, y the force is x^2 + y^2 and the change (x - y)^2, so x - y
   * is its root and x + y that of 2 force - change.
   *
   * @param force at least half the change
   */
  static Segment of(double reward, double force, double change) {
    double sum = Math.sqrt(2 * force - change);
    double difference = Math.sqrt(change);
    return new Segment(
        new FloatMatrix(3, 1),
        FloatMatrix.of(
            new float[] {(float) ((sum + difference) / 2)},
            new float[] {(float) ((sum - difference) / 2)}),
        FloatMatrix.of(new float[] {(float) reward}, new float[] {0}),
        End.RUNNING,
        Optional.empty());
  }

  /** Returns segments whose three components are independent. */
  static List<Segment> independent(int count, Seed seed) {
    RandomStream random = seed.generator();
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      segments.add(of(random.nextDouble(), 1 + random.nextDouble(), random.nextDouble()));
    }
    return segments;
  }
}
