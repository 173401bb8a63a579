package org.prefbench.generative.latent;

import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.generative.PlanSource;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * A generator: draws z ~ N(0, I) and acts by a Gaussian given z and the observation x,
 *
 * <pre>
 * a ~ N(mu(z, x), sigma(z, x)^2),
 * </pre>
 *
 * so that a itself has no density in closed form, only (z, a) has: what variational autoencoders
 * and generative adversarial networks train. Its deterministic form is the mean at z = 0.
 *
 * @param latents the number of coordinates of z
 * @param conditional the Gaussian, whose observations are z followed by x
 * @param sampled otherwise z is 0 and the mean is taken
 */
public record LatentVariablePolicy(int latents, GaussianPolicy conditional, boolean sampled)
    implements Policy {
  /** Validates the shapes. */
  public LatentVariablePolicy {
    Checks.atLeast("latents", latents, 1);
    Checks.require(
        conditional.standardizer().size() > latents
            && conditional.form() == GaussianPolicy.Form.GAUSSIAN,
        "a %s given %d numbers is no Gaussian given %d latents and an observation",
        conditional.form(),
        conditional.standardizer().size(),
        latents);
  }

  /**
   * Returns a policy as the generator that a method needs.
   *
   * @param method the method's setting, for the error message
   * @throws InvalidInputException if it is none
   */
  public static LatentVariablePolicy require(Policy policy, String method) {
    if (policy instanceof LatentVariablePolicy generator) {
      return generator;
    }
    throw new InvalidInputException(
        method
            + " needs a reference that draws latents, such as vae-bc or gan-bc train, and the reference"
            + " is another");
  }

  /** Returns the same policy with another Gaussian. */
  public LatentVariablePolicy with(GaussianPolicy other) {
    return new LatentVariablePolicy(latents, other, sampled);
  }

  @Override
  public Policy deterministic() {
    return new LatentVariablePolicy(latents, conditional, false);
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    Policy given = sampled ? conditional : conditional.deterministic();
    Actor actor = given.start(environment, PlanSource.children(seeds, "noise"));
    RandomStream[] streams = new RandomStream[seeds.length];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = seeds[i].child("latents").generator();
    }
    FloatMatrix drawn = new FloatMatrix(seeds.length, latents);
    return new Actor() {
      @Override
      public FloatMatrix act(FloatMatrix observations) {
        for (int i = 0; i < streams.length && sampled; i++) {
          draw(streams[i], drawn, i);
        }
        return actor.act(drawn.beside(observations));
      }

      @Override
      public void close() {
        actor.close();
      }
    };
  }

  /**
   * Returns actions drawn given latents and observations, {@code [n, act]}.
   *
   * @param latents {@code [n, latents]}
   * @param observations {@code [n, obs]}
   */
  FloatMatrix draw(FloatMatrix latents, FloatMatrix observations, RandomStream random) {
    FloatMatrix inputs = conditional.standardizer().apply(latents.beside(observations));
    FloatMatrix outputs = conditional.network().evaluator().evaluate(inputs);
    float[] logStd = conditional.logStd();
    FloatMatrix actions = new FloatMatrix(outputs.rows(), conditional.actions().size());
    for (int i = 0; i < actions.rows(); i++) {
      for (int j = 0; j < actions.columns(); j++) {
        double log = logStd.length > 0 ? logStd[j] : outputs.get(i, actions.columns() + j);
        log = Math.max(GaussianPolicy.MIN_LOG_STD, Math.min(GaussianPolicy.MAX_LOG_STD, log));
        double noise = StrictMath.exp(log) * random.nextGaussian();
        actions.set(i, j, (float) (outputs.get(i, j) + noise));
      }
    }
    return actions;
  }

  /** Draws one row of latents. */
  static void draw(RandomStream random, FloatMatrix latents, int row) {
    for (int j = 0; j < latents.columns(); j++) {
      latents.set(row, j, (float) random.nextGaussian());
    }
  }

  /** Returns {@code n} rows of latents, {@code [n, count]}. */
  static FloatMatrix draws(RandomStream random, int n, int count) {
    FloatMatrix latents = new FloatMatrix(n, count);
    for (int i = 0; i < n; i++) {
      draw(random, latents, i);
    }
    return latents;
  }
}
