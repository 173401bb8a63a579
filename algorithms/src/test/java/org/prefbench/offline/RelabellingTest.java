package org.prefbench.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.prefbench.offline.Relabelling.Scale;
import org.prefbench.offline.Relabelling.Shift;

/** Units and zeros of two episodes whose returns are 10 and -10, worked out by hand. */
class RelabellingTest {
  private static final double[] REWARDS = {1, 9, -4, -8, 2};
  private static final int[] LENGTHS = {2, 3};

  private static void check(Scale scale, Shift shift, double... expected) {
    float[] got = new Relabelling(scale, shift).of(REWARDS, LENGTHS);
    float[] wanted = new float[expected.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (float) expected[i];
    }
    assertArrayEquals(wanted, got, 1e-4f);
  }

  @Test
  void theRangeOfReturnsBecomesAThousand() {
    check(Scale.AS_GIVEN, Shift.NONE, REWARDS);
    check(Scale.RETURN_RANGE, Shift.NONE, 50, 450, -200, -400, 100);
  }

  @Test
  void whatTheLogTellsOfTheZeroComesBeforeTheUnit() {
    check(Scale.AS_GIVEN, Shift.ZERO_MEAN, 1, 9, -4, -8, 2); // their mean is 0
    check(Scale.AS_GIVEN, Shift.MIN_ZERO, 9, 17, 4, 0, 10);
    check(Scale.AS_GIVEN, Shift.PLUS_HALF, 1.5, 9.5, -3.5, -7.5, 2.5);
    check(Scale.RETURN_RANGE, Shift.ZERO_MEAN, 50, 450, -200, -400, 100);
    // moved returns are 26 and 14
    check(Scale.RETURN_RANGE, Shift.MIN_ZERO, 750, 17000 / 12., 4000 / 12., 0, 10000 / 12.);
    check(Scale.RETURN_RANGE, Shift.PLUS_HALF, 50.5, 450.5, -199.5, -399.5, 100.5);
  }

  @Test
  void theMeanIsThatOfTheSteps() {
    Relabelling zeroMean = new Relabelling(Scale.AS_GIVEN, Shift.ZERO_MEAN);
    assertArrayEquals(
        new float[] {-2, -1, 3}, zeroMean.of(new double[] {1, 2, 6}, new int[] {1, 2}));
  }

  @Test
  void equalReturnsHaveNoRange() {
    Relabelling range = new Relabelling(Scale.RETURN_RANGE, Shift.NONE);
    assertArrayEquals(new float[] {3, 1, 2}, range.of(new double[] {3, 1, 2}, new int[] {1, 2}));
  }
}
