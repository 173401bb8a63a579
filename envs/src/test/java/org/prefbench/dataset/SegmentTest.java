package org.prefbench.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;

class SegmentTest {
  private static FloatMatrix column(int rows, float from) {
    FloatMatrix matrix = new FloatMatrix(rows, 1);
    for (int i = 0; i < rows; i++) {
      matrix.set(i, 0, from + i);
    }
    return matrix;
  }

  private static Segment segment(int states) {
    DoubleMatrix matrix = new DoubleMatrix(states, 1);
    for (int i = 0; i < states; i++) {
      matrix.set(i, 0, 40 + i);
    }
    return new Segment(
        column(5, 0),
        column(4, 10),
        column(4, 20),
        End.TERMINATED,
        Optional.of(matrix),
        Optional.of(column(4, 30)));
  }

  @Test
  void aSliceKeepsWhatBelongsToItsSteps() {
    Segment slice = segment(4).slice(1, 3);
    assertEquals(column(3, 1), slice.observations());
    assertEquals(column(2, 11), slice.actions());
    assertEquals(column(2, 21), slice.rewards());
    assertEquals(column(2, 31), slice.actionLogProbabilities().orElseThrow());
    assertEquals(
        DoubleMatrix.of(new double[] {41}, new double[] {42}), slice.states().orElseThrow());
    assertEquals(End.RUNNING, slice.end());
    assertEquals(End.TERMINATED, segment(4).slice(3, 4).end());
    assertEquals(43, slice.sumOfRewards());
  }

  @Test
  void theFirstStateAloneBelongsToTheFirstStep() {
    assertEquals(DoubleMatrix.of(new double[] {40}), segment(1).slice(0, 2).states().orElseThrow());
    assertTrue(segment(1).slice(1, 2).states().isEmpty());
  }

  @Test
  void hiddenRewardsReadNotANumber() {
    Segment hidden = segment(4).withoutRewards();
    assertTrue(Double.isNaN(hidden.sumOfRewards()));
    assertEquals(segment(4).observations(), hidden.observations());
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertEquals(
        "4 actions need 1 or 4 states, got 2",
        assertThrows(InvalidInputException.class, () -> segment(2)).getMessage());
    assertEquals(
        "action log-probabilities must be [4, 1], got [3, 1]",
        assertThrows(
                InvalidInputException.class,
                () ->
                    new Segment(
                        column(5, 0),
                        column(4, 0),
                        column(4, 0),
                        End.RUNNING,
                        Optional.empty(),
                        Optional.of(column(3, 0))))
            .getMessage());
  }
}
