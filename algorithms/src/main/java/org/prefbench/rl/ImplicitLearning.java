package org.prefbench.rl;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;

/**
 * The networks of implicit Q-learning and the steps on its value and its actor, see {@link Iql};
 * what the critics learn from is up to who uses it. Not thread-safe.
 */
public final class ImplicitLearning {
  private final Iql.Settings settings;
  private final Transitions data;
  private final FloatMatrix observations; // standardised
  private final FloatMatrix next;
  private final FloatMatrix latents;
  private final Learner valueLearner;
  private final Learner.Network valueNetwork;
  private final Learner actorLearner;
  private final GaussianHead actor;
  private final Critics critics;
  private int[][] valued = {}; // what the value learned from last,
  private float[][] wanted = {}; // and the smallest targets there
  private double valueLoss; // of the last update
  private double value; // its mean

  /** Prepares a training on {@code data}; its networks are drawn from {@code context.seed()}. */
  public ImplicitLearning(
      Iql.Settings settings, Transitions data, Space actions, TrainingContext context) {
    this.settings = settings;
    this.data = data;
    Standardizer standardizer = Standardizer.of(data.observations());
    observations = standardizer.apply(data.observations());
    next = standardizer.apply(data.next());
    int size = actions.size();
    Seed seed = context.seed();
    Ledger ledger = context.ledger();
    Adam constant = Adam.of(settings.fitting().learningRate());
    GaussianPolicy initial =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            actions,
            standardizer,
            network(observations.columns(), size, seed.child("actor")),
            new float[size]);
    latents = initial.latents(data.actions());
    valueLearner = new Learner(constant, ledger);
    valueNetwork = valueLearner.network(network(observations.columns(), 1, seed.child("value")));
    actorLearner = settings.fitting().learner(ledger);
    actor = new GaussianHead(actorLearner, initial);
    Seed critic = seed.child("critic");
    int inputs = observations.columns() + size;
    critics =
        new Critics(
            List.of(network(inputs, 1, critic.child(0)), network(inputs, 1, critic.child(1))),
            false,
            constant,
            ledger);
  }

  private Mlp network(int inputs, int outputs, Seed seed) {
    return Mlp.initial(
        Mlp.sizes(inputs, settings.hiddenSize(), settings.hiddenLayers(), outputs),
        Activation.RELU,
        seed);
  }

  /**
   * Takes all updates, after each of which the targets follow the critics, and tells the monitor
   * how it goes.
   *
   * @param update one step on value, actor and critics; returns the critics' loss
   */
  public void run(Monitor monitor, DoubleSupplier update) {
    Updates.run(
        settings.fitting().steps(),
        monitor,
        List.of("critic-loss", "value-loss", "value"),
        step -> {
          double criticLoss = update.getAsDouble();
          critics.follow(settings.targetRate());
          valued = new int[0][];
          return new double[] {criticLoss, valueLoss, value};
        },
        this::policy);
  }

  /** Returns the rows of one batch, drawn with replacement from all. */
  public int[] draw(RandomStream random) {
    return draw(random, 0, data.rows());
  }

  /** Returns the rows of one batch, drawn with replacement from {@code from <= row < to}. */
  public int[] draw(RandomStream random, int from, int to) {
    int[] rows = new int[settings.fitting().batchSize()];
    Arrays.setAll(rows, i -> from + random.nextInt(to - from));
    return rows;
  }

  /** Takes a step on V; several sets of rows weigh the same. */
  public void learnValue(int[]... sets) {
    wanted = new float[sets.length][];
    valueLoss =
        valueLearner.step(
            pass -> {
              NDArray sum = pass.scalar(0);
              value = 0;
              for (int k = 0; k < sets.length; k++) {
                NDArray values = values(pass, pass.rows(observations, sets[k]));
                value += values.mean().getFloat() / sets.length;
                NDArray targets = targets(pass, sets[k]);
                wanted[k] = targets.toFloatArray();
                NDArray above = targets.sub(values);
                sum = sum.add(Losses.expectile(pass, above, settings.expectile()).mean());
              }
              return sum.div(pass.scalar(sets.length));
            });
    valued = sets;
  }

  /**
   * Takes a step on the policy; several sets of rows weigh the same. Where the value has just
   * learned from them, their targets are not worked out again.
   */
  public void learnActor(int[]... sets) {
    actorLearner.step(
        pass -> {
          NDArray sum = pass.scalar(0);
          for (int k = 0; k < sets.length; k++) {
            int[] rows = sets[k];
            NDArray seen = pass.rows(observations, rows);
            boolean known = k < valued.length && valued[k] == rows;
            NDArray targets = known ? pass.array(wanted[k], rows.length) : targets(pass, rows);
            NDArray advantages = targets.sub(values(pass.constants(valueLearner), seen));
            NDArray logs = actor.logProbabilities(pass, seen, pass.rows(latents, rows));
            sum = sum.sub(settings.weights().of(pass, advantages).mul(logs).mean());
          }
          return sum.div(pass.scalar(sets.length));
        });
  }

  /**
   * Takes a step on the critics towards r + gamma c V(s').
   *
   * @param rewards of all transitions
   * @return their loss before it
   */
  public double learnCritics(int[] rows, float[] rewards) {
    return critics.step(
        observations(rows),
        data.actions().select(rows),
        pass -> nextValues(pass, rows, Double.POSITIVE_INFINITY).add(pass.rows(rewards, rows)));
  }

  /** Returns the critics, whose inputs are {@link #observations} beside the logged actions. */
  public Critics critics() {
    return critics;
  }

  /** Returns the standardised observations of some rows. */
  public FloatMatrix observations(int[] rows) {
    return observations.select(rows);
  }

  /**
   * Returns gamma c V(s') of some rows without derivatives, {@code [rows]}.
   *
   * @param largest what V is kept within, either side of 0; may be infinite
   */
  public NDArray nextValues(Pass pass, int[] rows, double largest) {
    return values(pass.constants(valueLearner), pass.rows(next, rows))
        .clip((float) -largest, (float) largest)
        .mul(pass.rows(data.continues(), rows))
        .mul(pass.scalar((float) settings.discount()));
  }

  /** Returns V of observations as they are, {@code [n]}. */
  public double[] values(FloatMatrix given) {
    float[] values =
        valueLearner
            .read(valueNetwork)
            .evaluator()
            .evaluate(actor.policy().standardizer().apply(given))
            .values();
    double[] result = new double[given.rows()];
    Arrays.setAll(result, i -> values[i]);
    return result;
  }

  /** Returns the policy as it stands. */
  public GaussianPolicy policy() {
    return actor.policy();
  }

  /** V(s), {@code [n]}. */
  private NDArray values(Pass pass, NDArray seen) {
    return pass.forward(valueNetwork, seen).reshape(seen.getShape().get(0));
  }

  /** The smallest target at the logged actions, {@code [n]}. */
  private NDArray targets(Pass pass, int[] rows) {
    FloatMatrix inputs = observations.select(rows).beside(data.actions().select(rows));
    return critics.smallestTarget(pass, pass.array(inputs));
  }
}
