package org.prefbench.preference.teacher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.TwoDoors;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.Teacher;

/** Steps of {@link TwoDoors}: in the paying room, payments of 1 + a. */
class StepMarksTest {
  private static final EnvironmentFactory DOORS = new TwoDoors();

  /** Actions in the paying room, with no more than its state: the teacher finds the rewards. */
  private static Segment played(float... actions) {
    return new Segment(
        new FloatMatrix(actions.length + 1, 2),
        new FloatMatrix(actions.length, 1, actions),
        new FloatMatrix(actions.length, 1),
        End.RUNNING,
        Optional.of(DoubleMatrix.of(new double[] {2, 0})));
  }

  private static int[][] marks(Ledger ledger, List<Segment> segments, String threshold) {
    List<List<Segment>> versions = new ArrayList<>();
    for (Segment segment : segments) {
      List<Segment> own = new ArrayList<>();
      for (int t = 0; t < segment.length(); t++) {
        float[] actions = segment.actions().values().clone();
        actions[t] = 0;
        own.add(played(actions));
      }
      versions.add(own);
    }
    Calibration scale = Calibration.of(List.of(rewarded(1), rewarded(2), rewarded(3)));
    Teacher teacher =
        new Teacher(
            Labelers.create("editor", Map.of("threshold", threshold), scale), DOORS, ledger);
    return StepMarks.of(teacher, segments, versions, new Seed(1));
  }

  /** Returns of 1, 2 and 3 have the deviation 1. */
  private static Segment rewarded(float reward) {
    return new Segment(
        new FloatMatrix(2, 2),
        new FloatMatrix(1, 1),
        new FloatMatrix(1, 1, new float[] {reward}),
        End.RUNNING,
        Optional.empty());
  }

  /** A step that pays less than its replacement is marked, whichever it is; one alike is not. */
  @Test
  void whatWasPlantedIsFound() {
    Ledger ledger = new Ledger();
    int[][] marks = marks(ledger, List.of(played(0, 0, -0.5f, 0), played(0.5f, 0, -0.25f)), "0.1");
    assertArrayEquals(new int[] {0, 0, -1, 0}, marks[0]);
    assertArrayEquals(new int[] {1, 0, -1}, marks[1]);
    assertEquals(7, ledger.count(Ledger.Entry.TEACHER_QUERIES));
  }

  /** A quarter of a deviation is not worth an edit to one who asks for more. */
  @Test
  void whatIsNotWorthAnEditIsNotMarked() {
    int[][] marks = marks(new Ledger(), List.of(played(0.5f, 0, -0.25f)), "0.3");
    assertArrayEquals(new int[] {1, 0, 0}, marks[0]);
  }

  @Test
  void everyStepNeedsItsVersion() {
    Segment segment = played(0, 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> StepMarks.of(null, List.of(segment), List.of(List.of(segment)), new Seed(1)));
  }
}
