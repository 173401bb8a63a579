package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.InvalidInputException;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.PairArrays;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Policy;

/**
 * Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290, equation 7) on segments:
 * fine-tunes a copy of the reference.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * u          = D(first) - D(second)
 * L(theta)   = - E [ p log sigmoid(beta u) + (1 - p) log sigmoid(-beta u) ]
 * </pre>
 *
 * <p>with p = 1 or 0 where the first or the second segment won, and 1/2 for a tie. The dynamics
 * cancel in D, so each segment counts at the states that it visited itself (as in Hejna et al.
 * 2023, "Contrastive preference learning", arXiv 2310.13639). Its optimum is pi_ref(y) exp(E
 * log-odds of winning / beta) up to a constant.
 *
 * <p>Differs from the paper: its responses are token sequences, here a response is a segment of
 * continuous actions under a Gaussian; soft labels for ties are added; skipped pairs are left out;
 * the learning rate falls along a cosine. Kim et al. 2024 (arXiv 2405.19806) search beta in 0.01 ..
 * 100 by the test return; here it is a number. L is minus the log-probability that the implicit
 * reward beta D gives to the labels, so the losses on held-out pairs compare across beta, and a
 * study can choose by them without looking at a return. The reference needs a density, so it must
 * come from {@code bc}.
 */
public final class Dpo implements AlgorithmFactory<Dpo.Hyper> {
  /** The hyperparameters. */
  public record Hyper(
      @Help("strength of the pull to the reference, > 0 (usual in language: 0.1)") double beta,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Hyper {
      Checks.positive("beta", beta);
    }
  }

  @Override
  public String id() {
    return "dpo";
  }

  @Override
  public String title() {
    return "Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290)";
  }

  @Override
  public Family family() {
    return Family.DIRECT;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(0.1, new Fitting(1e-4, Schedule.COSINE, 64, 2_000, 10, 0.1));
  }

  @Override
  public Set<Needs> needs(Hyper hyperparameters) {
    return Set.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  public Algorithm create(Hyper hyperparameters) {
    return (input, context) -> train(hyperparameters, input, context);
  }

  private static Policy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    if (!(input.requireReference() instanceof GaussianPolicy reference)) {
      throw new InvalidInputException(
          "dpo needs a Gaussian reference policy with known density, such as bc trains, got a "
              + input.requireReference().getClass().getSimpleName());
    }
    PairArrays pairs = PairArrays.of(input.preferences());
    Learner learner = hyper.fitting.learner(context.ledger());
    Objective objective = new Objective(hyper.beta, pairs, reference, learner);
    learner.fit(
        hyper.fitting.steps(),
        hyper.fitting.batches(pairs.pairs(), context.seed()),
        context.monitor(),
        objective::loss,
        objective.policy::policy);
    return objective.policy.policy();
  }

  /** The loss on the pairs, with all that does not change during training. */
  static final class Objective {
    private final float beta;
    private final int length;
    private final GaussianHead policy;
    private final FloatMatrix observations; // [pairs, 2 * length * obs]
    private final FloatMatrix latents; // [pairs, 2 * length * act]
    private final FloatMatrix mask; // [pairs, 2 * length]
    private final FloatMatrix reference; // [pairs, 2 * length], log-densities of the latents
    private final float[] probabilityFirst;

    Objective(double beta, PairArrays pairs, GaussianPolicy reference, Learner learner) {
      this.beta = (float) beta;
      length = pairs.length();
      policy = new GaussianHead(learner, reference);
      observations = pairs.perPair(reference.standardizer().apply(pairs.observations()));
      FloatMatrix flatLatents = reference.latents(pairs.actions());
      latents = pairs.perPair(flatLatents);
      mask = pairs.perPair(pairs.mask());
      probabilityFirst = pairs.probabilityFirst();
      double[] logs = reference.logProbabilities(pairs.observations(), pairs.actions());
      double[] volumes = reference.logVolumes(flatLatents);
      this.reference = new FloatMatrix(pairs.pairs(), 2 * length);
      for (int i = 0; i < logs.length; i++) {
        this.reference.values()[i] = (float) (logs[i] + volumes[i]);
      }
    }

    /** Returns the mean loss of the pairs {@code rows}. */
    NDArray loss(Pass pass, int[] rows) {
      NDArray target = pass.rows(probabilityFirst, rows);
      NDArray z = logRatioDifferences(pass, rows).mul(pass.scalar(beta));
      // - p log sigmoid(z) - (1 - p) log sigmoid(-z) = softplus(z) - p z
      return Activation.softPlus(z).sub(target.mul(z)).mean();
    }

    /** Returns u of every pair, {@code [rows]}. */
    private NDArray logRatioDifferences(Pass pass, int[] rows) {
      long steps = 2L * length * rows.length;
      NDArray logs =
          policy.logProbabilities(
              pass,
              pass.rows(observations, rows).reshape(steps, -1),
              pass.rows(latents, rows).reshape(steps, -1));
      NDArray ratios =
          logs.reshape(rows.length, 2L * length)
              .sub(pass.rows(reference, rows))
              .mul(pass.rows(mask, rows))
              .reshape(rows.length, 2, length)
              .sum(new int[] {2});
      return ratios.get(":, 0").sub(ratios.get(":, 1"));
    }
  }
}
