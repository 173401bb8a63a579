package org.prefbench.rl;

import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.env.Space;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Schedule;

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
 * <p>Values come no faster than the targets follow. An update takes these a share {@code rate} of
 * the way to r + gamma c V(s'), which contracts by gamma; so where the critics fit at once, (1 -
 * rate (1 - gamma))^n of the first error is left after n updates in the largest norm, and less only
 * towards the ends of tasks. At the published rate that is 0.90 after 2,000, 0.37 after 20,000 and
 * 0.01 after 92,000: before that V is about what the next {@code rate n} steps earn.
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
    ImplicitLearning learning = new ImplicitLearning(settings, transitions, actions, context);
    RandomStream random = context.seed().child("batches").generator();
    learning.run(
        context.monitor(),
        () -> {
          int[] rows = learning.draw(random);
          learning.learnValue(rows);
          learning.learnActor(rows);
          return learning.learnCritics(rows, rewards);
        });
    return learning.policy();
  }
}
