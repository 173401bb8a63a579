package org.prefbench.generative.latent;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;

/**
 * A {@link LatentVariablePolicy} while a learner trains it by what it draws: gives actions that can
 * be differentiated by its weights. Fixed deviations stay.
 */
public final class GeneratorHead {
  private final Learner learner;
  private final LatentVariablePolicy initial;
  private final Learner.Network network;

  /** Declares a copy of the generator's network in {@code learner}; the generator itself stays. */
  public GeneratorHead(Learner learner, LatentVariablePolicy initial) {
    this.learner = learner;
    this.initial = initial;
    network = learner.network(initial.conditional().network());
  }

  /** What was drawn. */
  public final class Draw {
    private final Pass pass;
    private final NDArray inputs;
    private final NDArray[] moments;
    private final NDArray actions;

    private Draw(Pass pass, FloatMatrix observations, RandomStream random) {
      this.pass = pass;
      GaussianPolicy start = initial.conditional();
      FloatMatrix latents =
          LatentVariablePolicy.draws(random, observations.rows(), initial.latents());
      inputs = pass.array(start.standardizer().apply(latents.beside(observations)));
      moments = moments(pass, pass.forward(network, inputs));
      NDArray noise =
          pass.array(
              LatentVariablePolicy.draws(random, observations.rows(), start.actions().size()));
      actions = moments[0].add(moments[1].exp().mul(noise));
    }

    /** Returns the actions, {@code [n, act]}. */
    public NDArray actions() {
      return actions;
    }

    /**
     * Returns KL of the Gaussian in training from the one that it started as, given the latents and
     * observations, {@code [n]}, in nats.
     */
    public NDArray divergences() {
      NDArray[] other =
          moments(pass, pass.fixed(() -> pass.forward(initial.conditional().network(), inputs)));
      NDArray wider = moments[1].sub(other[1]); // log of the ratio of deviations
      NDArray away = moments[0].sub(other[0]).mul(other[1].neg().exp());
      NDArray square = wider.mul(pass.scalar(2)).exp().add(away.square());
      return square.sub(1f).mul(pass.scalar(0.5f)).sub(wider).sum(new int[] {1});
    }
  }

  /**
   * Draws latents and noise, and the actions that they lead to.
   *
   * @param pass gives the parameters, which may be constants of it
   * @param observations {@code [n, obs]}
   */
  public Draw draw(Pass pass, FloatMatrix observations, RandomStream random) {
    return new Draw(pass, observations, random);
  }

  /** Returns mean and log of the deviation, {@code [n, act]} or {@code [1, act]} each. */
  private NDArray[] moments(Pass pass, NDArray outputs) {
    int size = initial.conditional().actions().size();
    float[] fixed = initial.conditional().logStd();
    NDArray mean = fixed.length > 0 ? outputs : outputs.get(":, :" + size);
    NDArray log = fixed.length > 0 ? pass.array(fixed, 1, size) : outputs.get(":, " + size + ":");
    return new NDArray[] {mean, log.clip(GaussianPolicy.MIN_LOG_STD, GaussianPolicy.MAX_LOG_STD)};
  }

  /** Returns the generator as it stands. */
  public LatentVariablePolicy policy() {
    return initial.with(
        initial.conditional().with(learner.read(network), initial.conditional().logStd()));
  }
}
