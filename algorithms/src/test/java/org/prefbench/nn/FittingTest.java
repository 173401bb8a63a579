package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;

class FittingTest {
  /** Adam's first step is its step size, whatever the gradient; the second has half the rate. */
  @Test
  void theLearnerStepsAsFarAsItIsTold() {
    Ledger ledger = new Ledger();
    Learner learner = Fitting.of(0.1, Schedule.COSINE, 1, 2, 0).learner(ledger);
    Learner.Vector x = learner.vector(1, -1);
    learner.step(40, -5);
    assertArrayEquals(new float[] {0.9f, -0.9f}, learner.read(x), 1e-6f);
    learner.step(40, -5);
    assertArrayEquals(new float[] {0.85f, -0.85f}, learner.read(x), 1e-6f);
    assertEquals(2, ledger.count(Ledger.Entry.GRADIENT_STEPS));
  }

  /**
   * A gradient of 3 and then 4, clipped to 1 each: Adam's mean over root of mean square stays 1;
   * not clipped it is (0.1 * 4 + 0.09 * 3) / 0.19 over the root of (0.001 * 16 + 0.000999 * 9) /
   * 0.001999, that is 1.00025 at the second step.
   */
  @Test
  void longGradientsAreScaledDown() {
    assertEquals(-0.2, afterTwoSteps(Fitting.of(0.1, Schedule.CONSTANT, 1, 9, 0).clipped(1)), 1e-6);
    double mean = (0.1 * 4 + 0.09 * 3) / 0.19;
    double square = (0.001 * 16 + 0.000999 * 9) / 0.001999;
    assertEquals(
        -0.1 - 0.1 * mean / Math.sqrt(square),
        afterTwoSteps(Fitting.of(0.1, Schedule.CONSTANT, 1, 9, 0)),
        1e-6);
  }

  /**
   * Adam's first steps have the length of the step size: a quarter, a half, three quarters, all.
   */
  @Test
  void theStepSizeRises() {
    Learner learner = Fitting.of(0.1, Schedule.CONSTANT, 1, 9, 0).warmedUp(4).learner(new Ledger());
    Learner.Vector x = learner.vector(0);
    double[] expected = {0.025, 0.075, 0.15, 0.25, 0.35};
    for (double sum : expected) {
      learner.step(1);
      assertEquals(-sum, learner.read(x)[0], 1e-6);
    }
  }

  private static double afterTwoSteps(Fitting fitting) {
    Learner learner = fitting.learner(new Ledger());
    Learner.Vector x = learner.vector(0);
    learner.step(3);
    learner.step(4);
    return learner.read(x)[0];
  }

  @Test
  void batchesHoldOutTheirShareOfRowsOrOfGroups() {
    Fitting fitting = Fitting.of(0.1, Schedule.CONSTANT, 4, 9, 0.25);
    Minibatches rows = fitting.batches(40, new Seed(1));
    assertEquals(30, rows.training().length);
    assertEquals(4, rows.next().length);
    Minibatches groups = fitting.batchesOfGroups(new int[] {2, 2, 2, 2}, new Seed(1));
    int[] held = groups.validation().get(0);
    assertEquals(List.of(2, held[0] + 1), List.of(held.length, held[1]), "one whole group");
  }

  @Test
  void aWrongValueIsNamed() {
    for (double norm : new double[] {0, -1, Double.NaN}) {
      assertEquals(
          "max-gradient-norm must be > 0, got " + norm,
          assertThrows(
                  InvalidInputException.class,
                  () -> Fitting.of(0.1, Schedule.CONSTANT, 1, 1, 0).clipped(norm))
              .getMessage());
    }
  }
}
