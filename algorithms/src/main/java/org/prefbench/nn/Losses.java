package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;

/** Losses of single numbers, which several methods share; every one keeps the shape. */
public final class Losses {
  private Losses() {}

  /** Returns log(1 + e^z), which is -log sigmoid(-z). */
  public static NDArray softplus(NDArray z) {
    return Activation.softPlus(z);
  }

  /**
   * Returns the cross-entropy of a logit: - p log sigmoid(z) - (1 - p) log sigmoid(-z).
   *
   * @param probability p, of the shape of {@code z}
   */
  public static NDArray logistic(NDArray z, NDArray probability) {
    return softplus(z).sub(probability.mul(z)); // as log sigmoid(z) = z - softplus(z)
  }

  /** Returns how far {@code z} falls short of a margin: max(0, margin - z). */
  public static NDArray hinge(Pass pass, NDArray z, double margin) {
    return z.neg().add((float) margin).maximum(pass.scalar(0));
  }

  /**
   * Returns the asymmetric square of expectile regression (Newey and Powell 1987; Kostrikov et al.
   * 2021, arXiv 2110.06169): share u^2 where u {@code > 0} and (1 - share) u^2 elsewhere.
   *
   * @param difference u, the target less the estimate
   * @param share of the weight for targets above the estimate, in (0, 1); 1/2 estimates the mean
   */
  public static NDArray expectile(Pass pass, NDArray difference, double share) {
    NDArray above = difference.gt(pass.scalar(0)).toType(DataType.FLOAT32, false);
    NDArray weights = above.mul(pass.scalar((float) (2 * share - 1))).add((float) (1 - share));
    return difference.square().mul(weights);
  }

  /**
   * Returns the loss of Huber 1964: e^2 / 2 up to {@code |e| = delta}, and the straight line that
   * goes on from there, delta (|e| - delta / 2).
   */
  public static NDArray huber(Pass pass, NDArray error, double delta) {
    NDArray size = error.abs();
    NDArray inside = size.minimum(pass.scalar((float) delta));
    return inside.mul(size.sub(inside.mul(pass.scalar(0.5f))));
  }
}
