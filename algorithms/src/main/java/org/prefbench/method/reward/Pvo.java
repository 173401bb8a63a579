package org.prefbench.method.reward;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Pass;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.Stretches;
import org.prefbench.rl.ImplicitLearning;
import org.prefbench.rl.Iql;

/**
 * Offline preference-based value optimisation (PVO, ICLR 2026, OpenReview 9cUdn8GKId): in implicit
 * Q-learning on a learned reward the critics are fitted to differences between segments of the log,
 * which is what labels tell of, and not to single steps.
 *
 * <pre>
 * r_Q(s, a, s') = Q(s, a) - gamma c V(s')              c = 0 where the task terminated, else 1
 * gap(u)        = sum_t u(first) - sum_t u(second)     two stretches of the log
 * L(Q_k)        = E ( gap(r_Q) - gap(r) )^2 + anchor ( E r_Q - E r )^2
 * r             as in {@link LearnedReward}
 * V, pi         as in {@link Iql}, on steps of the log
 * </pre>
 *
 * <p>Sums over as many steps are the same with any constant in every step, so the first term alone
 * leaves the mean of r_Q where the networks began, and with it whether an end is good or bad; the
 * anchor puts it where the learned reward's is. Stretches are shorter where an episode ends.
 *
 * <p>Differs from the paper: the anchor, which is 0 there; the reward's unit and zero are those of
 * {@code p-iql}; observations are standardised.
 */
public final class Pvo implements AlgorithmFactory<Pvo.Hyper> {
  /** The settings. */
  public record Hyper(
      @Help("steps of a stretch of the log, >= 1 (PVO: 25)") int stretch,
      @Help("pairs of stretches per update of the critics, >= 1") int pairsPerUpdate,
      @Help("weight of the mean of the implied rewards on the learned one's, >= 0 (PVO: 0)")
          double anchor,
      @Inline LearnedReward reward,
      @Inline Iql.Settings learning) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("stretch", stretch, 1);
      Checks.atLeast("pairs-per-update", pairsPerUpdate, 1);
      Checks.notNegative("anchor", anchor);
    }
  }

  @Override
  public String id() {
    return "pvo";
  }

  @Override
  public String title() {
    return "Implicit Q-learning of reward differences between segments (PVO, ICLR 2026)";
  }

  @Override
  public Family family() {
    return Family.OFFLINE;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(25, 8, 1, LearnedReward.defaults(), Iql.Settings.defaults());
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static GaussianPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    LoggedSteps steps = LoggedSteps.of(input);
    return train(hyper, steps, hyper.reward.of(steps, input, context), context);
  }

  /** Returns the policy learned from steps whose rewards are given, {@code [steps]}. */
  static GaussianPolicy train(
      Hyper hyper, LoggedSteps steps, float[] rewards, TrainingContext context) {
    ImplicitLearning learning =
        new ImplicitLearning(hyper.learning, steps.transitions(), steps.actions(), context);
    Stretches stretches = new Stretches(steps.lengths(), hyper.stretch);
    RandomStream random = context.seed().child("batches").generator();
    learning.run(
        context.monitor(),
        () -> {
          int[] rows = learning.draw(random);
          learning.learnValue(rows);
          learning.learnActor(rows);
          int[][] drawn = stretches.draw(2 * hyper.pairsPerUpdate, random);
          return learning
              .critics()
              .learner()
              .step(pass -> loss(pass, hyper.anchor, learning, steps, rewards, drawn));
        });
    return learning.policy();
  }

  /**
   * Returns the critics' loss, summed over them.
   *
   * @param drawn the rows of stretches, the first and the second of pair after pair
   */
  private static NDArray loss(
      Pass pass,
      double anchor,
      ImplicitLearning learning,
      LoggedSteps steps,
      float[] rewards,
      int[][] drawn) {
    int[] rows = Arrays.stream(drawn).flatMapToInt(Arrays::stream).toArray();
    FloatMatrix signs = new FloatMatrix(drawn.length / 2, rows.length); // gaps = signs u
    for (int i = 0, at = 0; i < drawn.length; i++) {
      for (int k = 0; k < drawn[i].length; k++, at++) {
        signs.set(i / 2, at, i % 2 == 0 ? 1 : -1);
      }
    }
    NDArray known = pass.fixed(() -> learning.nextValues(pass, rows, Double.POSITIVE_INFINITY));
    NDArray wanted = known.add(pass.rows(rewards, rows)); // of Q, step by step
    FloatMatrix inputs =
        learning.observations(rows).beside(steps.transitions().actions().select(rows));
    NDArray off = learning.critics().values(pass, pass.array(inputs)).sub(wanted);
    NDArray gaps = off.reshape(-1, 1, rows.length).mul(pass.array(signs)).sum(new int[] {2});
    NDArray means = off.mean(new int[] {1}).square().mul(pass.scalar((float) anchor));
    return gaps.square().mean(new int[] {1}).add(means).sum();
  }
}
