package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class LinearPosteriorTest {
  /** theta = 1 - sigmoid(theta) at 0.4011, and 1 / (1 + s (1 - s)) = 0.8063 there. */
  @Test
  void oneAnswerAboutAUnitOfReward() {
    LinearPosterior posterior = new LinearPosterior(1, 1, 1);
    assertEquals(0, posterior.mode()[0]);
    assertEquals(1, posterior.variance(1), 1e-12, "the prior");
    posterior.observe(new double[] {1}, 1);
    assertEquals(0.4011, posterior.mode()[0], 1e-4);
    assertEquals(0.8063, posterior.variance(1), 1e-4);
    assertEquals(4 * 0.8063, posterior.variance(-2), 1e-3);
  }

  /**
   * How good that normal law is: the exact posterior, proportional to exp(-theta^2 / 2)
   * sigmoid(theta), has mean 0.4132 and variance 0.8292, by the rectangle rule.
   */
  @Test
  void theExactPosteriorIsNear() {
    LinearPosterior prior = new LinearPosterior(1, 1, 1);
    double mass = 0;
    double mean = 0;
    double square = 0;
    for (double theta = -10; theta <= 10; theta += 1e-3) {
      double weight =
          Math.exp(-theta * theta / 2) * prior.probability(new double[] {theta}, new double[] {1});
      mass += weight;
      mean += weight * theta;
      square += weight * theta * theta;
    }
    mean /= mass;
    assertEquals(0.4132, mean, 1e-4);
    assertEquals(0.8292, square / mass - mean * mean, 1e-4);
    LinearPosterior posterior = new LinearPosterior(1, 1, 1);
    posterior.observe(new double[] {1}, 1);
    assertEquals(mean, posterior.mode()[0], 0.013);
    assertEquals(square / mass - mean * mean, posterior.variance(1), 0.023);
  }

  /** A tie leaves the mode at 0, where each answer adds 1/4 of the square to the precision. */
  @Test
  void tiesSayThatTheRewardIsSmall() {
    LinearPosterior posterior = new LinearPosterior(2, 3, 2);
    posterior.observe(new double[] {1, 0}, 0.5);
    posterior.observe(new double[] {1, 1}, 0.5);
    assertArrayEquals(new double[2], posterior.mode(), 1e-12);
    // precision I / 9 + (2^2 / 4) [[2, 1], [1, 1]]; its inverse has (1 + 1/9) / det at the top
    double det = (2 + 1 / 9.0) * (1 + 1 / 9.0) - 1;
    assertEquals((1 + 1 / 9.0) / det, posterior.variance(1, 0), 1e-12);
    assertEquals((2 + 1 / 9.0) / det, posterior.variance(0, 1), 1e-12);
  }

  /** In the mode the derivative vanishes: theta / prior^2 = r sum (answer - P) f. */
  @Test
  void theModeIsWhereTheDerivativeVanishes() {
    RandomStream random = new Seed(2).generator();
    LinearPosterior posterior = new LinearPosterior(3, 2, 5);
    double[][] asked = new double[40][3];
    double[] answers = new double[40];
    for (int k = 0; k < asked.length; k++) {
      for (int j = 0; j < 3; j++) {
        asked[k][j] = random.nextGaussian();
      }
      answers[k] = asked[k][0] - 2 * asked[k][1] > 0 ? 1 : 0;
      posterior.observe(asked[k], answers[k]);
    }
    double[] mode = posterior.mode();
    for (int j = 0; j < 3; j++) {
      double slope = mode[j] / 4;
      for (int k = 0; k < asked.length; k++) {
        slope -= 5 * (answers[k] - posterior.probability(mode, asked[k])) * asked[k][j];
      }
      assertEquals(0, slope, 1e-7);
    }
    assertTrue(mode[0] > 0 && mode[1] < 0 && -mode[1] > mode[0]);
  }

  /** 20,000 draws tell a variance to within 1 %. */
  @Test
  void drawsHaveTheLaw() {
    LinearPosterior posterior = new LinearPosterior(2, 1, 1);
    posterior.observe(new double[] {3, 1}, 1);
    posterior.observe(new double[] {1, -2}, 0);
    RandomStream random = new Seed(7).generator();
    double[] direction = {0.5, -1};
    double mean = 0;
    double squares = 0;
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      double value = LinearPosterior.dot(posterior.draw(random), direction);
      mean += value / draws;
      squares += value * value / draws;
    }
    assertEquals(LinearPosterior.dot(posterior.mode(), direction), mean, 0.04);
    assertEquals(posterior.variance(direction), squares - mean * mean, 0.05);
  }
}
