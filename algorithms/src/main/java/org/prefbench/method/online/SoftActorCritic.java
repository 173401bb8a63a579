package org.prefbench.method.online;

import ai.djl.ndarray.NDArray;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.LittleEndian;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Standardizer;
import org.prefbench.rl.Critics;
import org.prefbench.rl.ReplayBuffer;
import org.prefbench.rl.TanhGaussianHead;
import org.prefbench.rl.Transitions;

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
  private final SacSettings settings;
  private final int actionSize;
  private final Learner actorLearner;
  private final TanhGaussianHead actor;
  private final Critics critics;
  private final Learner temperature;
  private final Learner.Vector logAlpha;

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
    Checks.require(
        environment.actions().bounded(),
        "soft actor-critic needs bounded actions, got %s",
        environment.id());
    int observationSize = environment.observations().size();
    actionSize = environment.actions().size();
    Ledger ledger = new Ledger();
    actorLearner = new Learner(Adam.of(settings.actorLearningRate()), ledger);
    actor =
        new TanhGaussianHead(
            actorLearner,
            network(observationSize, 2 * actionSize, seed.child("actor")),
            environment.actions());
    critics =
        new Critics(
            List.of(
                network(observationSize + actionSize, 1, seed.child("critic").child(0)),
                network(observationSize + actionSize, 1, seed.child("critic").child(1))),
            settings.layerNormalization(),
            Adam.of(settings.criticLearningRate()),
            ledger);
    temperature = new Learner(Adam.of(settings.actorLearningRate()), ledger);
    logAlpha = temperature.vector(0);
  }

  private Mlp network(int inputs, int outputs, Seed seed) {
    return Mlp.initial(
        Mlp.sizes(inputs, settings.hiddenSize(), settings.hiddenLayers(), outputs),
        Activation.RELU,
        seed);
  }

  /** Returns the number of updates so far. */
  public long updates() {
    return critics.learner().steps();
  }

  /** Multiplies all step sizes of the updates to come. */
  public void scaleRates(double factor) {
    for (Learner learner : learners()) {
      learner.scaleRate(factor);
    }
  }

  private List<Learner> learners() {
    return List.of(actorLearner, critics.learner(), temperature);
  }

  /** Returns the temperature alpha. */
  public double alpha() {
    return StrictMath.exp(temperature.read(logAlpha)[0]);
  }

  /** Returns the policy as it stands, for observations that are standardised so. */
  public GaussianPolicy policy(Standardizer standardizer) {
    return actor.policy(standardizer);
  }

  /**
   * Updates the critics and, every {@code policy-delay} updates, actor and temperature.
   *
   * @param random for the actions that the losses draw
   */
  public Report update(ReplayBuffer.Batch batch, Standardizer standardizer, RandomStream random) {
    FloatMatrix observations = standardizer.apply(batch.steps().observations());
    float alpha = (float) alpha();
    double criticLoss = updateCritics(batch, observations, standardizer, alpha, random);
    critics.follow(settings.targetRate());
    if (updates() % settings.policyDelay() != 0) {
      return new Report(criticLoss, Double.NaN, Double.NaN);
    }
    double[] means = new double[2]; // log-density, value
    FloatMatrix noise = actor.noise(observations.rows(), random);
    actorLearner.step(
        pass -> {
          NDArray inputs = pass.array(observations);
          TanhGaussianHead.Sample drawn = actor.sample(pass, inputs, noise);
          NDArray value = critics.smallest(pass, inputs.concat(drawn.action(), 1));
          means[0] = drawn.logDensity().mean().getFloat();
          means[1] = value.mean().getFloat();
          return drawn.logDensity().mul(pass.scalar(alpha)).sub(value).mean();
        });
    double targetEntropy = settings.targetEntropy() * actionSize;
    temperature.step((float) -(means[0] + targetEntropy));
    return new Report(criticLoss, -means[0], means[1]);
  }

  private double updateCritics(
      ReplayBuffer.Batch batch,
      FloatMatrix observations,
      Standardizer standardizer,
      float alpha,
      RandomStream random) {
    Transitions steps = batch.steps();
    int count = steps.rows();
    FloatMatrix after = standardizer.apply(steps.next());
    FloatMatrix noise = actor.noise(count, random);
    return critics.step(
        observations,
        steps.actions(),
        pass -> {
          NDArray next = pass.array(after);
          TanhGaussianHead.Sample drawn = actor.sample(pass.constants(actorLearner), next, noise);
          NDArray value = critics.smallestTarget(pass, next.concat(drawn.action(), 1));
          NDArray go =
              pass.array(steps.continues(), count).mul(pass.scalar((float) settings.discount()));
          return value
              .sub(drawn.logDensity().mul(pass.scalar(alpha)))
              .mul(go)
              .add(pass.array(batch.rewards(), count));
        });
  }

  /** Writes weights and moments. */
  void write(DataOutput output) throws IOException {
    for (Learner learner : learners()) {
      Learner.State state = learner.state();
      output.writeLong(state.steps());
      LittleEndian.writeFloats(output, state.parameters(), state.parameters().length);
      LittleEndian.writeFloats(output, state.mean(), state.mean().length);
      LittleEndian.writeFloats(output, state.square(), state.square().length);
    }
    float[] following = critics.target().values();
    LittleEndian.writeFloats(output, following, following.length);
  }

  /** Goes back to what {@link #write} wrote. */
  void read(DataInput input) throws IOException {
    for (Learner learner : learners()) {
      Learner.State state = learner.state(); // of the right lengths, to be filled
      long steps = input.readLong();
      LittleEndian.readFloats(input, state.parameters(), state.parameters().length);
      LittleEndian.readFloats(input, state.mean(), state.mean().length);
      LittleEndian.readFloats(input, state.square(), state.square().length);
      learner.restore(new Learner.State(state.parameters(), state.mean(), state.square(), steps));
    }
    float[] following = critics.target().values(); // of the right length, to be filled
    LittleEndian.readFloats(input, following, following.length);
    critics.target().restore(following);
  }
}
