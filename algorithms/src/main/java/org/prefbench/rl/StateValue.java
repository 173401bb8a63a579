package org.prefbench.rl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.network.MlpEvaluator;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * What a policy still earns in an episode from an observation on, learned by Monte Carlo (Sutton
 * and Barto 2018, "Reinforcement learning", section 9.3): a network is fitted to the undiscounted
 * returns-to-go of whole episodes of the policy,
 *
 * <pre>
 * L = E (V(o_t, t) - G_t)^2,   G_t = sum_{k &gt;= t} r_k
 * </pre>
 *
 * <p>Where time is limited, what is left to earn depends on the time, which the observation does
 * not tell; so the time is an input (Pardo et al. 2018, "Time limits in reinforcement learning",
 * arXiv 1712.00378). Inputs and returns are standardised. Immutable.
 *
 * @param limit the steps after which an episode ends in any case
 * @param inputs the scales of (o, t / limit)
 * @param returns the scale of G, one number
 * @param network V in scaled units
 */
public record StateValue(int limit, Standardizer inputs, Standardizer returns, Mlp network) {
  /** Episodes in lockstep; a matter of speed alone. */
  private static final int BATCH = 50;

  /** How a value is learned. */
  public record Settings(
      @Help("episodes of the reference that it learns from, >= 1") int episodes,
      @Help("units per hidden layer of its network, >= 1") int hiddenSize,
      @Help("hidden layers of its network, >= 0") int hiddenLayers,
      @Inline(without = {"schedule", "warm-up", "max-gradient-norm"})
          @Help(of = "learning-rate", value = "Adam's step size of the value, > 0")
          @Help(of = "batch-size", value = "states per gradient step of the value, >= 1")
          @Help(of = "steps", value = "gradient steps of the value, >= 1")
          @Help(of = "validation-share", value = "share of the episodes held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Settings {
      Checks.atLeast("episodes", episodes, 1);
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
    }

    /** Returns the settings with Adam 1e-3 on a cosine and a tenth of the episodes held out. */
    public static Settings of(int episodes, int hiddenSize, int hiddenLayers, int steps) {
      return new Settings(
          episodes,
          hiddenSize,
          hiddenLayers,
          Fitting.of(1e-3, Schedule.COSINE, 256, steps, 0.1).keeping(Fitting.Keep.BEST));
    }
  }

  /** Validates the shapes. */
  public StateValue {
    Checks.atLeast("time limit of a value", limit, 1);
    Checks.require(
        network.inputs() == inputs.size() && network.outputs() == 1 && returns.size() == 1,
        "%s is no value of %d inputs",
        network,
        inputs.size());
  }

