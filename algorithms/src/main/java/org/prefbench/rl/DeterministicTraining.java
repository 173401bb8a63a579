package org.prefbench.rl;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;

/** One training of twin critics and a deterministic actor that is tied to logged actions. */
final class DeterministicTraining {
  private final ActorCriticSettings settings;
  private final Ties ties;
  private final Transitions data;
  private final float[] rewards;
  private final Monitor monitor;
  private final Seed seed;
  private final FloatMatrix observations; // standardised
  private final FloatMatrix next;
  private final Followers followers;
  private final Space actions;
  private final float[] middle;
  private final float[] halfRange;
  private final GaussianPolicy initial;
  private final Learner actorLearner;
  private final Learner.Network actor;
  private final Learner.Target actorTarget;
  private final Critics critics;
  private double value; // what the actor was last told of its actions, mean
  private double distance; // mean square to the logged actions

  /**
   * What holds the actor to the data.
   *
   * @param normalized whether the critics' hidden layers are normalised
   * @param smallest whether the actor climbs the smallest critic, else the first
   * @param strength of the climb
   * @param actor weight of the squared distance of its actions to the logged ones
   * @param critic weight of that of the targets' actions
   */
  record Ties(boolean normalized, boolean smallest, double strength, double actor, double critic) {}

  /**
   * The actions that the log took after its transitions.
   *
   * @param actions {@code [n, act]}, 0 where there is none
   * @param known 1 where there is one, else 0, {@code [n]}
   */
  record Followers(FloatMatrix actions, float[] known) {
    /** A row is followed by the next one where that begins in the state in which it ended. */
    static Followers of(Transitions data) {
      FloatMatrix actions = new FloatMatrix(data.rows(), data.actions().columns());
      float[] known = new float[data.rows()];
      for (int i = 0; i + 1 < known.length; i++) {
        if (data.continues()[i] != 0
            && Arrays.equals(data.next().row(i), data.observations().row(i + 1))) {
          known[i] = 1;
          actions.setRow(i, data.actions().row(i + 1));
        }
      }
      return new Followers(actions, known);
    }
  }

  DeterministicTraining(
      ActorCriticSettings settings,
      Ties ties,
      Transitions data,
      float[] rewards,
      Space actions,
      TrainingContext context) {
    Checks.require(
        rewards.length == data.rows(),
        "%d rewards do not fit %d transitions",
        rewards.length,
        data.rows());
    check("a deterministic actor", actions);
    this.settings = settings;
    this.ties = ties;
    this.data = data;
    this.rewards = rewards;
    this.actions = actions;
    monitor = context.monitor();
    seed = context.seed();
    Standardizer standardizer = Standardizer.of(data.observations());
    observations = standardizer.apply(data.observations());
    next = standardizer.apply(data.next());
    followers = Followers.of(data);
    int size = actions.size();
    middle = new float[size];
    halfRange = new float[size];
    float[] logStd = new float[size];
    for (int j = 0; j < size; j++) {
      middle[j] = (float) actions.middle(j);
      halfRange[j] = (float) actions.halfRange(j);
      logStd[j] = GaussianPolicy.MIN_LOG_STD;
    }
    Adam adam = Adam.of(settings.fitting().learningRate());
    initial =
        new GaussianPolicy(
            GaussianPolicy.Form.TANH_GAUSSIAN,
            actions,
            standardizer,
            network(observations.columns(), size, seed.child("actor")),
            logStd);
    actorLearner = new Learner(adam, context.ledger());
    actor = actorLearner.network(initial.network());
    actorTarget = actorLearner.target();
    Seed critic = seed.child("critic");
    int inputs = observations.columns() + size;
    critics =
        new Critics(
            List.of(network(inputs, 1, critic.child(0)), network(inputs, 1, critic.child(1))),
            ties.normalized,
            adam,
            context.ledger());
  }

  /** Refuses actions without bounds, which a squashed actor cannot have. */
  static void check(String method, Space actions) {
    Checks.require(actions.bounded(), "%s needs bounded actions, got %s", method, actions);
  }

