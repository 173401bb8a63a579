package org.prefbench.flow;

import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;

/**
 * How the samples of a batch are joined into (source, target) pairs. Row i of the sources and row i
 * of the targets come from one context x_i; where rows are joined anew, the pair (source i, target
 * j) belongs to the <em>target's</em> context x_j, so that the law reached given x stays that of
 * the targets of x.
 */
public enum Coupling {
  /** Every source with the target it was compared with. */
  PAIRED,
  /**
   * The assignment of the batch with the least total cost {@code |y_i - y'_j|^2 + w |x_i - x'_j|^2}
   * (exact; Pooladian et al. 2023, arXiv 2304.14772, and Tong et al. 2023, arXiv 2302.00482). With
   * weight w = 0 it joins samples of different contexts; a positive weight makes that dear.
   */
  MINIBATCH_OT,
  /** A uniformly random permutation of the batch. */
  INDEPENDENT;

  /**
   * Returns for each source the row of its target, a permutation {@code [n]}.
   *
   * @param sources {@code [n, d]}
   * @param targets {@code [n, d]}
   * @param contexts {@code [n, context]}, in the unit in which distances are to be measured
   * @param contextWeight the w of {@link #MINIBATCH_OT}
   */
  public int[] match(
      FloatMatrix sources,
      FloatMatrix targets,
      FloatMatrix contexts,
      double contextWeight,
      RandomStream random) {
    int n = sources.rows();
    Checks.require(
        targets.rows() == n && contexts.rows() == n,
        "coupling needs as many sources as targets and contexts, got %d, %d, %d",
        n,
        targets.rows(),
        contexts.rows());
    return switch (this) {
      case PAIRED -> identity(n);
      case INDEPENDENT -> random.permutation(n);
      case MINIBATCH_OT -> {
        double[] cost = new double[n * n];
        addSquaredDistances(cost, sources, targets, 1);
        if (contextWeight != 0) {
          addSquaredDistances(cost, contexts, contexts, contextWeight);
        }
        yield Assignment.solve(n, cost).columns();
      }
    };
  }

  private static int[] identity(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    return order;
  }

  private static void addSquaredDistances(
      double[] cost, FloatMatrix from, FloatMatrix to, double weight) {
    int n = from.rows();
    int d = from.columns();
    float[] a = from.values();
    float[] b = to.values();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
          double difference = (double) a[i * d + k] - b[j * d + k];
          sum += difference * difference;
        }
        cost[i * n + j] += weight * sum;
      }
    }
  }
}
