package org.prefbench.method.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.reward.NormalLine;

class BondTest {
  private static final Map<String, String> SMALL =
      Map.of(
          "steps", "400",
          "learning-rate", "0.03",
          "batch-size", "512",
          "reward-members", "1",
          "reward-hidden-size", "32",
          "reward-hidden-layers", "1",
          "reward-learning-rate", "0.01",
          "reward-steps", "300");

  /** Mean and variance of the largest of n normal numbers; of one of them, the reference's. */
  @ParameterizedTest
  @CsvSource({"1, 0, 1", "2, 0.5642, 0.6817", "4, 1.0294, 0.4917", "8, 1.4236, 0.3729"})
  void clonesTheLawOfTheLargest(String n, double mean, double variance) {
    GaussianPolicy policy =
        (GaussianPolicy)
            NormalLine.train(new Bond(), Bandit.with(SMALL, "n", n), 4_000, new Ledger());
    double learned = policy.network().evaluator().evaluate(new FloatMatrix(1, 1)).get(0, 0);
    // 4,000 draws know the mean to within 0.016 and the log-variance to within 0.022
    assertEquals(mean, learned, 0.05);
    assertEquals(Math.log(variance), 2 * policy.logStd()[0], 0.1);
  }

  @Test
  void comparesAtLeastOne() {
    assertThrows(
        InvalidInputException.class,
        () -> NormalLine.train(new Bond(), Map.of("n", "0"), 2, new Ledger()));
  }
}
