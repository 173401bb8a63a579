package org.prefbench.method.flow;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.Relabelling;
import org.prefbench.reward.RewardModel;

/**
 * Flow Q-learning on learned rewards (Park, Li and Levine 2025, arXiv 2502.02538): a flow clones
 * the logged actions, and a map of one step from noise stays near it and climbs the critics.
 *
 * <pre>
 * L(v)   = E || v(t, (1 - t) e + t a | s) - (a - e) ||^2 / d             F solves dy/dt = v from e in ten steps
 * L(Q_k) = E (r + gamma c min_k Q'_k(s', mu(s', e')) - Q_k(s, a))^2      c = 0 where the task ended, else 1
 * L(mu)  = alpha E || mu(s, e) - F(s, e) ||^2 / d - E min_k Q_k(s, mu(s, e))
 * r      a {@link RewardModel} of the labels with unit and zero by {@link Relabelling}
 * </pre>
 *
 * <p>mu alone acts: neither simulator, reference nor differential equation is needed then. It is a
 * flow of one Euler step, mu(s, e) = e + v_mu(0, e | s), and so starts at the noise. Actions are
 * moved into their bounds before a critic sees them.
 *
 * <p>Differs from the paper: rewards are learned; the smaller critic, which the code has as an
 * option, not their mean; layers of the critics are normalised without gain and bias; with {@code
 * normalize} the critics' part is divided by the mean of its size, as in TD3+BC, so that alpha does
 * not depend on the unit of rewards, which labels leave open.
 */
public final class Fql implements AlgorithmFactory<Fql.Hyper> {
  /** The settings. */
  public record Hyper(
      @Help("weight of the distance to the cloned flow, > 0 (FQL: 10, and 0.03 to 10 normalised)")
          double alpha,
      @Help("whether the critics' part is divided by the mean of its size (FQL: an option)")
          boolean normalize,
      @Help("discount per step, in [0, 1) (FQL: 0.99)") double discount,
      @Help("share of the critics that their targets take over, in (0, 1] (FQL: 0.005)")
          double targetRate,
      @Inline LearnedReward reward,
      @Inline
          @Help(of = "hidden-size", value = "units per hidden layer of all networks (FQL: 512)")
          @Help(of = "hidden-layers", value = "number of hidden layers, >= 1 (FQL: 4)")
          VelocityNetwork.Settings network,
      @Inline(without = {"schedule", "warm-up", "max-gradient-norm", "validation-share", "keep"})
          @Help(of = "learning-rate", value = "Adam's step size, > 0 (FQL: 3e-4)")
          @Help(of = "batch-size", value = "transitions per update, >= 1 (FQL: 256)")
          @Help(of = "steps", value = "updates, >= 1 (FQL: 1e6)")
          Fitting fitting) {
    /** Validates. */
    public Hyper {
      Checks.positive("alpha", alpha);
      Checks.between("discount", discount, 0, Math.nextDown(1.0));
      Checks.between("target-rate", targetRate, Double.MIN_NORMAL, 1);
    }
  }

  @Override
  public String id() {
    return "fql";
  }

  @Override
  public String title() {
    return "Flow Q-learning on a learned reward, in one step (Park et al. 2025, arXiv 2502.02538)";
  }

  @Override
  public Family family() {
    return Family.FLOW;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        1,
        true,
        0.99,
        0.005,
        LearnedReward.defaults(),
        new VelocityNetwork.Settings(512, 4),
        Fitting.of(3e-4, Schedule.CONSTANT, 256, 1_000_000, 0));
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

  private static FlowPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    LoggedSteps log = LoggedSteps.of(input);
    float[] rewards = hyper.reward.of(log, input, context);
    return new FqlTraining(hyper, log, context).run(rewards, context);
  }
}
