package org.prefbench.method.advantage;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.DeclaredMethod;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Schedule;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.rl.AdvantageWeights;

/**
 * Advantage-weighted regression on learned rewards (Peng et al. 2019, arXiv 1910.00177): the
 * reference goes on cloning the log, each step by the weight of its advantage.
 *
 * <pre>
 * r        a {@link LearnedReward} of the labels,  A_t  its {@link LoggedAdvantages}
 * L(theta) = - E_t w_t log pi_theta(a_t | s_t),    w_t = min(exp(temperature A_t), limit)
 * </pre>
 *
 * <p>One pass of the paper's loop, on logged steps alone. What {@code pfm-advantage} makes of the
 * same advantages by a flow, this makes by weights.
 *
 * <p>Differs from the paper: rewards are learned; advantages are in their standard deviations, as
 * labels leave the unit of rewards open, and by generalised estimates where the paper has
 * TD(lambda) returns less values, which is the same sum; it starts at the reference and keeps its
 * deviations.
 */
public final class PAwr extends DeclaredMethod<PAwr.Hyper> {
  /** The settings. */
  public record Hyper(
      @Inline AdvantageWeights weights,
      @Inline LearnedReward reward,
      LoggedAdvantages.Settings advantage,
      @Inline(without = {"warm-up", "max-gradient-norm"})
          @Help(of = "batch-size", value = "logged steps per gradient step, >= 1")
          @Help(of = "validation-share", value = "share of the episodes held out, in [0, 0.5]")
          Fitting fitting) {}

  /** Creates the method. */
  public PAwr() {
    super(
        "p-awr",
        "Advantage-weighted regression on a learned reward (Peng et al. 2019, arXiv 1910.00177)",
        Family.OFFLINE,
        new Hyper(
            new AdvantageWeights(1, 20),
            LearnedReward.defaults(),
            LoggedAdvantages.Settings.defaults(),
            Fitting.of(3e-4, Schedule.COSINE, 256, 10_000, 0.05)));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    GaussianHead.checkReference(prospect, id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private GaussianPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, id());
    LoggedSteps log = LoggedSteps.of(input);
    float[] rewards = hyper.reward.of(log, input, context);
    float[] advantages = LoggedAdvantages.of(log, rewards, hyper.advantage, context);
    FloatMatrix inputs = reference.standardizer().apply(log.transitions().observations());
    FloatMatrix latents = reference.latents(log.transitions().actions());
    Learner learner = hyper.fitting.learner(context.ledger());
    GaussianHead head = new GaussianHead(learner, reference, false);
    learner.fit(
        hyper.fitting,
        hyper.fitting.batchesOfGroups(log.lengths(), context.seed()),
        context.monitor(),
        (pass, rows) -> {
          NDArray weights = hyper.weights.of(pass, pass.rows(advantages, rows));
          return head.logProbabilities(pass, pass.rows(inputs, rows), pass.rows(latents, rows))
              .mul(weights)
              .mean()
              .neg();
        },
        head::policy);
    return head.policy();
  }
}
