package org.prefbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AdvantagesTest {
  /**
   * One copy, discount 0.9, decay 0.5, worked by hand from the end: the batch stops while an
   * episode runs, so A_2 = 3 + 0.9 * 1 - 0.5 = 3.4; the task ended in step 1, so A_1 = 2 - 0.5 =
   * 1.5; and A_0 = 1 + 0.9 * 0.5 - 0.5 + 0.45 * 1.5 = 1.625.
   */
  @Test
  void oneCopyByHand() {
    double[] advantages =
        Advantages.generalized(
            new double[] {1, 2, 3},
            new double[] {0.5, 0.5, 0.5},
            new double[] {0.5, 7, 1},
            new boolean[] {false, true, false},
            new boolean[] {false, true, false},
            1,
            0.9,
            0.5);
    assertArrayEquals(new double[] {1.625, 1.5, 3.4}, advantages, 1e-12);
  }

  /** An episode cut by time goes on in value but not in advantage: A_0 = 1 + 0.9 * 2 - 0 = 2.8. */
  @Test
  void truncationIsContinuedByTheValueOfTheLastState() {
    double[] advantages =
        Advantages.generalized(
            new double[] {1, 5},
            new double[] {0, 0},
            new double[] {2, 0},
            new boolean[] {false, true},
            new boolean[] {true, true},
            1,
            0.9,
            0.5);
    assertArrayEquals(new double[] {2.8, 5}, advantages, 1e-12);
  }

  /** Copies do not mix: two interleaved copies equal each on its own. */
  @Test
  void copiesAreSeparate() {
    boolean[] no = new boolean[4];
    double[] both =
        Advantages.generalized(
            new double[] {1, 10, 2, 20}, new double[4], new double[4], no, no, 2, 1, 1);
    assertArrayEquals(new double[] {3, 30, 2, 20}, both, 1e-12);
  }

  /** Of 1, 2, 3, 6: mean 3, population variance (4 + 1 + 0 + 9) / 4 = 3.5. */
  @Test
  void standardizedHasMeanZeroAndSpreadOne() {
    float[] result = Advantages.standardized(new double[] {1, 2, 3, 6});
    assertEquals(-2 / Math.sqrt(3.5), result[0], 1e-6);
    assertEquals(3 / Math.sqrt(3.5), result[3], 1e-6);
  }
}
