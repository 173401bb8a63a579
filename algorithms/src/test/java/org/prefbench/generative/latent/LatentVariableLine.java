package org.prefbench.generative.latent;

import java.util.List;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;

/** Generators on the line whose laws are known: a = shift + slope z + deviation e. */
public final class LatentVariableLine {
  private LatentVariableLine() {}

  /** Returns the generator, given one observed number that it does not look at. */
  public static LatentVariablePolicy generator(double slope, double shift, double deviation) {
    float[] weights = {(float) slope, 0, (float) shift}; // of z, of the observation, and the bias
    return new LatentVariablePolicy(
        1,
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            Space.unbounded(1),
            Standardizer.identity(2),
            new Mlp(List.of(2, 1), Activation.RELU, Activation.IDENTITY, weights),
            new float[] {(float) StrictMath.log(deviation)}),
        true);
  }

  /** Returns draws, {@code [n, 1]}. */
  public static FloatMatrix draws(LatentVariablePolicy policy, int n, Seed seed) {
    RandomStream random = seed.generator();
    return policy.draw(
        LatentVariablePolicy.draws(random, n, policy.latents()), new FloatMatrix(n, 1), random);
  }

  /** Returns the mean of a column. */
  public static double mean(FloatMatrix column) {
    double sum = 0;
    for (float value : column.values()) {
      sum += value;
    }
    return sum / column.rows();
  }

  /** Returns the variance of a column. */
  public static double variance(FloatMatrix column) {
    double mean = mean(column);
    double sum = 0;
    for (float value : column.values()) {
      sum += (value - mean) * (value - mean);
    }
    return sum / column.rows();
  }
}
