package org.prefbench.generative.latent;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;

/**
 * Fits a {@link LatentVariablePolicy} to state-action pairs as a conditional generative adversarial
 * network with least squares (Mao et al. 2017, "Least squares generative adversarial networks",
 * arXiv 1611.04076, with a = 0, b = c = 1; given a condition: Mirza and Osindero 2014, arXiv
 * 1411.1784). With a an action of the data, x its observation and g ~ N(mu(z, x), sigma(z, x)^2) a
 * draw,
 *
 * <pre>
 * discriminator  L(D) = 1/2 E (D(a, x) - 1)^2 + 1/2 E D(g, x)^2
 * generator      L(mu, sigma) = 1/2 E (D(g, x) - 1)^2
 * </pre>
 *
 * <p>in turns. For a generator of density q the best discriminator is p / (p + q), p being that of
 * the data; where q = p it is 1/2, and the losses are 1/4 and 1/8. The last layer of the generator
 * has the logs of the deviations beside the means, so that a draw has a density given its latents,
 * as in the released code of Kim et al. 2024 (arXiv 2405.19806).
 *
 * @param latents the number of coordinates of z
 * @param hiddenSize units of the generator's first hidden layer, each further one having twice as
 *     many; the discriminator's are as many, the largest first
 * @param dropout see {@link Discriminator}
 */
