package org.prefbench.generative.latent;

import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;

/**
 * Finds the latents behind actions that a generator drew: a network e(a, x) that is trained on
 * draws of the generator itself, whose latents are known, to
 *
 * <pre>
 * L = E_{z ~ N(0, I), a ~ p(. | z, x)} | e(a, x) - z |^2,
 * </pre>
 *
 * <p>so that it becomes E[z | a, x]. It needs no encoder, which a generative adversarial network
 * does not have.
 */
public final class LatentInference {
  private static final int BATCH = 128;

  private final Mlp network;
  private final Standardizer inputs;

  private LatentInference(Mlp network, Standardizer inputs) {
    this.network = network;
    this.inputs = inputs;
  }

  /** How it is trained. */
  public record Setting(
      @Help("units per hidden layer of the network that finds latents, >= 1") int hiddenSize,
      @Help("gradient steps of it, each on 128 draws of the generator, >= 1") int steps) {
    /** Validates. */
    public Setting {
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("steps", steps, 1);
    }
  }

  /**
   * Trains one.
   *
   * @param observations for which the generator draws, {@code [n, obs]}
   */
  public static LatentInference fit(
      Setting setting,
      LatentVariablePolicy generator,
      FloatMatrix observations,
      TrainingContext context) {
    Seed seed = context.seed().child("latents");
    int latents = generator.latents();
    Fitting fitting = Fitting.of(1e-3, Schedule.COSINE, BATCH, setting.steps, 0);
    int first = Math.min(observations.rows(), 4 * BATCH);
    FloatMatrix sample =
        draws(generator, observations.slice(0, first), seed.child("scales").generator())[1];
    Standardizer inputs = Standardizer.of(sample);
    Learner learner = fitting.learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(
                Mlp.sizes(inputs.size(), setting.hiddenSize, 2, latents),
                Activation.RELU,
                seed.child("weights")));
    learner.fitPart(
        fitting,
        Minibatches.of(observations.rows(), 0, BATCH, seed),
        context.monitor().part("latents-"),
        Objective.of(
            (pass, rows) -> {
              FloatMatrix[] drawn =
                  draws(
                      generator,
                      observations.select(rows),
                      seed.child("draws").child(learner.steps()).generator());
              return pass.forward(network, pass.array(inputs.apply(drawn[1])))
                  .sub(pass.array(drawn[0]))
                  .square()
                  .mean();
            }));
    return new LatentInference(learner.read(network), inputs);
  }

  /** Returns latents, and the actions that they lead to beside the observations. */
  private static FloatMatrix[] draws(
      LatentVariablePolicy generator, FloatMatrix observations, RandomStream random) {
    FloatMatrix latents =
        LatentVariablePolicy.draws(random, observations.rows(), generator.latents());
    FloatMatrix actions = generator.draw(latents, observations, random);
    return new FloatMatrix[] {latents, actions.beside(observations)};
  }

  /**
   * Returns the latents that are most likely behind actions, {@code [n, latents]}.
   *
   * @param observations {@code [n, obs]}
   * @param actions {@code [n, act]}
   */
  public FloatMatrix latents(FloatMatrix observations, FloatMatrix actions) {
    return network.evaluator().evaluate(inputs.apply(actions.beside(observations)));
  }
}
