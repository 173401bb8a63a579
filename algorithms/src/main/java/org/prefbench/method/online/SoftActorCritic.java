package org.prefbench.method.online;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.LittleEndian;
import org.prefbench.nn.Mlp;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;

/**
 * Soft actor-critic (Haarnoja et al. 2018, "Soft actor-critic algorithms and applications", arXiv
 * 1812.05905): a tanh-Gaussian actor, two critics with slowly following targets, and a temperature
 * that keeps the entropy at a target.
 *
 * <pre>
 * y        = r + gamma (min_k Q'_k(s', a') - alpha log pi(a' | s'))     a' ~ pi(. | s')
 * L(Q_k)   = E (Q_k(s, a) - y)^2                                        equations 5 and 6
 * L(pi)    = E [alpha log pi(a | s) - min_k Q_k(s, a)]                  equation 9, a ~ pi(. | s)
 * L(alpha) = - log alpha E [log pi(a | s) + target entropy]             equation 18, in log alpha
 * </pre>
 *
 * <p>Log-densities are those of the action in [-1, 1] before it is stretched to the action space.
 * Not thread-safe.
 */
public final class SoftActorCritic {
  private static final int CRITICS = 2;
  private static final float LOG_TWO = (float) StrictMath.log(2);
  private static final float HALF_LOG_TWO_PI = (float) (0.5 * StrictMath.log(2 * StrictMath.PI));

  private final SacSettings settings;
  private final Space actions;
  private final float[] middle;
  private final float[] halfRange;
  private final Learner actorLearner;
  private final Learner.Network actor;
  private final Learner criticLearner;
  private final Learner.Ensemble critics;
  private final Learner temperature;
  private final Learner.Vector logAlpha;
  private final Learner.Target target;

  /**
   * What an update met.
   *
   * @param criticLoss the mean squared error of both critics together
   * @param entropy minus the mean log-density of the actor's actions, NaN where the actor did not
   *     learn
   * @param value the mean of the smaller critic at the actor's actions, NaN where it did not learn
   */
  public record Report(double criticLoss, double entropy, double value) {}

  /** Creates an agent with initial weights. */
  public SoftActorCritic(SacSettings settings, EnvironmentSpec environment, Seed seed) {
    this.settings = settings;
    actions = environment.actions();
    Checks.require(
        actions.bounded(), "soft actor-critic needs bounded actions, got %s", environment.id());
    int observationSize = environment.observations().size();
    int size = actions.size();
    middle = new float[size];
    halfRange = new float[size];
    for (int j = 0; j < size; j++) {
      middle[j] = (float) actions.middle(j);
      halfRange[j] = (float) actions.halfRange(j);
    }
    Ledger ledger = new Ledger();
    actorLearner = new Learner(Adam.of(settings.actorLearningRate()), ledger);
    actor = actorLearner.network(network(observationSize, 2 * size, seed.child("actor")));
    criticLearner = new Learner(Adam.of(settings.criticLearningRate()), ledger);
    critics =
        criticLearner.ensemble(
            List.of(
                network(observationSize + size, 1, seed.child("critic").child(0)),
                network(observationSize + size, 1, seed.child("critic").child(1))));
    temperature = new Learner(Adam.of(settings.actorLearningRate()), ledger);
    logAlpha = temperature.vector(0);
    target = criticLearner.target();
  }

  private Mlp network(int inputs, int outputs, Seed seed) {
    return Mlp.initial(
        Mlp.sizes(inputs, settings.hiddenSize(), settings.hiddenLayers(), outputs),
        org.prefbench.nn.Activation.RELU,
        seed);
  }

  /** Returns the number of updates so far. */
  public long updates() {
    return criticLearner.steps();
  }

  /** Multiplies all step sizes of the updates to come. */
  public void scaleRates(double factor) {
    for (Learner learner : List.of(actorLearner, criticLearner, temperature)) {
      learner.scaleRate(factor);
    }
  }

  /** Returns the temperature alpha. */
  public double alpha() {
    return StrictMath.exp(temperature.read(logAlpha)[0]);
  }

  /** Returns the policy as it stands, for observations that are standardised so. */
  public GaussianPolicy policy(Standardizer standardizer) {
    return new GaussianPolicy(
        GaussianPolicy.Form.TANH_GAUSSIAN,
        actions,
        standardizer,
        actorLearner.read(actor),
        new float[0]);
  }

