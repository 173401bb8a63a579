package org.prefbench.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.Space;
import org.prefbench.network.Mlp;
import org.prefbench.network.MlpEvaluator;
import org.prefbench.policy.Actor;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.policy.TemperedPolicy;

/**
 * A policy that draws a latent vector from a Gaussian with independent coordinates, whose mean (and
 * standard deviation, where it depends on the state) a network computes from the standardised
 * observation, and acts by it:
 *
 * <pre>
 * u ~ N(mean(s), diag(exp(2 logStd)))     a = u                                    GAUSSIAN
 *                                         a = middle + halfRange * tanh(u)         TANH_GAUSSIAN
 * </pre>
 *
 * The log of the standard deviation is kept in [-5, 2]. The tanh form is the one of Haarnoja et al.
 * 2018 ("Soft actor-critic", arXiv 1801.01290, appendix C). Immutable and shareable.
 */
public final class GaussianPolicy implements DensityPolicy, TemperedPolicy {
  /** The smallest log of a standard deviation. */
  public static final float MIN_LOG_STD = -5;

  /** The largest log of a standard deviation. */
  public static final float MAX_LOG_STD = 2;

  /**
   * An action this close to the bound of a tanh, in units of half the range, counts as this far.
   */
  private static final double EDGE = 1e-5;

  private static final double LOG_TWO_PI = StrictMath.log(2 * StrictMath.PI);
  private static final double LOG_TWO = StrictMath.log(2);

  /** What happens to the latent vector. */
  public enum Form {
    /** It is the action. */
    GAUSSIAN,
    /** It is squashed into the bounded action space. */
    TANH_GAUSSIAN
  }

  private final Form form;
  private final Space actions;
  private final Standardizer standardizer;
  private final Mlp network;
  private final float[] logStd;

  /**
   * Creates a policy.
   *
   * @param actions the action space; bounded for the tanh form
   * @param standardizer applied to observations before the network
   * @param network with {@code act} outputs, the mean, or {@code 2 act}, the mean and then the log
   *     of the standard deviation
   * @param logStd the log of the standard deviation, {@code [act]}, or empty if the network
   *     computes it
   */
  public GaussianPolicy(
      Form form, Space actions, Standardizer standardizer, Mlp network, float[] logStd) {
    Checks.require(
        form == Form.GAUSSIAN || actions.bounded(),
        "a tanh-gaussian policy needs bounded actions, got %s",
        actions);
    Checks.require(
        standardizer.size() == network.inputs(),
        "a network of %d inputs got a standardizer of %d",
        network.inputs(),
        standardizer.size());
    int size = actions.size();
    Checks.require(
        logStd.length == 0 ? network.outputs() == 2 * size : network.outputs() == size,
        "%d actions with %d fixed deviations do not fit a network of %d outputs",
        size,
        logStd.length,
        network.outputs());
    Checks.require(
        logStd.length == 0 || logStd.length == size,
        "%d actions got %d standard deviations",
        size,
        logStd.length);
    this.form = form;
    this.actions = actions;
    this.standardizer = standardizer;
    this.network = network;
    this.logStd = logStd.clone();
  }

  /** Returns what happens to the latent vector. */
  public Form form() {
    return form;
  }

  /** Returns the action space. */
  public Space actions() {
    return actions;
  }

  /** Returns the map applied to observations before the network. */
  public Standardizer standardizer() {
    return standardizer;
  }

  /** Returns the network. */
  public Mlp network() {
    return network;
  }

  /** Returns a copy of the fixed logs of the standard deviations; empty if the network has them. */
  public float[] logStd() {
    return logStd.clone();
  }