  private Mlp network(int inputs, int outputs, Seed seed) {
    return Mlp.initial(
        Mlp.sizes(inputs, settings.hiddenSize(), settings.hiddenLayers(), outputs),
        Activation.RELU,
        seed);
  }

  /** Returns the policy after all updates. */
  GaussianPolicy run() {
    int steps = settings.fitting().steps();
    RandomStream batches = seed.child("batches").generator();
    RandomStream noise = seed.child("noise").generator();
    int[] rows = new int[settings.fitting().batchSize()];
    Updates.run(
        steps,
        monitor,
        List.of("critic-loss", "value", "distance"),
        step -> {
          Arrays.setAll(rows, i -> batches.nextInt(data.rows()));
          double criticLoss = learnValues(rows, noise);
          if (step % settings.delay() == 0) {
            actorLearner.step(pass -> actorLoss(pass, rows));
            actorTarget.follow(settings.targetRate());
            critics.follow(settings.targetRate());
          }
          return new double[] {criticLoss, value, distance};
        },
        this::policy);
    return policy();
  }

  private GaussianPolicy policy() {
    return initial.with(actorLearner.read(actor), initial.logStd());
  }

  private double learnValues(int[] rows, RandomStream random) {
    FloatMatrix noise = new FloatMatrix(rows.length, actions.size());
    for (int i = 0; i < noise.values().length; i++) {
      double drawn = settings.targetNoise() * random.nextGaussian();
      double limited = Math.max(-settings.noiseLimit(), Math.min(settings.noiseLimit(), drawn));
      noise.values()[i] = halfRange[i % halfRange.length] * (float) limited;
    }
    return critics.step(
        observations.select(rows),
        data.actions().select(rows),
        pass -> {
          NDArray after = pass.rows(next, rows);
          NDArray chosen =
              clip(pass, act(pass.constants(actorTarget), after).add(pass.array(noise)));
          NDArray values = critics.smallestTarget(pass, after.concat(chosen, 1));
          if (ties.critic > 0) {
            NDArray away = squares(chosen, pass.rows(followers.actions, rows));
            NDArray weights =
                pass.rows(followers.known, rows).mul(pass.scalar((float) ties.critic));
            values = values.sub(away.mul(weights));
          }
          return values
              .mul(pass.rows(data.continues(), rows))
              .mul(pass.scalar((float) settings.discount()))
              .add(pass.rows(rewards, rows));
        });
  }

  private NDArray actorLoss(Pass pass, int[] rows) {
    NDArray seen = pass.rows(observations, rows);
    NDArray chosen = act(pass, seen);
    NDArray inputs = seen.concat(chosen, 1);
    NDArray values =
        ties.smallest
            ? critics.smallest(pass, inputs)
            : critics.values(pass.constants(critics.learner()), inputs).get(0);
    NDArray away = squares(chosen, pass.rows(data.actions(), rows)).mean();
    value = values.mean().getFloat();
    distance = away.getFloat();
    float size = values.abs().mean().getFloat(); // a number: no derivative goes through it
    return away.mul(pass.scalar((float) ties.actor))
        .sub(values.mean().mul(pass.scalar((float) ties.strength / size)));
  }

  /** The actor's actions {@code [n, act]}. */
  private NDArray act(Pass pass, NDArray seen) {
    return pass.forward(actor, seen)
        .tanh()
        .mul(pass.array(halfRange, halfRange.length))
        .add(pass.array(middle, middle.length));
  }

  private NDArray clip(Pass pass, NDArray chosen) {
    float[] low = new float[middle.length];
    float[] high = new float[middle.length];
    for (int j = 0; j < low.length; j++) {
      low[j] = (float) actions.low(j);
      high[j] = (float) actions.high(j);
    }
    return chosen.maximum(pass.array(low, low.length)).minimum(pass.array(high, high.length));
  }

  /** Squared distances {@code [n]} of rows {@code [n, act]}. */
  private static NDArray squares(NDArray first, NDArray second) {
    return first.sub(second).square().sum(new int[] {1});
  }
}
