package org.prefbench.method.imitation;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowPlans;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;

/**
 * Behaviour cloning by flow matching: the policy draws a plan of several actions from a flow that
 * carries noise into the plans of the data (flow matching: Lipman et al. 2023, arXiv 2210.02747;
 * plans of actions by such models: Chi et al. 2023, "Diffusion policy", arXiv 2303.04137). Unlike a
 * Gaussian it can have several modes, and its steps hang together.
 *
 * <pre>
 * L(theta) = E || v_theta(t, (1 - t) e + t y | x) - (y - e) ||^2 / d
 * </pre>
 *
 * <p>with y the actions of a stretch of k steps in the data in one vector of d numbers, x the
 * observation at its start, e ~ N(0, I) and t uniform in [0, 1]. Acting, it draws e, solves dy/dt =
 * v(t, y | x) from 0 to 1, executes the first action and plans anew.
 *
 * <p>Like {@code bc} it may be the reference of a study, for methods that need no density in closed
 * form; {@code flow-dpo} fine-tunes it. Differs from the papers: a network of plain layers, no
 * history of observations.
 */
public final class FlowBc implements AlgorithmFactory<FlowBc.Hyper> {
  /** The hyperparameters. */
  public record Hyper(
      @Help("steps per plan, >= 1 (Chi et al.: 16)") int length,
      @Help("actions executed per plan, >= 1 (Chi et al.: 8)") int rolloutFrequency,
      @Inline FlowPlans plans) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("length", length, 1);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
      Checks.require(
          rolloutFrequency <= length,
          "rollout-frequency must be <= length %d, got %d",
          length,
          rolloutFrequency);
    }
  }

  @Override
  public String id() {
    return "flow-bc";
  }

  @Override
  public String title() {
    return "Flow matching of the plans in the data (Lipman et al. 2023, arXiv 2210.02747)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        10,
        1,
        new FlowPlans(
            new VelocityNetwork.Settings(256, 3),
            new Integration(OdeMethod.MIDPOINT, 5, 1e-4),
            Fitting.of(1e-3, Schedule.COSINE, 256, 20_000, 0.05)));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) ->
        hyper.plans.fit(
            input.trajectories().episodes(), hyper.length, hyper.rolloutFrequency, context);
  }
}