  /** Returns the same policy with other weights and, where they are fixed, other deviations. */
  public GaussianPolicy with(Mlp otherNetwork, float[] otherLogStd) {
    return new GaussianPolicy(form, actions, standardizer, otherNetwork, otherLogStd);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A deviation does not fall below exp({@value #MIN_LOG_STD}), as everywhere.
   */
  @Override
  public GaussianPolicy atTemperature(double temperature) {
    Checks.finite("temperature", temperature);
    Checks.require(temperature > 0, "temperature must be > 0, got %s", temperature);
    float shift = (float) StrictMath.log(temperature);
    float[] shifted = logStd.clone();
    for (int j = 0; j < shifted.length; j++) {
      shifted[j] += shift;
    }
    float[] weights = network.weights();
    if (logStd.length == 0) { // the last biases are those of the logs
      for (int j = weights.length - actions.size(); j < weights.length; j++) {
        weights[j] += shift;
      }
    }
    return with(network.withWeights(weights), shifted);
  }

  /**
   * Returns the policy whose weights, and fixed deviations, are the means of those of several
   * points of one training (stochastic weight averaging, Izmailov et al. 2018, arXiv 1803.05407,
   * for reinforcement learning Nikishin et al. 2018), with the standardizer of the last.
   *
   * @throws InvalidInputException if the policies differ in more than weights and standardizer
   */
  public static GaussianPolicy average(List<GaussianPolicy> policies) {
    Checks.require(!policies.isEmpty(), "no policies to average");
    GaussianPolicy last = policies.get(policies.size() - 1);
    for (GaussianPolicy policy : policies) {
      Checks.require(
          policy.form == last.form
              && policy.actions.equals(last.actions)
              && policy.logStd.length == last.logStd.length
              && policy.network.sizes().equals(last.network.sizes())
              && policy.network.hidden() == last.network.hidden()
              && policy.network.output() == last.network.output(),
          "policies of different forms have no average: %s and %s",
          policy.network,
          last.network);
    }
    return last.with(
        last.network.withWeights(mean(policies.stream().map(p -> p.network.weights()).toList())),
        mean(policies.stream().map(p -> p.logStd).toList()));
  }

  private static float[] mean(List<float[]> vectors) {
    float[] result = new float[vectors.get(0).length];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (float[] vector : vectors) {
        sum += vector[i];
      }
      result[i] = (float) (sum / vectors.size());
    }
    return result;
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    RandomStream[] streams = Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
    return new GaussianActor(environment, seeds.length, streams);
  }

  @Override
  public Policy deterministic() {
    return new Mean();
  }

  /** The policy that acts by the mean of the latent vector: the mode of the Gaussian form. */
  private final class Mean implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      return new GaussianActor(environment, seeds.length, new RandomStream[0]);
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  /**
   * Acts in a batch of episodes, by the mean if there are no streams; finished ones cost nothing.
   */
  private final class GaussianActor implements Actor {
    private final EnvironmentAccess environment;
    private final RandomStream[] streams;
    private final MlpEvaluator evaluator = network.evaluator();
    private final FloatMatrix outputs;
    private final FloatMatrix result;
    private final double[] logProbabilities;

    GaussianActor(EnvironmentAccess environment, int copies, RandomStream[] streams) {
      this.environment = environment;
      this.streams = streams;
      outputs = new FloatMatrix(copies, network.outputs());
      result = new FloatMatrix(copies, actions.size());
      logProbabilities = new double[copies];
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      Checks.require(
          observations.rows() == result.rows(),
          "an actor of %d copies got %d observations",
          result.rows(),
          observations.rows());
      int[] acting = environment.acting();
      FloatMatrix some =
          acting.length == result.rows() ? observations : observations.select(acting);
      FloatMatrix evaluated = evaluator.evaluate(standardizer.apply(some));
      for (int k = 0; k < acting.length; k++) {
        int i = acting[k];
        System.arraycopy(
            evaluated.values(),
            k * outputs.columns(),
            outputs.values(),
            i * outputs.columns(),
            outputs.columns());
        for (int j = 0; j < result.columns(); j++) {
          double latent = outputs.get(i, j);
          if (streams.length > 0) {
            latent += StrictMath.exp(logStd(outputs, i, j)) * streams[i].nextGaussian();
          }
          result.set(i, j, (float) squash(j, latent));
        }
      }
      environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, acting.length);
      return result;
    }

    @Override
    public Optional<double[]> logProbabilities() {
      if (streams.length == 0) {
        return Optional.empty(); // the mean has no density
      }
      for (int i = 0; i < logProbabilities.length; i++) {
        if (!environment.finished(i)) {
          logProbabilities[i] = logProbability(outputs, result, i);
        }
      }
      return Optional.of(logProbabilities);
    }
  }

  @Override
  public double[] logProbabilities(FloatMatrix observations, FloatMatrix actions) {
    Checks.require(
        observations.rows() == actions.rows() && actions.columns() == this.actions.size(),
        "%d observations got actions [%d, %d], not [%d, %d]",
        observations.rows(),
        actions.rows(),
        actions.columns(),
        observations.rows(),
        this.actions.size());
    FloatMatrix outputs = network.evaluator().evaluate(standardizer.apply(observations));
    double[] result = new double[observations.rows()];
    for (int i = 0; i < result.length; i++) {
      result[i] = logProbability(outputs, actions, i);
    }
    return result;
  }

  /** The log-density of action {@code i} where the network says what is in {@code outputs}. */
  private double logProbability(FloatMatrix outputs, FloatMatrix actions, int i) {
    double sum = 0;
    for (int j = 0; j < actions.columns(); j++) {
      double latent = latent(j, actions.get(i, j));
      double log = logStd(outputs, i, j);
      double z = (latent - outputs.get(i, j)) * StrictMath.exp(-log);
      sum += -0.5 * (z * z + LOG_TWO_PI) - log - logSlope(j, latent);
    }
    return sum;
  }

  /**
   * Returns the latent vectors {@code [n, act]} that give the actions {@code [n, act]}; the matrix
   * itself for the Gaussian form. Actions at or beyond the bounds of the tanh form are moved inside
   * by 1e-5 of half the range.
   */
  public FloatMatrix latents(FloatMatrix actions) {
    if (form == Form.GAUSSIAN) {
      return actions;
    }
    FloatMatrix result = new FloatMatrix(actions.rows(), actions.columns());
    for (int i = 0; i < actions.rows(); i++) {
      for (int j = 0; j < actions.columns(); j++) {
        result.set(i, j, (float) latent(j, actions.get(i, j)));
      }
    }
    return result;
  }

  /**
   * Returns the log of the volume that the latent space gains around every latent vector {@code [n,
   * act]} when it becomes actions, {@code [n]}: log pi(a) = log N(u) - this. Zero for the Gaussian
   * form.
   */
  public double[] logVolumes(FloatMatrix latents) {
    double[] result = new double[latents.rows()];
    for (int i = 0; i < result.length; i++) {
      for (int j = 0; j < latents.columns(); j++) {
        result[i] += logSlope(j, latents.get(i, j));
      }
    }
    return result;
  }

  private double logStd(FloatMatrix outputs, int i, int j) {
    float value = logStd.length > 0 ? logStd[j] : outputs.get(i, actions.size() + j);
    return Math.max(MIN_LOG_STD, Math.min(MAX_LOG_STD, value));
  }

  private double squash(int j, double latent) {
    return form == Form.GAUSSIAN
        ? latent
        : actions.middle(j) + actions.halfRange(j) * StrictMath.tanh(latent);
  }

  private double latent(int j, double action) {
    if (form == Form.GAUSSIAN) {
      return action;
    }
    double x = (action - actions.middle(j)) / actions.halfRange(j);
    x = Math.max(-1 + EDGE, Math.min(1 - EDGE, x));
    return 0.5 * (StrictMath.log1p(x) - StrictMath.log1p(-x));
  }

  /** The log of the derivative of the action by the latent; 1 - tanh^2 without its cancellation. */
  private double logSlope(int j, double latent) {
    if (form == Form.GAUSSIAN) {
      return 0;
    }
    double u = Math.abs(latent);
    return StrictMath.log(actions.halfRange(j))
        + 2 * (LOG_TWO - u - StrictMath.log1p(StrictMath.exp(-2 * u)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GaussianPolicy that
        && form == that.form
        && actions.equals(that.actions)
        && standardizer.equals(that.standardizer)
        && network.equals(that.network)
        && Arrays.equals(logStd, that.logStd);
  }

  @Override
  public int hashCode() {
    return 31 * network.hashCode() + Arrays.hashCode(logStd);
  }
}