  /**
   * Returns the value of {@code policy} learned from its own episodes; draws from {@code
   * context.seed().child("value")}.
   *
   * @param simulator must show true rewards
   */
  public static StateValue fit(
      Simulator simulator, Policy policy, Settings settings, TrainingContext context) {
    Seed seed = context.seed().child("value");
    List<FloatMatrix> states = new ArrayList<>();
    List<FloatMatrix> earnings = new ArrayList<>();
    for (int from = 0; from < settings.episodes(); from += BATCH) {
      int count = Math.min(BATCH, settings.episodes() - from);
      play(simulator, policy, seed, from, count, states, earnings);
    }
    int[] lengths = states.stream().mapToInt(FloatMatrix::rows).toArray();
    FloatMatrix x = FloatMatrix.stack(states);
    FloatMatrix y = FloatMatrix.stack(earnings);
    Standardizer inputs = Standardizer.of(x);
    Standardizer returns = Standardizer.of(y);
    inputs.apply(x, x);
    returns.apply(y, y);
    Learner learner = settings.fitting().learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(
                Mlp.sizes(x.columns(), settings.hiddenSize(), settings.hiddenLayers(), 1),
                Activation.RELU,
                seed.child("network")));
    Learner.RowLoss loss = // [rows, 1] - [rows, 1]
        (pass, rows) ->
            pass.forward(network, pass.rows(x, rows)).sub(pass.rows(y, rows)).square().mean();
    learner.fitPart(
        settings.fitting(),
        settings.fitting().batchesOfGroups(lengths, seed),
        context.monitor().part("value-"),
        Objective.of(loss));
    return new StateValue(simulator.spec().maxSteps(), inputs, returns, learner.read(network));
  }

  /** Adds the inputs {@code [T, obs + 1]} and the returns-to-go {@code [T, 1]} of each episode. */
  private static void play(
      Simulator simulator,
      Policy policy,
      Seed seed,
      int from,
      int count,
      List<FloatMatrix> states,
      List<FloatMatrix> earnings) {
    VectorEnvironment environment = simulator.vector(count);
    environment.reset(seed.children(from, count, "start"));
    int limit = simulator.spec().maxSteps();
    FloatMatrix[] inputs = new FloatMatrix[count];
    FloatMatrix[] rewards = new FloatMatrix[count];
    Arrays.setAll(inputs, i -> new FloatMatrix(limit, simulator.spec().observations().size() + 1));
    Arrays.setAll(rewards, i -> new FloatMatrix(limit, 1));
    try (Actor actor =
        policy.start(simulator.access(environment), seed.children(from, count, "policy"))) {
      for (int t = 0; !environment.allFinished(); t++) {
        for (int i = 0; i < count; i++) {
          gather(environment.observations(), i, t, limit, inputs[i], t);
        }
        environment.step(actor.act(environment.observations()));
        for (int i = 0; i < count; i++) {
          rewards[i].set(t, 0, (float) environment.reward(i));
        }
      }
    }
    for (int i = 0; i < count; i++) {
      int length = environment.elapsed(i);
      double sum = 0;
      for (int t = length - 1; t >= 0; t--) {
        sum += rewards[i].get(t, 0);
        rewards[i].set(t, 0, (float) sum);
      }
      states.add(inputs[i].slice(0, length));
      earnings.add(rewards[i].slice(0, length));
    }
  }

  /** Writes (o, t / limit) of one row of {@code observations}. */
  private static void gather(
      FloatMatrix observations, int from, long time, int limit, FloatMatrix inputs, int to) {
    int size = observations.columns();
    for (int j = 0; j < size; j++) {
      inputs.set(to, j, observations.get(from, j));
    }
    inputs.set(to, size, (float) (time / (double) limit));
  }

  /** Returns a new evaluator; it owns buffers, so one per thread. */
  public Evaluator evaluator() {
    return new Evaluator();
  }

  /** Evaluates the value in plain Java; a row's value does not depend on the other rows. */
  public final class Evaluator {
    private final MlpEvaluator evaluator = network.evaluator();

    private Evaluator() {}

    /**
     * Returns the value of every row, {@code [n]}; 0 once the time is up.
     *
     * @param observations {@code [n, obs]}
     * @param time the steps of the episodes so far
     */
    public double[] values(FloatMatrix observations, long time) {
      double[] values = new double[observations.rows()];
      if (time >= limit) {
        return values;
      }
      FloatMatrix x = new FloatMatrix(observations.rows(), inputs.size());
      for (int i = 0; i < values.length; i++) {
        gather(observations, i, time, limit, x, i);
      }
      FloatMatrix outputs = evaluator.evaluate(inputs.apply(x));
      for (int i = 0; i < values.length; i++) {
        values[i] = returns.mean()[0] + returns.scale()[0] * (double) outputs.get(i, 0);
      }
      return values;
    }
  }

  /** Writes the value; the same value gives the same bytes. */
  public void write(DataOutput output) throws IOException {
    output.writeInt(limit);
    inputs.write(output);
    returns.write(output);
    network.write(output);
  }

  /** Reads what {@link #write} wrote. */
  public static StateValue read(DataInput input) throws IOException {
    int limit = Checks.atLeast("time limit of a value", input.readInt(), 1);
    return new StateValue(
        limit, Standardizer.read(input), Standardizer.read(input), Mlp.read(input));
  }
}
