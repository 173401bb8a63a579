package org.prefbench.method.planning;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.DeclaredMethod;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.dataset.Segment;
import org.prefbench.generative.DynamicsModel;
import org.prefbench.generative.TransitionClassifier;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.LinearReward;
import org.prefbench.rl.ModelPolicyBound;

/**
 * Look-ahead in learned dynamics whose errors count against a plan: mismatched no more (Eysenbach,
 * Khazatsky, Levine and Salakhutdinov 2022, "MnM", arXiv 2110.02758). The reference is rolled out n
 * times from the present observation in a model of the dynamics learned from the log, and the first
 * actions are executed of the roll-out with the largest
 *
 * <pre>
 * sum_t gamma^t r~(s_t, a_t),   r~ = (1 - gamma) log r(s, a) + log C / (1 - C) - (1 - gamma) log (1 - gamma)
 * log r(s, a) = rationality theta . f(s, a) / steps of a plan,   f = (1, (s, a), their squares)
 * theta = argmax  sum_pairs log sigmoid(sum log r(winner) - sum log r(loser)) - |theta|^2 / (2 prior^2)
 * </pre>
 *
 * <p>(of the first such, in a tie), with C the classifier of real transitions against the model's,
 * {@link TransitionClassifier}, at the model's prediction. The sum bounds the log of the expected
 * return from below, {@link ModelPolicyBound}. The reward is that of {@code best-of-n-learned},
 * found exactly, and here the exponential of its score: positive, as a logarithm needs it, without
 * a shift that labels do not tell, and the odds of a label are the ratio of the products of rewards
 * over the two segments. So beside {@code best-of-n-learned}, which has the simulator, it tells
 * what learned dynamics cost, and with {@code correction: 0} what the classifier is worth.
 *
 * <p>It asks neither a simulator nor a teacher; the reference is a black box. Its deterministic
 * form is the reference's, because n roll-outs that never differ leave nothing to choose.
 *
 * <p>Differs from the paper: nothing is trained jointly and in rounds; the policy is the choice
 * among the reference's plans, and the model is fitted by least squares to the log, not towards
 * good outcomes, so that only the policy's side of the bound is made large. The reward comes from
 * labels. The classifier sees both laws through a haze, because model and environments are
 * deterministic, and is shown what the model imagines after an end of the task: the model itself
 * knows of no ends, so that without the classifier a plan that falls may look like the best. Sums
 * end with the plan. Gamma is 0.9, as in the released notebook: the weight of rewards against
 * log-odds is 1 - gamma.
 */
public final class Mnm extends DeclaredMethod<Mnm.Hyper> {
  /** Hyperparameters. */
  public record Hyper(
      @Help("number of roll-outs compared, >= 1; 2 as best-of-n-learned") int n,
      @Help("actions executed per plan, >= 1") int rolloutFrequency,
      @Help("gamma of the bound, in [0, 1); the released notebook: 0.9") double discount,
      @Help(
              "what the classifier's log-odds are multiplied by, >= 0; 1: the bound of the paper, 0: no"
                  + " classifier is learned")
          double correction,
      @Help("standard deviation of the weights of the reward before any label, > 0") double prior,
      @Help("log-odds of a label per unit of reward, > 0") double rationality,
      DynamicsModel.Settings dynamics,
      TransitionClassifier.Setting classifier) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("n", n, 1);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
      ModelPolicyBound.checkDiscount(discount);
      Checks.notNegative("correction", correction);
      Checks.positive("prior", prior);
      Checks.positive("rationality", rationality);
    }
  }

  /** Creates the method. */
  public Mnm() {
    super(
        "mnm",
        "Look-ahead in learned dynamics, corrected by a classifier (Eysenbach et al. 2022, arXiv"
            + " 2110.02758)",
        Family.PLANNING,
        new Hyper(
            2,
            1,
            0.9,
            1,
            1,
            10,
            DynamicsModel.Settings.of(3, 128, 10_000),
            TransitionClassifier.Setting.of(128, 5_000)));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requireReference(id());
    prospect.requirePairs(id());
    checkExecuted(hyper, prospect.segmentLength().orElseThrow());
  }

  private void checkExecuted(Hyper hyper, int length) {
    Checks.require(
        hyper.rolloutFrequency <= length,
        "%s.rollout-frequency must be <= the segment length %d, got %d",
        id(),
        length,
        hyper.rolloutFrequency);
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> plan(hyper, input, context);
  }

  private Policy plan(Hyper hyper, TrainingInput input, TrainingContext context) {
    int length =
        input.preferences().pairs().stream().mapToInt(PreferencePair::length).max().orElse(0);
    checkExecuted(hyper, length);
    ImaginedPlanner planner =
        new ImaginedPlanner(
            input.requireReference(),
            hyper.n,
            length,
            hyper.rolloutFrequency,
            hyper.discount,
            logReward(hyper, length, input),
            dynamics(hyper, input, context),
            hyper.correction);
    context.monitor().progress(1, 1);
    if (context.monitor().checkpointDue(1, 1)) {
      context.monitor().checkpoint(1, 1, Double.NaN, () -> planner);
    }
    return planner;
  }

  /**
   * The model and its classifier, each learned from episodes that the other does not see; the model
   * is the same where there is no classifier.
   */
  private static TransitionClassifier dynamics(
      Hyper hyper, TrainingInput input, TrainingContext context) {
    List<List<Segment>> parts =
        TransitionClassifier.split(
            input.trajectories().episodes(), hyper.classifier.share(), context);
    DynamicsModel model =
        DynamicsModel.fit(parts.get(0), input.environment().actions(), hyper.dynamics, context);
    return hyper.correction == 0
        ? TransitionClassifier.undecided(model)
        : TransitionClassifier.fit(model, parts.get(1), hyper.classifier, context);
  }

  /** The log of the reward of a step: a step's share of what a label's log-odds are of. */
  private static LinearReward logReward(Hyper hyper, int length, TrainingInput input) {
    LinearReward reward = RewardOfPairs.of(input, length, hyper.prior, hyper.rationality);
    double step = hyper.rationality / length;
    return new LinearReward(
        reward.scales(), Arrays.stream(reward.weights()).map(weight -> step * weight).toArray());
  }
}
