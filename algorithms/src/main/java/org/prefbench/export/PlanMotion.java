package org.prefbench.export;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.policy.Policy;

/**
 * How a flow moves the plans that its source proposes in one state: the solution of its ODE at
 * several times, as the policy's own solver has it.
 *
 * @param times where the plans are seen, from 0 (as proposed) to 1 (as executed); the times of
 *     several maps are laid end to end
 * @param plans at each time, {@code [times][plans, length * act]}, actions step after step
 */
public record PlanMotion(List<Double> times, List<FloatMatrix> plans) {
  /** Copies the lists. */
  public PlanMotion {
    times = List.copyOf(times);
    plans = List.copyOf(plans);
  }

  /**
   * Returns what becomes of plans in a state.
   *
   * @param lookAhead what the policy may see of forks
   * @param state of the environment
   * @param count how many plans
   * @param intervals how many equal steps of time there are between the times
   * @param seed root of the streams of the plans: {@code seed.child(i)} is that of the i-th
   * @return nothing if the policy is none that moves plans
   * @throws org.prefbench.algorithm.DivergedException if a plan leaves the finite numbers
   */
  public static Optional<PlanMotion> of(
      Policy policy,
      EnvironmentFactory environment,
      LookAhead lookAhead,
      double[] state,
      int count,
      int intervals,
      Seed seed) {
    if (!(policy instanceof FlowPolicy flow) || flow.maps().isEmpty()) {
      return Optional.empty();
    }
    VectorEnvironment copies = new VectorEnvironment(environment, count);
    Seed[] streams = new Seed[count];
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      copies.reset(i, state);
      streams[i] = seed.child(i);
      rows[i] = i;
    }
    EnvironmentAccess access = new EnvironmentAccess(copies, lookAhead, new Ledger());
    FloatMatrix contexts = copies.observations().select(rows);
    FloatMatrix sources =
        flow.source().start(access, flow.length()).propose(copies.observations(), streams);
    double[] times = new double[intervals + 1];
    Arrays.setAll(times, k -> k / (double) intervals);
    FloatMatrix[] passed = flow.paths(contexts, sources.select(rows), times);
    return Optional.of(new PlanMotion(Arrays.stream(times).boxed().toList(), List.of(passed)));
  }
}
