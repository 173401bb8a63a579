package org.prefbench.reward;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.prefbench.core.RandomStream;

/**
 * Which two of several candidates to ask about next, given what earlier answers say of a linear
 * reward. All but the first two look at every pair and take the one that has most of something, the
 * first of such.
 */
public enum QueryStrategy {
  /**
   * Top-two posterior sampling (Agnihotri et al. 2025, "Best policy learning from trajectory
   * preference feedback", arXiv 2501.18873): the best candidate of one draw of the reward against
   * the best of another draw, drawn again until it is another; after {@value #MOST_DRAWS} draws the
   * second best of the first.
   */
  TOP_TWO,
  /** Any two. */
  UNIFORM,
  /** Those on whose order draws of the reward disagree most: the standard deviation of P. */
  DISAGREEMENT,
  /** Those whose answer is least sure: the entropy of the mean of P over draws of the reward. */
  ENTROPY,
  /** Those whose difference is furthest from all that was asked about. */
  K_CENTRE;

  private static final int MOST_DRAWS = 20;

  /**
   * Returns two different candidates.
   *
   * @param candidates their features, {@code [n][size]}, n at least 2
   */
  public int[] choose(double[][] candidates, LinearPosterior posterior, RandomStream random) {
    return switch (this) {
      case TOP_TWO -> topTwo(candidates, posterior, random);
      case UNIFORM -> {
        int[] order = random.permutation(candidates.length);
        yield new int[] {order[0], order[1]};
      }
      case DISAGREEMENT, ENTROPY -> {
        List<double[]> draws =
            IntStream.range(0, MOST_DRAWS).mapToObj(i -> posterior.draw(random)).toList();
        yield most(candidates, difference -> unsureness(draws, difference, posterior));
      }
      case K_CENTRE -> {
        List<double[]> asked = posterior.asked();
        yield most(candidates, difference -> distance(difference, asked));
      }
    };
  }

  private static int[] topTwo(
      double[][] candidates, LinearPosterior posterior, RandomStream random) {
    double[] first = posterior.draw(random);
    int best = best(candidates, first, -1);
    for (int draw = 1; draw < MOST_DRAWS; draw++) {
      int other = best(candidates, posterior.draw(random), -1);
      if (other != best) {
        return new int[] {best, other};
      }
    }
    return new int[] {best, best(candidates, first, best)};
  }

  /** The first of the best candidates under a reward, one of them left out. */
  private static int best(double[][] candidates, double[] theta, int without) {
    int best = -1;
    for (int i = 0; i < candidates.length; i++) {
      boolean better =
          best < 0
              || LinearPosterior.dot(theta, candidates[i])
                  > LinearPosterior.dot(theta, candidates[best]);
      if (i != without && better) {
        best = i;
      }
    }
    return best;
  }

  private static int[] most(double[][] candidates, ToDoubleFunction<double[]> value) {
    int[] pair = {0, 1};
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates.length; i++) {
      for (int j = i + 1; j < candidates.length; j++) {
        double found = value.applyAsDouble(less(candidates[i], candidates[j]));
        if (found > most) {
          most = found;
          pair = new int[] {i, j};
        }
      }
    }
    return pair;
  }

  private double unsureness(List<double[]> draws, double[] difference, LinearPosterior posterior) {
    double sum = 0;
    double squares = 0;
    for (double[] theta : draws) {
      double p = posterior.probability(theta, difference);
      sum += p;
      squares += p * p;
    }
    double mean = sum / draws.size();
    // the entropy of an answer falls with the distance of its probability from one half
    return this == ENTROPY ? -Math.abs(mean - 0.5) : squares / draws.size() - mean * mean;
  }

  /** The distance to the nearest of the differences asked about, whichever side stood first. */
  private static double distance(double[] difference, List<double[]> asked) {
    double nearest = LinearPosterior.dot(difference, difference); // no difference at all
    for (double[] one : asked) {
      double product = 2 * Math.abs(LinearPosterior.dot(difference, one));
      double squares = LinearPosterior.dot(difference, difference) + LinearPosterior.dot(one, one);
      nearest = Math.min(nearest, squares - product);
    }
    return nearest;
  }

  /** Returns the difference of two vectors. */
  public static double[] less(double[] a, double[] b) {
    double[] result = a.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] -= b[i];
    }
    return result;
  }
}