public record AdversarialNetworks(
    @Help("coordinates of the latent vector, >= 1; released code: 100") int latents,
    @Help(
            "units of the generator's first hidden layer and the discriminator's last, >= 1;"
                + " released code: 256")
        int hiddenSize,
    @Help(
            "hidden layers of either network, 1 to 8, each twice as wide as its narrower neighbour;"
                + " released code: 3")
        int hiddenLayers,
    @Help(
            "share of the discriminator's units that a step does without, in [0, 1); released code:"
                + " 0.3")
        double dropout,
    @Help("deviation of the noise on draws at the start, in units of that of the actions, > 0")
        double noise,
    @Help("Adam's step size, > 0; released code: 1e-4") double learningRate,
    @Help("state-action pairs per step, >= 1; released code: 64") int batchSize,
    @Help("steps of either network, >= 1") int steps) {
  /**
   * Adam's decay of the mean of gradients: as in the released code, 0.9 lets them chase each other.
   */
  private static final double MOMENTUM = 0.5;

  private static final int PARTS = 100; // of a training, after each of which losses are told

  /** Validates. */
  public AdversarialNetworks {
    Checks.atLeast("latents", latents, 1);
    Checks.atLeast("hidden-size", hiddenSize, 1);
    Checks.between("hidden-layers", hiddenLayers, 1, 8);
    Checks.require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), but is %s", dropout);
    Checks.positive("noise", noise);
    Checks.positive("learning-rate", learningRate);
    Checks.atLeast("batch-size", batchSize, 1);
    Checks.atLeast("steps", steps, 1);
  }

  /** Returns the generator of the actions in {@code segments}. */
  public LatentVariablePolicy fit(List<Segment> segments, Space space, TrainingContext context) {
    Seed seed = context.seed().child("adversarial");
    FloatMatrix actions = FloatMatrix.stack(segments.stream().map(Segment::actions).toList());
    FloatMatrix observations =
        FloatMatrix.stack(
            segments.stream().map(s -> s.observations().slice(0, s.length())).toList());
    Adam adam = new Adam(learningRate, MOMENTUM, 0.999, 1e-8, 0, Double.POSITIVE_INFINITY, 0, 0);
    Learner generating = new Learner(adam, context.ledger());
    GeneratorHead head = new GeneratorHead(generating, initial(observations, actions, space, seed));
    Learner judging = new Learner(adam, context.ledger());
    Standardizer scales = Standardizer.of(observations);
    Discriminator judge =
        new Discriminator(
            judging,
            discriminatorSizes(actions.columns() + scales.size()),
            dropout,
            seed.child("discriminator"));
    float scale = (float) (1 / VariationalAutoencoder.unit(actions));
    Minibatches batches = Minibatches.of(actions.rows(), 0, batchSize, seed);
    Monitor monitor = context.monitor();
    double[] sums = new double[2];
    int summed = 0;
    for (int step = 1; step <= steps; step++) {
      int[] rows = batches.next();
      FloatMatrix given = observations.select(rows);
      FloatMatrix contexts = scales.apply(given);
      RandomStream random = seed.child("draws").child(step).generator();
      sums[0] +=
          judging.step(
              pass -> {
                NDArray data = pass.array(actions.select(rows));
                NDArray draws = head.draw(pass.constants(generating), given, random).actions();
                return discriminatorLoss(
                    pass,
                    judge.of(pass, pass, beside(pass, data, scale, contexts), random),
                    judge.of(pass, pass, beside(pass, draws, scale, contexts), random));
              });
      sums[1] +=
          generating.step(
              pass -> {
                NDArray draws = head.draw(pass, given, random).actions();
                NDArray judged = beside(pass, draws, scale, contexts);
                return generatorLoss(pass, judge.of(pass, pass.constants(judging), judged, random));
              });
      summed++;
      if (step % Math.max(1, steps / PARTS) == 0 || step == steps) {
        monitor.progress(step, steps);
        monitor.metric("discriminator-loss", step, sums[0] / summed);
        monitor.metric("generator-loss", step, sums[1] / summed);
        Arrays.fill(sums, 0);
        summed = 0;
      }
      if (monitor.checkpointDue(step, steps)) {
        monitor.checkpoint(step, steps, Double.NaN, head::policy);
      }
    }
    return head.policy();
  }

  private List<Integer> discriminatorSizes(int inputs) {
    List<Integer> sizes = new ArrayList<>(List.of(inputs));
    for (int layer = hiddenLayers - 1; layer >= 0; layer--) {
      sizes.add(hiddenSize << layer);
    }
    sizes.add(1);
    return sizes;
  }

  /** Returns actions in their own unit, beside the contexts. */
  private static NDArray beside(Pass pass, NDArray actions, float scale, FloatMatrix contexts) {
    return actions.mul(pass.scalar(scale)).concat(pass.array(contexts), 1);
  }

  /**
   * Returns 1/2 E (D - 1)^2 over data and 1/2 E D^2 over draws.
   *
   * @param data what the discriminator says of data, {@code [n, 1]}
   * @param drawn what it says of draws, {@code [n, 1]}
   */
  static NDArray discriminatorLoss(Pass pass, NDArray data, NDArray drawn) {
    NDArray half = pass.scalar(0.5f);
    return data.sub(1f).square().mean().mul(half).add(drawn.square().mean().mul(half));
  }

  /** Returns 1/2 E (D - 1)^2 over draws. */
  static NDArray generatorLoss(Pass pass, NDArray drawn) {
    return drawn.sub(1f).square().mean().mul(pass.scalar(0.5f));
  }

  private LatentVariablePolicy initial(
      FloatMatrix observations, FloatMatrix actions, Space space, Seed seed) {
    int size = actions.columns();
    List<Integer> sizes = new ArrayList<>(List.of(latents + observations.columns()));
    for (int layer = 0; layer < hiddenLayers; layer++) {
      sizes.add(hiddenSize << layer);
    }
    sizes.add(2 * size);
    Mlp network = Mlp.initial(sizes, Activation.LEAKY_RELU, seed.child("generator"));
    float[] weights = network.weights();
    float[] mean = Standardizer.of(actions).mean();
    float log = (float) StrictMath.log(noise * VariationalAutoencoder.unit(actions));
    for (int j = 0;
        j < size;
        j++) { // the biases of the last layer, so that it starts near the data
      weights[weights.length - 2 * size + j] = mean[j];
      weights[weights.length - size + j] = log;
    }
    return new LatentVariablePolicy(
        latents,
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            space,
            VariationalAutoencoder.inputs(latents, observations),
            network.withWeights(weights),
            new float[0]),
        true);
  }
}
