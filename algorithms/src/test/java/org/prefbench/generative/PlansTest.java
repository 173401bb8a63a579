package org.prefbench.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Standardizer;

class PlansTest {
  private static final Segment SHORT = segment(1, 20, 3, 20, 5, 20);
  private static final Segment LONG = segment(1, 20, 3, 20, 1, 20, 3, 20, 5, 20);

  @Test
  void shortSegmentsAreFilledUpWithZeros() {
    FloatMatrix rows = Plans.of(List.of(SHORT, LONG), 5);
    assertArrayEquals(new float[] {1, 20, 3, 20, 5, 20, 0, 0, 0, 0}, rows.row(0));
    assertArrayEquals(LONG.actions().values(), rows.row(1));
  }

  /** By hand: 1, 3, 5, 1, 3, 1, 3, 5 has mean 11/4 and variance 39/16, 20 has deviation 0. */
  @Test
  void scalesAreThoseOfTheCoordinateOverAllStepsAndNotOfThePadding() {
    Standardizer scales = Plans.scales(List.of(SHORT, LONG), 5);
    double deviation = Math.sqrt(39 / 16.0);
    assertEquals(10, scales.size());
    for (int step = 0; step < 5; step++) {
      assertEquals(2.75, scales.mean()[2 * step], 1e-6);
      assertEquals(20, scales.mean()[2 * step + 1], 1e-6);
      assertEquals(deviation + 1e-3, scales.scale()[2 * step], 1e-6); // the floor of Standardizer
      assertEquals(1e-3, scales.scale()[2 * step + 1], 1e-6);
    }
  }

  private static Segment segment(float... actions) {
    int steps = actions.length / 2;
    return new Segment(
        new FloatMatrix(steps + 1, 1),
        new FloatMatrix(steps, 2, actions),
        new FloatMatrix(steps, 1),
        End.TERMINATED,
        Optional.empty());
  }
}
