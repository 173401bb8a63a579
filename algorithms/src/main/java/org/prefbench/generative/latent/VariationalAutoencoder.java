package org.prefbench.generative.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;

/**
 * Fits a {@link LatentVariablePolicy} to state-action pairs as a conditional variational
 * autoencoder (Kingma and Welling 2014, "Auto-encoding variational Bayes", arXiv 1312.6114; given a
 * condition: Sohn et al. 2015, "Learning structured output representation using deep conditional
 * generative models"):
 *
 * <pre>
 * L(theta, phi) = E [ | a - mu_theta(z, x) |^2 / (2 tau^2) + KL( q_phi(z | a, x) || N(0, I) ) ],
 *                 z ~ q_phi(. | a, x) = N(m(a, x), diag s(a, x)^2)
 * </pre>
 *
 * <p>with a the action, x the observation. Draws have a smaller deviation than tau: a likelihood
 * whose deviation says how far an action is from its reconstruction would draw that as noise.
 *
 * @param latents the number of coordinates of z
 * @param spread tau in units of the root mean square of the actions around their mean
 * @param noise the deviation of draws in the same unit
 */
public record VariationalAutoencoder(
    @Help("coordinates of the latent vector, >= 1") int latents,
    @Help("units per hidden layer of either network, >= 1") int hiddenSize,
    @Help("hidden ReLU layers of either network, >= 1") int hiddenLayers,
    @Help(
            "deviation of the likelihood, in units of that of the actions, > 0: smaller ones make"
                + " sharper reconstructions and leave latents further from the normal law")
        double spread,
    @Help("deviation of the noise on what is drawn, in the same unit, > 0") double noise,
    @Inline(without = {"warm-up", "max-gradient-norm"})
        @Help(of = "batch-size", value = "state-action pairs per step, >= 1")
        @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
        Fitting fitting) {
  private static final float WIDEST = 10; // the log of a variance stays within this of 0

  /** Validates. */
  public VariationalAutoencoder {
    Checks.atLeast("latents", latents, 1);
    Checks.atLeast("hidden-size", hiddenSize, 1);
    Checks.atLeast("hidden-layers", hiddenLayers, 1);
    Checks.positive("spread", spread);
    Checks.positive("noise", noise);
  }

  /** Returns settings that suit images of 28 x 28 pixels: those of {@code vae-bc}. */
  public static VariationalAutoencoder ofImages(int steps) {
    return new VariationalAutoencoder(
        16, 512, 2, 0.4, 0.1, Fitting.of(1e-3, Schedule.COSINE, 128, steps, 0.05));
  }

  /** Returns the generator of the actions in {@code segments}. */
  public LatentVariablePolicy fit(List<Segment> segments, Space space, TrainingContext context) {
    Seed seed = context.seed().child("autoencoder");
    FloatMatrix actions = FloatMatrix.stack(segments.stream().map(Segment::actions).toList());
    FloatMatrix observations =
        FloatMatrix.stack(
            segments.stream().map(s -> s.observations().slice(0, s.length())).toList());
    LatentVariablePolicy initial = initial(observations, actions, space, seed);
    Standardizer inputs = initial.conditional().standardizer();
    FloatMatrix given = // the observations as both networks see them
        standardized(inputs, new FloatMatrix(observations.rows(), latents).beside(observations));
    Learner learner = fitting.learner(context.ledger());
    Learner.Network decoder = learner.network(initial.conditional().network());
    Learner.Network encoder =
        learner.network(
            Mlp.initial(
                Mlp.sizes(
                    actions.columns() + given.columns(), hiddenSize, hiddenLayers, 2 * latents),
                Activation.RELU,
                seed.child("encoder")));
    double tau = spread * unit(actions);
    Minibatches batches = fitting.batches(actions.rows(), seed);
    boolean[] trained = new boolean[actions.rows()];
    for (int row : batches.training()) {
      trained[row] = true;
    }
    Learner.RowLoss loss =
        (pass, rows) -> {
          // the same draws at every look at held-out rows, so that their losses compare
          Seed draw =
              trained[rows[0]]
                  ? seed.child("noise").child(learner.steps())
                  : seed.child("validation");
          FloatMatrix noise = LatentVariablePolicy.draws(draw.generator(), rows.length, latents);
          return loss(pass, encoder, decoder, actions.select(rows), given.select(rows), noise, tau);
        };
    Supplier<LatentVariablePolicy> policy =
        () ->
            initial.with(
                initial.conditional().with(learner.read(decoder), initial.conditional().logStd()));
    learner.fit(fitting, batches, context.monitor(), Objective.of(loss), policy::get);
    return policy.get();
  }

  /**
   * Returns the mean loss of some pairs.
   *
   * @param given observations in the networks' scales, {@code [n, obs]}
   * @param noise standard normal, {@code [n, latents]}
   */
  static NDArray loss(
      Pass pass,
      Learner.Network encoder,
      Learner.Network decoder,
      FloatMatrix actions,
      FloatMatrix given,
      FloatMatrix noise,
      double tau) {
    int latents = noise.columns();
    NDArray code = pass.forward(encoder, pass.array(actions.beside(given)));
    NDArray mean = code.get(":, :" + latents);
    NDArray logVariance = code.get(":, " + latents + ":").clip(-WIDEST, WIDEST);
    NDArray z = mean.add(logVariance.mul(pass.scalar(0.5f)).exp().mul(pass.array(noise)));
    NDArray drawn = pass.forward(decoder, NDArrays.concat(new NDList(z, pass.array(given)), 1));
    int[] coordinates = {1};
    NDArray error = drawn.sub(pass.array(actions)).square().sum(coordinates);
    NDArray divergence = divergence(pass, mean, logVariance);
    if (pass.watched()) {
      pass.metric("squared-error", error);
      pass.metric("divergence", divergence);
    }
    return error.mul(pass.scalar((float) (1 / (2 * tau * tau)))).add(divergence).mean();
  }

  /** Returns KL( N(mean, exp(logVariance)) || N(0, I) ) of every row, {@code [n]}, in nats. */
  static NDArray divergence(Pass pass, NDArray mean, NDArray logVariance) {
    return mean.square()
        .add(logVariance.exp())
        .sub(logVariance)
        .sub(1f)
        .sum(new int[] {1})
        .mul(pass.scalar(0.5f));
  }

  private LatentVariablePolicy initial(
      FloatMatrix observations, FloatMatrix actions, Space space, Seed seed) {
    float[] logStd = new float[actions.columns()];
    double log = StrictMath.log(noise * unit(actions));
    Arrays.fill(
        logStd,
        (float) Math.max(GaussianPolicy.MIN_LOG_STD, Math.min(GaussianPolicy.MAX_LOG_STD, log)));
    Mlp network =
        Mlp.initial(
            Mlp.sizes(
                latents + observations.columns(), hiddenSize, hiddenLayers, actions.columns()),
            Activation.RELU,
            seed.child("decoder"));
    return new LatentVariablePolicy(
        latents,
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN, space, inputs(latents, observations), network, logStd),
        true);
  }

  /**
   * Returns the scales of (z, x): latents have a law of their own, observations that of the data.
   */
  static Standardizer inputs(int latents, FloatMatrix observations) {
    Standardizer own = Standardizer.of(observations);
    float[] mean = new float[latents + own.size()];
    float[] scale = new float[latents + own.size()];
    Arrays.fill(scale, 1);
    System.arraycopy(own.mean(), 0, mean, latents, own.size());
    System.arraycopy(own.scale(), 0, scale, latents, own.size());
    return new Standardizer(mean, scale);
  }

  private FloatMatrix standardized(Standardizer inputs, FloatMatrix rows) {
    FloatMatrix all = inputs.apply(rows);
    FloatMatrix given = new FloatMatrix(all.rows(), all.columns() - latents);
    for (int i = 0; i < all.rows(); i++) {
      System.arraycopy(
          all.values(),
          i * all.columns() + latents,
          given.values(),
          i * given.columns(),
          given.columns());
    }
    return given;
  }

  /** Returns the root mean square over all coordinates of the actions around their mean. */
  static double unit(FloatMatrix actions) {
    double sum = 0;
    for (float scale : Standardizer.of(actions).scale()) {
      sum += (double) scale * scale;
    }
    return Math.sqrt(sum / actions.columns());
  }
}
