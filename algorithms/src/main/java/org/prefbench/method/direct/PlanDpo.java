package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.generative.GaussianPlans;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.segment.Beta;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.WinnerLoss;

/**
 * Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290, equation 7) of open-loop
 * plans: as in preference flow matching (Kim et al. 2024, arXiv 2405.19806) a response y is all of
 * a segment's actions, given its first state alone, so that both methods learn from the same.
 *
 * <pre>
 * pi(y | s_1) = N(mu(s_1), diag sigma^2),   y = (a_1 .. a_k)
 * L(theta)    = - E log sigmoid(beta [ D(y winner) - D(y loser) ]),   D = log pi_theta - log pi_ref
 * </pre>
 *
 * <p>pi_ref is no policy of single steps, whose plans have no density without a simulator: its mean
 * is fitted to stretches of the data by least squares, its deviations are those of the pairs' own
 * plans around that mean, for pairs are draws of the reference. Acting, the policy plans anew at
 * every step and takes the first action, of which a Gaussian with independent coordinates has the
 * law at hand. A segment that ends early is filled up with zeros, as in preference flow matching.
 *
 * <p>Differs from the paper: continuous plans under a Gaussian; a reference of its own, so the
 * given one is not touched; deviations stay. Ties are kept; skipped pairs are left out.
 */
public final class PlanDpo implements AlgorithmFactory<PlanDpo.Hyper> {
  private static final Loss LOSS = new Loss();

  /** The settings. */
  public record Hyper(
      @Inline Beta strength,
      @Help(ContrastiveMethod.KL_BUDGET_HELP) double klBudget,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting,
      @Inline GaussianPlans plans) {
    /** Validates. */
    public Hyper {
      Checks.require(klBudget > 0, "kl-budget must be > 0, got %s", klBudget);
    }
  }

  /** The loss, on plans as single actions of many coordinates. */
  private static final class Loss extends ContrastiveMethod<Beta> {
    Loss() {
      super("plan-dpo", "DPO of plans (2023)", Normalise.SUM, new Beta(0.1));
    }

    @Override
    public WinnerLoss loss(Beta strength) {
      float beta = (float) strength.beta();
      return (pass, batch, winner, loser) -> {
        NDArray behind = loser.logRatios().sub(winner.logRatios());
        return Losses.softplus(behind.mul(pass.scalar(beta)));
      };
    }
  }

  @Override
  public String id() {
    return LOSS.id();
  }

  @Override
  public String title() {
    return "DPO of open-loop plans, on the information of PFM (Rafailov et al. 2023, arXiv 2305.18290)";
  }

  @Override
  public Family family() {
    return LOSS.family();
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        LOSS.defaults().loss(),
        LOSS.defaults().klBudget(),
        LOSS.defaults().fitting(),
        new GaussianPlans(256, 2, Fitting.of(3e-4, Schedule.COSINE, 256, 5_000, 0.1)));
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
    Space actions = input.environment().actions();
    List<PreferencePair> given = input.preferences().pairs();
    int length = given.stream().mapToInt(PreferencePair::length).max().orElseThrow();
    List<PreferencePair> pairs =
        given.stream()
            .map(
                pair ->
                    new PreferencePair(
                        GaussianPlans.asAction(pair.first(), length),
                        GaussianPlans.asAction(pair.second(), length),
                        pair.label(),
                        pair.annotator()))
            .toList();
    List<Segment> plans =
        pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
    GaussianPolicy reference =
        hyper.plans.fit(input.trajectories().episodes(), length, plans, context);
    TrainingInput planning =
        new TrainingInput(
            input.environment(),
            Optional.of(reference),
            input.trajectories(),
            new PreferenceDataset(input.preferences().environment(), pairs, Map.of()),
            Optional.empty(),
            Optional.empty());
    Policy trained =
        LOSS.create(
                new ContrastiveMethod.Settings<>(
                    hyper.strength, Normalise.SUM, false, hyper.klBudget, hyper.fitting))
            .train(
                planning,
                new TrainingContext(
                    context.seed(), context.ledger(), new Acting(context.monitor(), actions)));
    return GaussianPlans.firstAction((GaussianPolicy) trained, actions);
  }

  /** Offers policies that act in place of those that plan. */
  private record Acting(Monitor monitor, Space actions) implements Monitor {
    @Override
    public int checkpoints() {
      return monitor.checkpoints();
    }

    @Override
    public boolean keepsMetrics() {
      return monitor.keepsMetrics();
    }

    @Override
    public void progress(long step, long steps) {
      monitor.progress(step, steps);
    }

    @Override
    public void metric(String name, long step, double value) {
      monitor.metric(name, step, value);
    }

    @Override
    public void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy) {
      monitor.checkpoint(
          step,
          steps,
          validationLoss,
          () -> GaussianPlans.firstAction((GaussianPolicy) policy.get(), actions));
    }
  }
}
