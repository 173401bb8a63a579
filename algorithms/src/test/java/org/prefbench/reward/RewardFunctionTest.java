package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;

class RewardFunctionTest {
  private static final Segment SEGMENT =
      new Segment(
          new FloatMatrix(4, 1),
          new FloatMatrix(3, 1),
          new FloatMatrix(3, 1, new float[] {1, -0.5f, 2}),
          End.RUNNING,
          Optional.empty());

  @Test
  void theRecordedRewardIsTheEnvironments() {
    assertArrayEquals(new double[] {1, -0.5, 2}, RewardFunction.recorded().rewards(SEGMENT));
  }

  @Test
  void hiddenRewardsAreNotReadAsNumbers() {
    assertEquals(
        "TRUE_REWARDS was not declared in needs()",
        assertThrows(
                IllegalStateException.class,
                () -> RewardFunction.recorded().rewards(SEGMENT.withoutRewards()))
            .getMessage());
  }

  @Test
  void controls() {
    assertArrayEquals(new double[3], RewardFunction.zero().rewards(SEGMENT));
    assertArrayEquals(
        new double[] {-1, 0.5, -2}, RewardFunction.recorded().negated().rewards(SEGMENT));
  }
}
