package org.prefbench.method.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.policy.Policy;
import org.prefbench.reward.NormalLine;

class BestOfNLearnedTest {
  private static Policy train(String key, String value) {
    return NormalLine.train(new BestOfNLearned(), Map.of(key, value), 200, new Ledger());
  }

  /**
   * A reward that orders the actions as the truth does chooses the same plan as the truth: the mean
   * of the largest of n normal numbers, 4,000 of which know it to within 0.016.
   */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0.5642", "8, 1.4236"})
  void choosesAsTheTruthWhereTheOrderIsRight(String n, double mean) {
    Policy policy = train("n", n);
    assertEquals(mean, NormalLine.meanReturn(policy), 0.05);
    assertEquals(0, NormalLine.meanReturn(policy.deterministic()), 1e-6);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(InvalidInputException.class, () -> train("n", "0"));
    assertEquals(
        "best-of-n-learned.rollout-frequency must be <= the segment length 1, got 2",
        assertThrows(InvalidInputException.class, () -> train("rollout-frequency", "2"))
            .getMessage());
  }
}
