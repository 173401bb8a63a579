package org.prefbench.method.planning;

import java.util.EnumSet;
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
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;

/**
 * The exact best-of-n planner: at every step it rolls the reference out n times from the present
 * state, on a fork of the simulator, and executes the first action of the roll-out with the largest
 * sum of true rewards (of the first such, in a tie). With n = 2 and an oracle as teacher the law of
 * its plan is
 *
 * <pre>
 * p1(y | x) = 2 pi_ref(y | x) P(R(y) &gt; R(y') | y' ~ pi_ref(. | x)),
 * </pre>
 *
 * the very target of preference flow matching, reached without learning; it appears as "Planning"
 * in Kim et al. 2024 (arXiv 2405.19806), appendix B. Its deterministic form is the reference's,
 * because n roll-outs that never differ leave nothing to choose.
 */
public final class BestOfN implements AlgorithmFactory<BestOfN.Hyper> {

  /** Hyperparameters. */
  public record Hyper(
      @Help("number of roll-outs compared, >= 1; the paper: 2") int n,
      @Help("steps per roll-out; 0 takes the longest segment of the preference pairs")
          int segmentLength) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("n", n, 1);
      Checks.atLeast("segment-length", segmentLength, 0);
    }
  }

  @Override
  public String id() {
    return "best-of-n";
  }

  @Override
  public String title() {
    return "Exact best-of-n planning by true rewards (Kim et al. 2024, arXiv 2405.19806, appendix B)";
  }

  @Override
  public Family family() {
    return Family.BOUND;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(2, 0);
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return EnumSet.of(Needs.LOOK_AHEAD, Needs.TRUE_REWARDS);
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requireReference(id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> plan(hyper, input, context);
  }

  private static Policy plan(Hyper hyper, TrainingInput input, TrainingContext context) {
    int length =
        hyper.segmentLength() > 0
            ? hyper.segmentLength()
            : input.preferences().pairs().stream().mapToInt(PreferencePair::length).max().orElse(0);
    Checks.require(length > 0, "segment-length 0 needs preference pairs to take it from");
    Planner planner = new Planner(input.requireReference(), hyper.n(), length);
    context.monitor().progress(1, 1);
    if (context.monitor().checkpointDue(1, 1)) {
      context.monitor().checkpoint(1, 1, Double.NaN, () -> planner);
    }
    return planner;
  }

  /** The planner as a policy. */
  record Planner(Policy reference, int n, int length) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      return new Planning(this, environment, seeds);
    }

    @Override
    public Policy deterministic() {
      return reference.deterministic();
    }
  }

  /** Plans at every step. */
  private static final class Planning implements Actor {
    private final Planner planner;
    private final LookAhead lookAhead;
    private final Seed[] seeds;
    private final FloatMatrix actions;
    private final double[] best;
    private long step;

    Planning(Planner planner, EnvironmentAccess environment, Seed[] seeds) {
      this.planner = planner;
      this.seeds = seeds.clone();
      lookAhead = new LookAhead(environment, planner.reference(), planner.length(), true);
      actions = new FloatMatrix(seeds.length, environment.spec().actions().size());
      best = new double[seeds.length];
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      Seed[] streams = new Seed[seeds.length];
      int size = actions.columns();
      for (int candidate = 0; candidate < planner.n(); candidate++) {
        for (int i = 0; i < seeds.length; i++) {
          streams[i] = seeds[i].child(step).child(candidate);
        }
        lookAhead.rollOut(observations, streams);
        FloatMatrix plan = lookAhead.actions();
        for (int i = 0; i < seeds.length; i++) {
          double sum = lookAhead.sumOfRewards(i);
          if (candidate == 0 || sum > best[i]) {
            best[i] = sum;
            System.arraycopy(plan.values(), i * plan.columns(), actions.values(), i * size, size);
          }
        }
      }
      step++;
      return actions;
    }
  }
}
