package org.prefbench.method.reward;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.generative.latent.GeneratorHead;
import org.prefbench.generative.latent.GeneratorStart;
import org.prefbench.generative.latent.LatentVariablePolicy;
import org.prefbench.generative.latent.VariationalAutoencoder;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Policy;
import org.prefbench.reward.DifferentiableReward;
import org.prefbench.segment.Beta;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.SegmentArrays;

/**
 * Reinforcement learning from human feedback of a generator, which has no density: a Bradley-Terry
 * reward of the pairs (Christiano et al. 2017, arXiv 1706.03741), then steps up its gradient, which
 * goes through the drawn action into the generator's parameters (Clark et al. 2024, "Directly
 * fine-tuning diffusion models on differentiable rewards", arXiv 2309.17400), held to the reference
 * latent by latent:
 *
 * <pre>
 * maximise  E_z [ r(x, a) - beta KL( N(mu, sigma^2)(z, x) || N(mu_ref, sigma_ref^2)(z, x) ) ],
 *           z ~ N(0, I),   a = mu(z, x) + sigma(z, x) e,   e ~ N(0, I)
 * </pre>
 *
 * <p>The mean divergence given z is that of (z, a), no smaller than that of a: beta holds on to the
 * reference at least as strongly as in {@code rlhf}. The observations are those of the labelled
 * pairs, so that nothing is rolled out.
 *
 * <p>Differs from the papers: a gradient through the action in place of proximal policy
 * optimisation, whose likelihood ratios in as many coordinates as an image has leave no signal;
 * each step is a task of its own.
 */
public final class LatentRlhf implements AlgorithmFactory<LatentRlhf.Hyper> {
  /** The settings. */
  public record Hyper(
      @Inline @Help(of = "beta", value = "weight of the divergence from the reference, > 0")
          Beta strength,
      @Inline(without = {"validation-share", "keep"})
          @Help(of = "batch-size", value = "draws of the generator per step, >= 1")
          Fitting fitting,
      @Inline GeneratorStart generator,
      DifferentiableReward.Setting reward) {}

  @Override
  public String id() {
    return "latent-rlhf";
  }

  @Override
  public String title() {
    return "RLHF of a generator: Bradley-Terry reward, then its gradient (Christiano et al. 2017; Clark et al. 2024)";
  }

  @Override
  public Family family() {
    return Family.REWARD;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        new Beta(1),
        Fitting.of(1e-4, Schedule.COSINE, 64, 2_000, 0).clipped(10).warmedUp(100),
        new GeneratorStart(GeneratorStart.Start.FITTED, VariationalAutoencoder.ofImages(4_000)),
        DifferentiableReward.Setting.defaults());
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return hyper.generator.needs();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    hyper.generator.check(id(), prospect);
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private Policy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    LatentVariablePolicy reference = hyper.generator.generator(id(), input, context);
    PairArrays pairs = PairArrays.of(input.preferences());
    DifferentiableReward reward = DifferentiableReward.fit(pairs, hyper.reward, context);
    SegmentArrays segments = pairs.segments();
    FloatMatrix observations = segments.observations().select(segments.steps());
    Seed seed = context.seed().child("generator");
    Learner learner = hyper.fitting.learner(context.ledger());
    GeneratorHead head = new GeneratorHead(learner, reference);
    learner.fit(
        hyper.fitting,
        hyper.fitting.batches(observations.rows(), seed),
        context.monitor(),
        Objective.of(
            (pass, rows) ->
                loss(
                    pass,
                    hyper.strength.beta(),
                    head,
                    reward,
                    observations.select(rows),
                    seed.child("draws").child(learner.steps()).generator())),
        head::policy);
    return head.policy();
  }

  private static NDArray loss(
      Pass pass,
      double beta,
      GeneratorHead head,
      DifferentiableReward reward,
      FloatMatrix observations,
      RandomStream random) {
    GeneratorHead.Draw draw = head.draw(pass, observations, random);
    NDArray rewards = reward.of(pass, pass.array(observations), draw.actions());
    NDArray divergences = draw.divergences();
    if (pass.watched()) {
      pass.metric("learned-reward", rewards);
      pass.metric("divergence", divergences);
    }
    return divergences.mul(pass.scalar((float) beta)).sub(rewards).mean();
  }
}
