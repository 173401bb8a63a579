package org.prefbench.method.flow;

import ai.djl.ndarray.NDArray;
import java.util.List;
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
import org.prefbench.core.InvalidInputException;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowPlans;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.NoiseFlow;
import org.prefbench.generative.NoisePlans;
import org.prefbench.generative.PlanPairs;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;
import org.prefbench.segment.Beta;

/**
 * Direct preference optimisation of a flow policy (Wallace et al. 2023, "Diffusion model alignment
 * using direct preference optimization", arXiv 2311.12908, equation 14) on plans: log-ratios are
 * replaced by how much smaller the error of the velocity has become, so no density is needed.
 *
 * <pre>
 * l(y)     = || v(t, (1 - t) e + t y | x) - (y - e) ||^2 / d
 * z        = - beta / 2 [ (l_theta(y_1) - l_theta(y_2)) - (l_ref(y_1) - l_ref(y_2)) ]
 * L(theta) = - E [ p log sigmoid(z) + (1 - p) log sigmoid(-z) ]
 * </pre>
 *
 * <p>with y_1, y_2 the plans of a pair, p = 1, 0 or 1/2 where the first or the second won or
 * neither, and one draw of t uniform in [0, 1] and e ~ N(0, I) for both plans and both flows. It is
 * ln 2 at the reference. Acting is that of {@code flow-bc}.
 *
 * <p>The reference is a flow from noise: one of its own, fitted to the data as {@code flow-bc} is
 * ({@code start: fitted}; the given reference is then not touched), or the given one, where that is
 * such a flow ({@code start: given}).
 *
 * <p>Differs from the paper: straight paths and velocities instead of a diffusion and its noise;
 * beta is of the order of 100 and not 5,000, with the mean over few coordinates; the 1/2 stands
 * beside beta as in the authors' code. Skipped pairs are left out; the state with the smallest loss
 * on held-out pairs is kept.
 */
public final class FlowDpo implements AlgorithmFactory<FlowDpo.Hyper> {
  /** Which flow is fine-tuned. */
  public enum Start {
    /** One fitted to the data. */
    FITTED,
    /** The reference. */
    GIVEN
  }

  /** The settings. */
  public record Hyper(
      @Inline
          @Help(
              of = "beta",
              value = "strength of the pull to the reference, > 0 (images: 2000 to 5000)")
          Beta strength,
      @Help("the flow that is fine-tuned: fitted to the data, or the given reference") Start start,
      @Help("actions executed per plan, >= 1") int rolloutFrequency,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting,
      FlowPlans reference) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
    }
  }

  @Override
  public String id() {
    return "flow-dpo";
  }

  @Override
  public String title() {
    return "Diffusion-DPO of a flow of plans (Wallace et al. 2023, arXiv 2311.12908)";
  }

  @Override
  public Family family() {
    return Family.FLOW;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        new Beta(100),
        Start.FITTED,
        1,
        Fitting.of(1e-4, Schedule.COSINE, 64, 2_000, 0.1)
            .clipped(10)
            .warmedUp(100)
            .keeping(Fitting.Keep.BEST),
        new FlowPlans(
            new VelocityNetwork.Settings(256, 3),
            new Integration(OdeMethod.MIDPOINT, 5, 1e-4),
            Fitting.of(1e-3, Schedule.COSINE, 256, 20_000, 0.05)));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return hyper.start == Start.GIVEN ? Set.of(Needs.REFERENCE_WEIGHTS) : Set.of();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    checkExecuted(hyper, prospect.segmentLength().orElseThrow());
    if (hyper.start == Start.GIVEN) {
      prospect.requireReference(id());
      prospect.reference().ifPresent(policy -> flow(policy, prospect.segmentLength().getAsInt()));
    }
  }

  private static void checkExecuted(Hyper hyper, int length) {
    Checks.require(
        hyper.rolloutFrequency <= length,
        "flow-dpo.rollout-frequency must be <= the segment length %d, got %d",
        length,
        hyper.rolloutFrequency);
  }

  /** Returns a reference as the flow from noise that it must be. */
  private static FlowPolicy flow(Policy reference, int length) {
    if (reference instanceof FlowPolicy flow
        && flow.source() instanceof NoisePlans
        && flow.maps().size() == 1
        && flow.length() == length) {
      return flow;
    }
    throw new InvalidInputException(
        "flow-dpo.start given needs a reference that is one flow from noise of plans as long as the"
            + " pairs ("
            + length
            + " steps), such as flow-bc trains, and the reference is another");
  }

  /**
   * Returns the loss of every pair, {@code [n]}.
   *
   * @param first errors of the trained flow and of the reference at the first plans, {@code [n]}
   * @param second at the second plans
   * @param probabilityFirst the labels, {@code [n]}
   */
  static NDArray loss(
      Pass pass, double beta, NDArray[] first, NDArray[] second, NDArray probabilityFirst) {
    NDArray worse = first[0].sub(second[0]).sub(first[1].sub(second[1]));
    return Losses.logistic(worse.mul(pass.scalar((float) (-beta / 2))), probabilityFirst);
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static FlowPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    List<PreferencePair> given = input.preferences().pairs();
    int length = given.stream().mapToInt(PreferencePair::length).max().orElseThrow();
    checkExecuted(hyper, length);
    FlowPolicy reference =
        hyper.start == Start.GIVEN
            ? flow(input.requireReference(), length)
            : hyper.reference.fit(
                input.trajectories().episodes(),
                length,
                1,
                new TrainingContext(
                    context.seed(), context.ledger(), context.monitor().part("reference-")));
    Fitting fitting = hyper.fitting;
    PlanPairs pairs =
        PlanPairs.of(input.preferences(), length, reference.maps().get(0), fitting, context.seed());
    Learner learner = fitting.learner(context.ledger());
    NoiseFlow flow = new NoiseFlow(learner, reference.maps().get(0));
    learner.fit(
        fitting,
        pairs.batches(),
        context.monitor(),
        Objective.fromIdle(
            (pass, rows) -> {
              NoiseFlow.Draws draws = pairs.draws(rows, learner.steps());
              int[] repeated = pairs.repeated(rows);
              NDArray[][] errors = new NDArray[2][];
              for (int side = 0; side < 2; side++) {
                errors[side] =
                    new NDArray[] {
                      flow.errors(
                          pass, draws, pairs.plans(side, repeated), pairs.starts(side, repeated)),
                      flow.startErrors(
                          pass, draws, pairs.plans(side, repeated), pairs.starts(side, repeated))
                    };
              }
              NDArray labels = pass.rows(pairs.probabilityFirst(), repeated);
              return loss(pass, hyper.strength.beta(), errors[0], errors[1], labels).mean();
            }),
        () -> FlowPlans.policy(flow.map(), length, hyper.rolloutFrequency));
    return FlowPlans.policy(flow.map(), length, hyper.rolloutFrequency);
  }
}
