package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import org.prefbench.nn.Pass;

/** What a loss of pairs reads of a batch of pairs: their labels and what a policy makes of them. */
public final class PairTerms {
  private final NDArray probabilityFirst;
  private final NDArray logRatios;
  private final float[] labels;
  private final SegmentLikelihood likelihood;
  private final int[] segments;

  /** Works out the terms of the pairs {@code rows}. */
  public PairTerms(Pass pass, PairArrays pairs, SegmentLikelihood likelihood, int[] rows) {
    probabilityFirst = pass.rows(pairs.probabilityFirst(), rows);
    this.likelihood = likelihood;
    segments = pairs.segmentsOf(rows);
    logRatios = likelihood.logRatios(pass, segments, 1).reshape(rows.length, 2);
    labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = pairs.probabilityFirst()[rows[i]];
    }
  }

  /** Returns the label of every pair as the probability that its first is better: {@code [n]}. */
  public NDArray probabilityFirst() {
    return probabilityFirst;
  }

  /** Returns D of the first and of the second segment of every pair, {@code [n, 2]}, in nats. */
  public NDArray logRatios() {
    return logRatios;
  }

  /** Returns u = D(first) - D(second) of every pair, {@code [n]}, in nats. */
  public NDArray margins() {
    return logRatios.get(":, 0").sub(logRatios.get(":, 1"));
  }

  /**
   * Puts on the learning curve what tells direct methods apart, over the pairs that were decided:
   * {@code log-ratio-winner} and {@code log-ratio-loser}, the means of D, {@code margin}, the mean
   * of D(winner) - D(loser), and {@code implicit-accuracy}, the share of pairs in which that is
   * positive, where zero counts half. A loss of margins alone lets both log-ratios fall (Pal et al.
   * 2024, arXiv 2402.13228). And over all steps {@code kl}, the mean of KL(pi || pi_ref) in nats.
   */
  void tell(Pass pass) {
    double[] divergences = likelihood.divergences(segments);
    float[] kl = new float[divergences.length];
    for (int i = 0; i < kl.length; i++) {
      kl[i] = (float) divergences[i];
    }
    pass.metric("kl", pass.array(kl, kl.length));
    int[] decided = IntStream.range(0, labels.length).filter(i -> labels[i] != 0.5f).toArray();
    if (decided.length == 0) {
      return;
    }
    float[] ratios = logRatios.toFloatArray();
    float[][] told = new float[4][decided.length];
    for (int i = 0; i < decided.length; i++) {
      int winner = labels[decided[i]] > 0.5f ? 0 : 1;
      told[0][i] = ratios[2 * decided[i] + winner];
      told[1][i] = ratios[2 * decided[i] + 1 - winner];
      told[2][i] = told[0][i] - told[1][i];
      told[3][i] = (1 + Math.signum(told[2][i])) / 2;
    }
    String[] names = {"log-ratio-winner", "log-ratio-loser", "margin", "implicit-accuracy"};
    for (int k = 0; k < names.length; k++) {
      pass.metric(names[k], pass.array(told[k], decided.length));
    }
  }
}
