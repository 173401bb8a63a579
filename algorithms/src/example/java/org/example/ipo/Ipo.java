package org.example.ipo;

import ai.djl.ndarray.NDArray;
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
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.PairArrays;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Policy;

/**
 * Identity preference optimisation (Azar et al. 2023, "A general theoretical paradigm to understand
 * learning from human preferences", arXiv 2310.12036, equation 17) on segments, as an example of a
 * method that comes from outside: this file and one line in {@code META-INF/services} are all that
 * a method needs.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * u          = D(first) - D(second)
 * L(theta)   = E [ (u - (2 p - 1) / (2 tau))^2 ]
 * </pre>
 *
 * <p>with p = 1 or 0 where the first or the second segment won, and 1/2 for a tie. Where DPO pushes
 * u without end if one side always wins, IPO stops at a margin of 1 / (2 tau): the smaller tau, the
 * further from the reference.
 *
 * <p>Differs from the paper: a response is a segment of continuous actions under a Gaussian instead
 * of a sequence of tokens; u is the sum over the steps, not divided by their number; ties are kept
 * (their target is 0); skipped pairs are left out.
 *
 * <p>The parts, in the order in which one writes them:
 *
 * <ol>
 *   <li>a record of hyperparameters that validates itself and explains each of them; {@code
 *       prefbench method show ipo-example} prints it, a study file and {@code --set} override it;
 *   <li>id, title with the source, defaults, and what the method touches: the runner hands out
 *       nothing that is not declared in {@code needs};
 *   <li>{@code train}, a function of the input and the seed alone; it offers checkpoints through
 *       {@code context.monitor()} (here {@code Learner.fit} does) and counts its costs in {@code
 *       context.ledger()}.
 * </ol>
 */
public final class Ipo implements AlgorithmFactory<Ipo.Hyper> {
  /** The hyperparameters. */
  public record Hyper(
      @Help("margin 1 / (2 tau) at which a preference is learned well enough, > 0") double tau,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Hyper {
      Checks.positive("tau", tau);
    }
  }

  @Override
  public String id() {
    return "ipo-example";
  }

  @Override
  public String title() {
    return "Identity preference optimisation (Azar et al. 2023, arXiv 2310.12036), a plug-in";
  }

  @Override
  public Family family() {
    return Family.DIRECT;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(0.1, new Fitting(1e-4, Schedule.COSINE, 64, 2_000, 10, 0.1)); // tau of the TRL library
  }

  /** The loss needs the reference's densities, so the reference is no black box here. */
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
          "ipo-example needs a Gaussian reference policy, such as bc trains, got a "
              + input.requireReference().getClass().getSimpleName());
    }
    PairArrays pairs = PairArrays.of(input.preferences());
    Learner learner = hyper.fitting.learner(context.ledger());
    Objective objective = new Objective(hyper.tau, pairs, reference, learner);
    Minibatches batches =
        hyper.fitting.batches(pairs.pairs(), context.seed());
    learner.fit(hyper.fitting.steps(), batches, context.monitor(), objective::loss, objective.policy::policy);
    return objective.policy.policy();
  }

  /** The loss on the pairs, with all that does not change during training worked out once. */
  private static final class Objective {
    private final float margin;
    private final int length;
    private final GaussianHead policy; // starts as a copy of the reference
    private final FloatMatrix observations; // [pairs, 2 * length * obs], standardised
    private final FloatMatrix latents; // [pairs, 2 * length * act], actions before any squashing
    private final FloatMatrix mask; // [pairs, 2 * length], 0 for padding
    private final FloatMatrix reference; // [pairs, 2 * length], log pi_ref of the latents
    private final float[] probabilityFirst;

    Objective(double tau, PairArrays pairs, GaussianPolicy reference, Learner learner) {
      margin = (float) (1 / (2 * tau));
      length = pairs.length();
      policy = new GaussianHead(learner, reference);
      observations = pairs.perPair(reference.standardizer().apply(pairs.observations()));
      FloatMatrix flatLatents = reference.latents(pairs.actions());
      latents = pairs.perPair(flatLatents);
      mask = pairs.perPair(pairs.mask());
      probabilityFirst = pairs.probabilityFirst();
      // a tanh at the end of the policy adds the same volume to both densities of a ratio: drop it
      double[] logs = reference.logProbabilities(pairs.observations(), pairs.actions());
      double[] volumes = reference.logVolumes(flatLatents);
      this.reference = new FloatMatrix(pairs.pairs(), 2 * length);
      for (int i = 0; i < logs.length; i++) {
        this.reference.values()[i] = (float) (logs[i] + volumes[i]);
      }
    }

    /** Returns the mean loss of the pairs {@code rows}, a scalar. */
    NDArray loss(Pass pass, int[] rows) {
      NDArray target =
          pass.rows(probabilityFirst, rows).mul(pass.scalar(2)).sub(1f).mul(pass.scalar(margin));
      return logRatioDifferences(pass, rows).sub(target).square().mean();
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