  /**
   * Updates the critics and, every {@code policy-delay} updates, actor and temperature.
   *
   * @param random for the actions that the losses draw
   */
  public Report update(ReplayBuffer.Batch batch, Standardizer standardizer, RandomStream random) {
    FloatMatrix observations = standardizer.apply(batch.observations());
    float alpha = (float) alpha();
    double criticLoss = updateCritics(batch, observations, standardizer, alpha, random);
    target.follow(settings.targetRate());
    if (updates() % settings.policyDelay() != 0) {
      return new Report(criticLoss, Double.NaN, Double.NaN);
    }
    double[] means = new double[2]; // log-density, value
    FloatMatrix noise = noise(observations.rows(), random);
    actorLearner.step(
        pass -> {
          NDArray inputs = pass.array(observations);
          Sample sample = sample(pass, pass.forward(actor, inputs), noise);
          NDArray value = smaller(pass.constants(criticLearner), inputs.concat(sample.action, 1));
          means[0] = sample.logDensity.mean().getFloat();
          means[1] = value.mean().getFloat();
          return sample.logDensity.mul(pass.scalar(alpha)).sub(value).mean();
        });
    double targetEntropy = settings.targetEntropy() * actions.size();
    temperature.step((float) -(means[0] + targetEntropy));
    return new Report(criticLoss, -means[0], means[1]);
  }

  private double updateCritics(
      ReplayBuffer.Batch batch,
      FloatMatrix observations,
      Standardizer standardizer,
      float alpha,
      RandomStream random) {
    int count = observations.rows();
    FloatMatrix after = standardizer.apply(batch.nextObservations());
    FloatMatrix noise = noise(count, random);
    return criticLearner.step(
        pass -> {
          NDArray next = pass.array(after);
          Sample sample = sample(pass, pass.constants(actorLearner).forward(actor, next), noise);
          NDArray value = smaller(pass.constants(target), next.concat(sample.action, 1));
          NDArray go = pass.array(batch.continues(), count).mul(pass.scalar(discount()));
          NDArray y =
              value
                  .sub(sample.logDensity.mul(pass.scalar(alpha)))
                  .mul(go)
                  .add(pass.array(batch.rewards(), count));
          NDArray inputs = pass.array(observations).concat(pass.array(batch.actions()), 1);
          NDArray values = values(pass, inputs).reshape(CRITICS, count);
          return values.sub(y).square().mean().mul(pass.scalar(CRITICS));
        });
  }

  private float discount() {
    return (float) settings.discount();
  }

  /** Both critics at {@code [n, obs + act]}: {@code [critics, n, 1]}. */
  private NDArray values(Pass pass, NDArray inputs) {
    return settings.layerNormalization()
        ? pass.forwardNormalized(critics, inputs)
        : pass.forward(critics, inputs);
  }

  /** The smaller critic at {@code [n, obs + act]}: {@code [n]}. */
  private NDArray smaller(Pass pass, NDArray inputs) {
    NDArray values = values(pass, inputs);
    return values.get(0).minimum(values.get(1)).reshape(inputs.getShape().get(0));
  }

  /** Actions {@code [n, act]} in the action space and their log-densities {@code [n]}. */
  private record Sample(NDArray action, NDArray logDensity) {}

  /** Draws actions from the outputs of the actor, so that they can be differentiated. */
  private Sample sample(Pass pass, NDArray outputs, FloatMatrix noise) {
    int size = actions.size();
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

  private FloatMatrix noise(int rows, RandomStream random) {
    FloatMatrix noise = new FloatMatrix(rows, actions.size());
    for (int i = 0; i < noise.values().length; i++) {
      noise.values()[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  /** Writes weights and moments. */
  void write(DataOutput output) throws IOException {
    for (Learner learner : List.of(actorLearner, criticLearner, temperature)) {
      Learner.State state = learner.state();
      output.writeLong(state.steps());
      LittleEndian.writeFloats(output, state.parameters(), state.parameters().length);
      LittleEndian.writeFloats(output, state.mean(), state.mean().length);
      LittleEndian.writeFloats(output, state.square(), state.square().length);
    }
    float[] following = target.values();
    LittleEndian.writeFloats(output, following, following.length);
  }

  /** Goes back to what {@link #write} wrote. */
  void read(DataInput input) throws IOException {
    for (Learner learner : List.of(actorLearner, criticLearner, temperature)) {
      Learner.State state = learner.state(); // of the right lengths, to be filled
      long steps = input.readLong();
      LittleEndian.readFloats(input, state.parameters(), state.parameters().length);
      LittleEndian.readFloats(input, state.mean(), state.mean().length);
      LittleEndian.readFloats(input, state.square(), state.square().length);
      learner.restore(new Learner.State(state.parameters(), state.mean(), state.square(), steps));
    }
    float[] following = target.values(); // of the right length, to be filled
    LittleEndian.readFloats(input, following, following.length);
    target.restore(following);
  }
}
