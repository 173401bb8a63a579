package org.prefbench.method.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;

class IplTest {
  private static final Map<String, String> SMALL =
      Map.of(
          "hidden-size", "16",
          "hidden-layers", "1",
          "steps", "1500",
          "batch-size", "32",
          "learning-rate", "0.005",
          "target-rate", "0.1",
          "discount", "0.9",
          "temperature", "1",
          "pairs-per-update", "20");

  /**
   * Two actions that end the task, of which one wins with probability P: the implied rewards are x
   * and -x where sigmoid(2 x) + lambda x = P, and with the temperature 1 the policy's mean is tanh
   * x. Without the squares 2 x would be the logit of P.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.5, 0.5213", "0.8, 0.5, 0.3045", "0.75, 0.0001, 0.5493"})
  void theImpliedRewardsSolveTheirEquation(double p, String lambda, double x) {
    Bandit arms =
        new Bandit()
            .log(Bandit.last(1, 0), Bandit.last(-1, 0))
            .pairs(1, -1, 100, (int) Math.round(100 * p));
    assertEquals(
        Math.tanh(x), Bandit.mean(arms.train("ipl", Bandit.with(SMALL, "lambda", lambda))), 0.03);
  }

  @Test
  void refusesWhatCannotBe() {
    Bandit none = new Bandit().log(Bandit.last(1, 0));
    assertEquals(
        "ipl needs a labelled pair, got none in 0 pairs of bandit-v0",
        assertThrows(InvalidInputException.class, () -> none.train("ipl", SMALL)).getMessage());
    for (String key : new String[] {"lambda", "pairs-per-update"}) {
      assertThrows(
          InvalidInputException.class, () -> none.train("ipl", Bandit.with(SMALL, key, "0")));
    }
  }
}
