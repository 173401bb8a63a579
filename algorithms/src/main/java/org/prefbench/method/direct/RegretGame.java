package org.prefbench.method.direct;

import java.util.Arrays;

/**
 * The game in which one side mixes policies and the other picks the type that regrets the mixture
 * most. Its solution is the average of optimistic multiplicative weights on both sides (Rakhlin and
 * Sridharan 2013, arXiv 1311.1869).
 */
final class RegretGame {
  private static final int ITERATIONS = 20_000;

  private RegretGame() {}

  /**
   * Returns the weights of the policies that make the largest regret of a type smallest.
   *
   * @param regret of type i under policy j, {@code [types][policies]}
   */
  static double[] solve(double[][] regret) {
    int types = regret.length;
    int policies = regret[0].length;
    double scale =
        Arrays.stream(regret).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    double rate = scale == 0 ? 0 : 0.1 / scale;
    double[] costs = new double[policies]; // summed, with the last one counted twice
    double[] gains = new double[types];
    double[] mean = new double[policies];
    double[] lastCosts = new double[policies];
    double[] lastGains = new double[types];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] mixture = softmax(costs, lastCosts, -rate);
      double[] chosen = softmax(gains, lastGains, rate);
      for (int j = 0; j < policies; j++) {
        mean[j] += mixture[j] / ITERATIONS;
        lastCosts[j] = 0;
        for (int i = 0; i < types; i++) {
          lastCosts[j] += chosen[i] * regret[i][j];
        }
        costs[j] += lastCosts[j];
      }
      for (int i = 0; i < types; i++) {
        lastGains[i] = value(regret[i], mixture);
        gains[i] += lastGains[i];
      }
    }
    return mean;
  }

  /** Returns the regret of a type under a mixture. */
  static double value(double[] regrets, double[] mixture) {
    double sum = 0;
    for (int j = 0; j < mixture.length; j++) {
      sum += regrets[j] * mixture[j];
    }
    return sum;
  }

  private static double[] softmax(double[] sums, double[] last, double rate) {
    double[] result = new double[sums.length];
    Arrays.setAll(result, j -> rate * (sums[j] + last[j]));
    double largest = Arrays.stream(result).max().orElseThrow();
    double total = 0;
    for (int j = 0; j < result.length; j++) {
      result[j] = StrictMath.exp(result[j] - largest);
      total += result[j];
    }
    for (int j = 0; j < result.length; j++) {
      result[j] /= total;
    }
    return result;
  }
}
