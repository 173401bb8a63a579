package org.prefbench.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.env.Space;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;

/**
 * A tanh-Gaussian policy while a learner trains it through its own actions: a draw is a function of
 * the network's outputs and of noise that does not depend on them (Kingma and Welling 2014, arXiv
 * 1312.6114), so that it can be differentiated. Observations are standardised.
 */
public final class TanhGaussianHead {
  private static final float LOG_TWO = (float) StrictMath.log(2);
  private static final float HALF_LOG_TWO_PI = (float) (0.5 * StrictMath.log(2 * StrictMath.PI));

  private final Learner learner;
  private final Learner.Network network;
  private final Space actions;
  private final float[] middle;
  private final float[] halfRange;

  /**
   * Actions and their log-densities.
   *
   * @param action in the action space, {@code [n, act]}
   * @param logDensity of the action in [-1, 1], before it is stretched to the action space, in
   *     nats, {@code [n]}
   */
  public record Sample(NDArray action, NDArray logDensity) {}

  /**
   * Declares a network in {@code learner}.
   *
   * @param initial with {@code 2 act} outputs: the mean, then the log of the standard deviation
   * @param actions bounded
   */
  public TanhGaussianHead(Learner learner, Mlp initial, Space actions) {
    this.learner = learner;
    this.actions = actions;
    network = learner.network(initial);
    int size = actions.size();
    middle = new float[size];
    halfRange = new float[size];
    for (int j = 0; j < size; j++) {
      middle[j] = (float) actions.middle(j);
      halfRange[j] = (float) actions.halfRange(j);
    }
  }

  /** Returns standard normal noise for {@code rows} draws, {@code [rows, act]}. */
  public FloatMatrix noise(int rows, RandomStream random) {
    FloatMatrix noise = new FloatMatrix(rows, actions.size());
    for (int i = 0; i < noise.values().length; i++) {
      noise.values()[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  /**
   * Draws an action per observation.
   *
   * @param pass of the learner, or its {@link Pass#constants constants}
   * @param observations {@code [n, obs]}
   */
  public Sample sample(Pass pass, NDArray observations, FloatMatrix noise) {
    int size = actions.size();
    NDArray outputs = pass.forward(network, observations);
    NDArray mean = outputs.get(":, :" + size);
    NDArray logStd =
        outputs
            .get(":, " + size + ":")
            .clip(GaussianPolicy.MIN_LOG_STD, GaussianPolicy.MAX_LOG_STD);
    NDArray latent = mean.add(logStd.exp().mul(pass.array(noise)));
    NDArray action = latent.tanh().mul(pass.array(halfRange, size)).add(pass.array(middle, size));
    // log(1 - tanh(u)^2) = 2 (log 2 - u - softplus(-2 u)), which does not cancel for large u
    NDArray slope =
        Activation.softPlus(latent.mul(pass.scalar(-2))).add(latent).mul(pass.scalar(2));
    NDArray logDensity =
        slope.sub(logStd).sum(new int[] {1}).add(pass.array(constants(noise), noise.rows()));
    return new Sample(action, logDensity);
  }

  /** What of the log-densities depends on the noise alone, {@code [n]}. */
  private static float[] constants(FloatMatrix noise) {
    float[] result = new float[noise.rows()];
    for (int i = 0; i < result.length; i++) {
      for (int j = 0; j < noise.columns(); j++) {
        float z = noise.get(i, j);
        result[i] -= 0.5f * z * z + HALF_LOG_TWO_PI + 2 * LOG_TWO;
      }
    }
    return result;
  }

  /** Returns the policy as it stands, for observations that are standardised so. */
  public GaussianPolicy policy(Standardizer standardizer) {
    return new GaussianPolicy(
        GaussianPolicy.Form.TANH_GAUSSIAN,
        actions,
        standardizer,
        learner.read(network),
        new float[0]);
  }
}
