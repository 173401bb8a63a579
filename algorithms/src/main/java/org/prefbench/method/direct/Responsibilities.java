package org.prefbench.method.direct;

import java.util.Arrays;

/**
 * Which type every annotator probably has: the expectation step of a mixture (Dempster et al. 1977)
 * in which an annotator has one type and all of the annotator's votes come from it,
 *
 * <pre>
 * P(type k | annotator a) = prior_ak prod_{votes j of a} p_k(j) / the same summed over all types
 * </pre>
 *
 * @param of the probabilities, {@code [annotators][types]}
 */
record Responsibilities(double[][] of) {
  /**
   * Returns the probabilities, worked out from logarithms.
   *
   * @param priors how likely each type is before any vote, of any sum, {@code [annotators][types]}
   * @param logs the log-probability of every vote under every type, {@code [votes][types]}
   * @param annotator whose vote it is, {@code [votes]}
   */
  static Responsibilities of(double[][] priors, double[][] logs, int[] annotator) {
    double[][] sums = new double[priors.length][];
    for (int a = 0; a < sums.length; a++) {
      sums[a] = Arrays.stream(priors[a]).map(StrictMath::log).toArray();
    }
    for (int j = 0; j < logs.length; j++) {
      for (int k = 0; k < logs[j].length; k++) {
        sums[annotator[j]][k] += logs[j][k];
      }
    }
    for (double[] row : sums) {
      double largest = Arrays.stream(row).max().orElseThrow();
      double total = 0;
      for (int k = 0; k < row.length; k++) {
        row[k] = StrictMath.exp(row[k] - largest);
        total += row[k];
      }
      for (int k = 0; k < row.length; k++) {
        row[k] /= total;
      }
    }
    return new Responsibilities(sums);
  }

  /**
   * Returns the shares of the types: means over the annotators, but at least a tenth of an even
   * share each, so that a type that nobody has at present can come back.
   */
  double[] shares() {
    int types = of[0].length;
    double[] shares = new double[types];
    double total = 0;
    for (int k = 0; k < types; k++) {
      for (double[] row : of) {
        shares[k] += row[k] / of.length;
      }
      shares[k] = Math.max(shares[k], 0.1 / types);
      total += shares[k];
    }
    for (int k = 0; k < types; k++) {
      shares[k] /= total;
    }
    return shares;
  }

  /**
   * Returns priors of votes yet to be counted: the shares of the types, times what is known of each
   * annotator but no less than {@code least}.
   *
   * @param least in (0, 1]; with 1 the shares alone
   */
  double[][] priors(double[] shares, double least) {
    double[][] priors = new double[of.length][shares.length];
    for (int a = 0; a < priors.length; a++) {
      for (int k = 0; k < shares.length; k++) {
        priors[a][k] = shares[k] * Math.max(of[a][k], least);
      }
    }
    return priors;
  }

  /** Returns the type that an annotator most probably has, the first of equals. */
  int typeOf(int annotator) {
    int best = 0;
    for (int k = 1; k < of[annotator].length; k++) {
      best = of[annotator][k] > of[annotator][best] ? k : best;
    }
    return best;
  }

  /** Returns the probability that two annotators have the same type. */
  double same(int one, int other) {
    double sum = 0;
    for (int k = 0; k < of[one].length; k++) {
      sum += of[one][k] * of[other][k];
    }
    return one == other ? 1 : sum;
  }

  /** Returns how likely every vote's annotator is to have type {@code k}, {@code [votes]}. */
  float[] ofVotes(int[] annotator, int k) {
    float[] result = new float[annotator.length];
    for (int j = 0; j < result.length; j++) {
      result[j] = (float) of[annotator[j]][k];
    }
    return result;
  }
}
