package org.prefbench.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.rl.Transitions;

class LoggedStepsTest {
  private static Segment segment(End end, float... actions) {
    int length = actions.length;
    FloatMatrix observations = new FloatMatrix(length + 1, 1);
    for (int t = 0; t <= length; t++) {
      observations.set(t, 0, t);
    }
    return new Segment(
        observations,
        new FloatMatrix(length, 1, actions),
        new FloatMatrix(length, 1),
        end,
        Optional.empty());
  }

  private static final LoggedSteps STEPS =
      LoggedSteps.of(
          List.of(
              segment(End.TERMINATED, 0.5f, -3),
              segment(End.TRUNCATED, 7),
              segment(End.RUNNING, 1, 0.25f)),
          Space.box(1, -1, 2));

  @Test
  void nothingButTheEndOfTheTaskIsOne() {
    assertArrayEquals(new float[] {1, 0, 1, 1, 1}, STEPS.transitions().continues());
  }

  @Test
  void stepsStayInOrderAndActionsInTheirBounds() {
    Transitions all = STEPS.transitions();
    assertArrayEquals(new float[] {0.5f, -1, 2, 1, 0.25f}, all.actions().values());
    assertArrayEquals(new float[] {0, 1, 0, 0, 1}, all.observations().values());
    assertArrayEquals(new float[] {1, 2, 1, 1, 2}, all.next().values());
    assertArrayEquals(new int[] {2, 1, 2}, STEPS.lengths());
    assertArrayEquals(
        new double[] {2, 2, 1, 2, 2},
        STEPS.rewards(
            segment -> {
              double[] lengths = new double[segment.length()];
              Arrays.fill(lengths, segment.length());
              return lengths;
            }));
  }

  @Test
  void thereMustBeASegment() {
    assertEquals(
        "no segments to learn from",
        assertThrows(
                InvalidInputException.class, () -> LoggedSteps.of(List.of(), Space.box(1, -1, 1)))
            .getMessage());
  }
}
