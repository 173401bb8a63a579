package org.prefbench.rl;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.nn.Pass;

/**
 * Weights of logged actions by their advantage, min(exp(temperature A), limit): cloning by them is
 * policy improvement with a divergence from the behaviour (Peng et al. 2019, "Advantage-weighted
 * regression", arXiv 1910.00177, equation 6).
 */
public record AdvantageWeights(
    @Help("how sharply better actions are preferred, >= 0; 0 clones all (IQL: 3)")
        double temperature,
    @Help("largest weight of an action, >= 1 (IQL: 100)") double weightLimit) {
  /** Validates. */
  public AdvantageWeights {
    Checks.notNegative("temperature", temperature);
    Checks.require(
        weightLimit >= 1 && Double.isFinite(weightLimit),
        "weight-limit must be >= 1, got %s",
        weightLimit);
  }

  /** Returns the weight of one advantage. */
  public double of(double advantage) {
    return Math.min(StrictMath.exp(temperature * advantage), weightLimit);
  }

  /** Returns the weights, of the shape of {@code advantages}. */
  public NDArray of(Pass pass, NDArray advantages) {
    return advantages
        .mul(pass.scalar((float) temperature))
        .minimum(pass.scalar((float) StrictMath.log(weightLimit))) // before it can overflow
        .exp();
  }
}
