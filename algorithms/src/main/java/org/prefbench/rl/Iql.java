package org.prefbench.rl;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;

/**
 * Implicit Q-learning (Kostrikov, Nair and Levine 2021, arXiv 2110.06169): values of the best
 * actions in the data, without asking for the value of any other, and a policy that clones the data
 * by its advantages.
 *
 * <pre>
 * L(V)   = E |share - 1[Q &lt; V]| (Q - V(s))^2           Q = min_k Q'_k(s, a), the targets
 * L(pi)  = - E min(exp(temperature (Q - V(s))), limit) log pi(a | s)
 * L(Q_k) = E (r + gamma c V(s') - Q_k(s, a))^2         c = 0 where the task terminated, else 1
 * </pre>
 *
 * <p>An update takes one step on each, in this order, as the released code does: the advantage and
 * the critics see the new V; then the targets follow.
 *
 * <p>Differs from the paper: observations are standardised, as in CORL (Tarasov et al. 2022, arXiv
 * 2210.07105), and the Gaussian's mean is not squashed into the bounds, which a weighted mean of
 * actions inside them does not leave. Rewards are taken as they are; the released code scales those
 * of locomotion by 1000 over the range of the returns.
 */
public record Iql(Settings settings) implements OfflineLearner {
  /** The settings; {@link #defaults} are the released code's. */
  public record Settings(
      @Help("units per hidden layer of actor, critics and value, >= 1 (IQL: 256)") int hiddenSize,
      @Help("number of hidden layers, >= 0 (IQL: 2)") int hiddenLayers,
      @Inline(without = {"max-gradient-norm", "validation-share"})
          @Help(of = "learning-rate", value = "Adam's step size, > 0 (IQL: 3e-4)")
          @Help(
              of = "schedule",
              value = "how the step size of the actor moves over the training (IQL: cosine)")
          @Help(of = "batch-size", value = "transitions per update, >= 1 (IQL: 256)")
          @Help(of = "steps", value = "updates, >= 1 (IQL: 1e6)")
          Fitting fitting,
      @Help("discount per step, in [0, 1) (IQL: 0.99)") double discount,
      @Help("expectile of the actions' values that V is, in (0, 1) (IQL: 0.7)") double expectile,
      @Inline AdvantageWeights weights,
      @Help("share of the critics that their targets take over per update, in (0, 1] (IQL: 0.005)")
          double targetRate) {
    /** Validates. */
    public Settings {
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
      Checks.between("discount", discount, 0, Math.nextDown(1.0));
      Checks.between("expectile", expectile, Double.MIN_NORMAL, Math.nextDown(1.0));
      Checks.between("target-rate", targetRate, Double.MIN_NORMAL, 1);
    }

    /** Returns the settings of the released code. */
    public static Settings defaults() {
      return new Settings(
          256,
          2,
          Fitting.of(3e-4, Schedule.COSINE, 256, 1_000_000, 0),
          0.99,
          0.7,
          new AdvantageWeights(3, 100),
          0.005);
    }
  }

  @Override
  public GaussianPolicy train(
      Transitions transitions, float[] rewards, Space actions, TrainingContext context) {
    Checks.require(
        rewards.length == transitions.rows(),
        "%d rewards do not fit %d transitions",
        rewards.length,
        transitions.rows());
    Training training = new Training(transitions, rewards, actions, context);
    int steps = settings.fitting().steps();
    RandomStream random = context.seed().child("batches").generator();
    long reports = Math.max(1, steps / 100);
    for (long step = 1; step <= steps; step++) {
      training.update(rows(transitions.rows(), random));
      if (step % reports == 0 || step == steps) {
        context.monitor().progress(step, steps);
        context.monitor().metric("critic-loss", step, training.criticLoss);
        context.monitor().metric("value-loss", step, training.valueLoss);
        context.monitor().metric("value", step, training.value);
      }
      if (context.monitor().checkpointDue(step, steps)) {
        context.monitor().checkpoint(step, steps, Double.NaN, training.actor::policy);
      }
    }
    return training.actor.policy();
  }

  /** Returns rows drawn with replacement. */
  private int[] rows(int count, RandomStream random) {
    int[] rows = new int[settings.fitting().batchSize()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextInt(count);
    }
    return rows;
  }

  /** The networks and the data that they learn from. */
  private final class Training {
    private final Transitions data;
    private final float[] rewards;
    private final FloatMatrix observations; // standardised
    private final FloatMatrix next;
    private final FloatMatrix latents;
    private final Learner valueLearner;
    private final Learner.Network valueNetwork;
    private final Learner actorLearner;
    private final GaussianHead actor;
    private final Critics critics;
    private double valueLoss; // of the last update
    private double criticLoss;
    private double value; // its mean

    Training(Transitions data, float[] rewards, Space actions, TrainingContext context) {
      this.data = data;
      this.rewards = rewards;
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

    void update(int[] rows) {
      valueLoss =
          valueLearner.step(
              pass -> {
                NDArray values = values(pass, pass.rows(observations, rows));
                value = values.mean().getFloat();
                NDArray above = targets(pass, rows).sub(values);
                return Losses.expectile(pass, above, settings.expectile()).mean();
              });
      actorLearner.step(
          pass -> {
            NDArray seen = pass.rows(observations, rows);
            NDArray advantages =
                targets(pass, rows).sub(values(pass.constants(valueLearner), seen));
            NDArray logs = actor.logProbabilities(pass, seen, pass.rows(latents, rows));
            return settings.weights().of(pass, advantages).mul(logs).mean().neg();
          });
      criticLoss =
          critics.step(
              observations.select(rows),
              data.actions().select(rows),
              pass ->
                  values(pass.constants(valueLearner), pass.rows(next, rows))
                      .mul(pass.rows(data.continues(), rows))
                      .mul(pass.scalar((float) settings.discount()))
                      .add(pass.rows(rewards, rows)));
      critics.follow(settings.targetRate());
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
}
