package org.prefbench.method.direct;

import java.util.Arrays;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.SegmentArrays;

/**
 * A first guess at who has which type. Copies of one policy are alike until something tells them
 * apart, so that expectation and maximisation cannot begin with them; here they are done on rewards
 * that are linear in a segment's mean observation and action and the means of their squares, from
 * several random starts, of which the likeliest end is taken.
 */
final class LinearTypes {
  private static final int STARTS = 8;
  private static final int ITERATIONS = 25;
  private static final int DESCENTS = 10; // gradient steps of a maximisation
  private static final double RATE = 0.5;
  private static final double PULL = 1e-2; // of weights to zero, per vote

  private final double[][] differences; // [votes][features], of first and second, standardised
  private final float[] probabilityFirst;
  private final int[] annotator;
  private final int annotators;
  private final int types;

  private LinearTypes(PairArrays pairs, int[] votes, int types) {
    differences = differences(pairs, votes);
    probabilityFirst = new float[votes.length];
    annotator = new int[votes.length];
    for (int j = 0; j < votes.length; j++) {
      probabilityFirst[j] = pairs.probabilityFirst()[votes[j]];
      annotator[j] = pairs.annotator()[votes[j]];
    }
    annotators = pairs.annotators().size();
    this.types = types;
  }

  /**
   * Returns the guess from some of the pairs.
   *
   * @param votes the rows of these pairs
   */
  static Responsibilities guess(PairArrays pairs, int[] votes, int types, Seed seed) {
    LinearTypes problem = new LinearTypes(pairs, votes, types);
    Responsibilities best = problem.random(seed.child(0));
    double likelihood = Double.NEGATIVE_INFINITY;
    for (int start = 0; start < STARTS && types > 1; start++) {
      Responsibilities now = problem.random(seed.child(start));
      double[][] weights = new double[types][problem.differences[0].length];
      double[][] logs = new double[0][];
      for (int i = 0; i < ITERATIONS; i++) {
        problem.maximise(weights, now);
        logs = problem.logs(weights);
        now = Responsibilities.of(now.priors(now.shares(), 1), logs, problem.annotator);
      }
      double found = problem.likelihood(logs, now);
      if (found > likelihood) {
        likelihood = found;
        best = now;
      }
    }
    return best;
  }

  /** Every annotator has one type, drawn evenly. */
  private Responsibilities random(Seed seed) {
    RandomStream random = seed.generator();
    double[][] of = new double[annotators][types];
    for (double[] row : of) {
      row[random.nextInt(types)] = 1;
    }
    return new Responsibilities(of);
  }

  /** Goes up the weighted log-likelihood of each type. */
  private void maximise(double[][] weights, Responsibilities who) {
    for (int k = 0; k < types; k++) {
      for (int step = 0; step < DESCENTS; step++) {
        double[] gradient = new double[weights[k].length];
        for (int j = 0; j < differences.length; j++) {
          double off = probabilityFirst[j] - 1 / (1 + StrictMath.exp(-dot(weights[k], j)));
          double weight = who.of()[annotator[j]][k] * off / differences.length;
          for (int f = 0; f < gradient.length; f++) {
            gradient[f] += weight * differences[j][f];
          }
        }
        for (int f = 0; f < gradient.length; f++) {
          weights[k][f] += RATE * (gradient[f] - PULL * weights[k][f]);
        }
      }
    }
  }

  private double[][] logs(double[][] weights) {
    double[][] logs = new double[differences.length][types];
    for (int j = 0; j < logs.length; j++) {
      for (int k = 0; k < types; k++) {
        logs[j][k] = TypedPolicies.log(dot(weights[k], j), probabilityFirst[j]);
      }
    }
    return logs;
  }

  /** The expected log-likelihood of all votes. */
  private double likelihood(double[][] logs, Responsibilities who) {
    double sum = 0;
    for (int j = 0; j < logs.length; j++) {
      for (int k = 0; k < types; k++) {
        sum += who.of()[annotator[j]][k] * logs[j][k];
      }
    }
    return sum;
  }

  private double dot(double[] weights, int vote) {
    double sum = 0;
    for (int f = 0; f < weights.length; f++) {
      sum += weights[f] * differences[vote][f];
    }
    return sum;
  }

  private static double[][] differences(PairArrays pairs, int[] votes) {
    SegmentArrays segments = pairs.segments();
    FloatMatrix steps = segments.observations().beside(segments.actions());
    double[][] result = new double[votes.length][2 * steps.columns()];
    for (int j = 0; j < votes.length; j++) {
      for (int side = 0; side < 2; side++) {
        add(result[j], side == 0 ? 1 : -1, segments, steps, 2 * votes[j] + side);
      }
    }
    for (int f = 0; f < result[0].length; f++) {
      int feature = f;
      double squares = Arrays.stream(result).mapToDouble(row -> row[feature] * row[feature]).sum();
      double scale = Math.sqrt(squares / result.length);
      for (double[] row : result) {
        row[f] = scale == 0 ? 0 : row[f] / scale;
      }
    }
    return result;
  }

  /** Adds the mean features of a segment with a sign. */
  private static void add(
      double[] to, int sign, SegmentArrays segments, FloatMatrix steps, int segment) {
    int length = 0;
    for (int t = 0; t < segments.length(); t++) {
      length += (int) segments.mask().get(segment, t);
    }
    for (int t = 0; t < length; t++) {
      int row = segment * segments.length() + t;
      for (int c = 0; c < steps.columns(); c++) {
        double value = steps.get(row, c);
        to[c] += sign * value / length;
        to[steps.columns() + c] += sign * value * value / length;
      }
    }
  }
}
