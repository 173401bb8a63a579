package org.prefbench.method.direct;

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
import org.prefbench.generative.latent.GeneratorStart;
import org.prefbench.generative.latent.LatentInference;
import org.prefbench.generative.latent.LatentVariablePolicy;
import org.prefbench.generative.latent.VariationalAutoencoder;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Policy;
import org.prefbench.segment.Beta;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.PairTerms;
import org.prefbench.segment.SegmentArrays;
import org.prefbench.segment.SegmentLikelihood;

/**
 * Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290, equation 7) of a
 * generator, which has no density: the answer is taken to be the action together with the latent
 * vector that it was drawn from, whose law stays, so that only the density given both is left in
 * the ratio.
 *
 * <pre>
 * D(segment) = sum_t log pi_theta(a_t | z_t, x_t) - log pi_ref(a_t | z_t, x_t),   z_t = e(a_t, x_t)
 * L(theta)   = - E [ p log sigmoid(beta u) + (1 - p) log sigmoid(-beta u) ],      u = D(first) - D(second)
 * </pre>
 *
 * <p>The divergence of (z, a) from the reference's is no smaller than that of a, so that beta holds
 * on to the reference at least as strongly as without latents. The latents of a labelled action are
 * not told: {@link LatentInference} finds them. That is how Kim et al. 2024 (arXiv 2405.19806,
 * section 5.1) can train DPO on images: their generator has a head for the deviation of Gaussian
 * noise.
 *
 * <p>Differs from the paper: see above; ties have p = 1/2, skipped pairs are left out, deviations
 * are not trained where the network does not compute them, and the last state is kept unless told
 * otherwise.
 */
public final class LatentDpo implements AlgorithmFactory<LatentDpo.Hyper> {
  /** The settings. */
  public record Hyper(
      @Inline Beta strength,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting,
      @Inline GeneratorStart generator,
      LatentInference.Setting inference) {}

  @Override
  public String id() {
    return "latent-dpo";
  }

  @Override
  public String title() {
    return "DPO of a generator given its latents (Rafailov et al. 2023; Kim et al. 2024, section 5.1)";
  }

  @Override
  public Family family() {
    return Family.DIRECT;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        new Beta(1),
        Fitting.of(1e-4, Schedule.COSINE, 64, 2_000, 0.1).clipped(10).warmedUp(100),
        new GeneratorStart(GeneratorStart.Start.FITTED, VariationalAutoencoder.ofImages(4_000)),
        new LatentInference.Setting(512, 2_000));
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
    PairArrays pairs = withLatents(PairArrays.of(input.preferences()), hyper, reference, context);
    Learner learner = hyper.fitting.learner(context.ledger());
    SegmentLikelihood likelihood =
        new SegmentLikelihood(pairs.segments(), reference.conditional(), learner, false);
    float beta = (float) hyper.strength.beta();
    learner.fit(
        hyper.fitting,
        hyper.fitting.batches(pairs.pairs(), context.seed()),
        context.monitor(),
        Objective.fromIdle(
            (pass, rows) -> {
              PairTerms terms = new PairTerms(pass, pairs, likelihood, rows);
              if (pass.watched()) {
                pass.metric("margin", terms.margins().abs());
              }
              return Losses.logistic(
                      terms.margins().mul(pass.scalar(beta)), terms.probabilityFirst())
                  .mean();
            }),
        () -> reference.with(likelihood.policy()));
    return reference.with(likelihood.policy());
  }

  /** Returns the pairs with latents before what was observed. */
  private static PairArrays withLatents(
      PairArrays pairs, Hyper hyper, LatentVariablePolicy reference, TrainingContext context) {
    SegmentArrays segments = pairs.segments();
    LatentInference inference =
        LatentInference.fit(
            hyper.inference, reference, segments.observations().select(segments.steps()), context);
    FloatMatrix latents = inference.latents(segments.observations(), segments.actions());
    return new PairArrays(
        new SegmentArrays(
            segments.segments(),
            segments.length(),
            latents.beside(segments.observations()),
            segments.actions(),
            segments.mask()),
        pairs.probabilityFirst(),
        pairs.annotator(),
        pairs.annotators());
  }
}
