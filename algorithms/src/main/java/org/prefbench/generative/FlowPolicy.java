package org.prefbench.generative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Acts by a receding horizon: takes a plan from its source, moves it by the learned maps, executes
 * the first of its actions and plans anew.
 *
 * @param source proposes the plans
 * @param length steps per plan
 * @param maps applied one after the other; none leaves the plans as they are
 * @param executed how many actions of a plan are executed before the next plan
 */
public record FlowPolicy(PlanSource source, int length, List<FlowMap> maps, int executed)
    implements TransportPolicy {
  /** Copies the list. */
  public FlowPolicy {
    maps = List.copyOf(maps);
  }

  /** Returns the policy with one more map at the end. */
  public FlowPolicy with(FlowMap map) {
    List<FlowMap> more = new ArrayList<>(maps);
    more.add(map);
    return new FlowPolicy(source, length, more, executed);
  }

  /** Returns the policy that executes whole plans, so that its segments follow the maps' law. */
  public FlowPolicy openLoop() {
    return new FlowPolicy(source, length, maps, length);
  }

  /** The maps stay; what they move is proposed without sampling, such as the mean plan. */
  @Override
  public Policy deterministic() {
    return new FlowPolicy(source.deterministic(), length, maps, executed);
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    return new Planning(environment, seeds);
  }

  @Override
  public FloatMatrix transport(FloatMatrix contexts, FloatMatrix sources) {
    FloatMatrix points = sources;
    for (FlowMap map : maps) {
      points = map.runner().transport(contexts, points);
    }
    return points;
  }

  /** The maps' times are laid end to end: with two maps, 0.5 is the end of the first. */
  @Override
  public FloatMatrix[] paths(FloatMatrix contexts, FloatMatrix sources, double[] times) {
    FloatMatrix[] result = new FloatMatrix[times.length];
    FloatMatrix points = sources;
    int done = 0;
    for (int m = 0; m < maps.size(); m++) {
      int next = done;
      while (next < times.length && times[next] * maps.size() <= m + 1) {
        next++;
      }
      double[] local = new double[next - done + 1];
      for (int k = done; k < next; k++) {
        local[k - done] = times[k] * maps.size() - m;
      }
      local[next - done] = 1;
      FloatMatrix[] passed = maps.get(m).runner().paths(contexts, points, local);
      System.arraycopy(passed, 0, result, done, next - done);
      points = passed[next - done];
      done = next;
    }
    Arrays.fill(result, done, times.length, points); // without maps nothing moves
    return result;
  }

  @Override
  public double[] logDensityChange(FloatMatrix contexts, FloatMatrix sources) {
    double[] change = new double[sources.rows()];
    FloatMatrix points = sources;
    for (FlowMap map : maps) {
      points = map.runner().transport(contexts, points, change);
    }
    return change;
  }

  /** Plans for all copies at once; what happens in a copy depends on that copy alone. */
  private final class Planning implements Actor {
    private final EnvironmentAccess environment;
    private final Seed[] seeds;
    private final PlanSource.Planner planner;
    private final List<FlowMap.Runner> runners = maps.stream().map(FlowMap::runner).toList();
    private final FloatMatrix plan;
    private final FloatMatrix actions;
    private long step;

    Planning(EnvironmentAccess environment, Seed[] seeds) {
      this.environment = environment;
      this.seeds = seeds.clone();
      int size = environment.spec().actions().size();
      int observed = environment.spec().observations().size();
      for (FlowMap map : maps) {
        Checks.require(
            map.segments().size() == length * size && map.contexts().size() == observed,
            "a flow of %d values given %d does not fit plans of %d steps of %d actions given %d",
            map.segments().size(),
            map.contexts().size(),
            length,
            size,
            observed);
      }
      planner = source.start(environment, length);
      actions = new FloatMatrix(seeds.length, size);
      plan = new FloatMatrix(seeds.length, length * actions.columns());
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      int position = (int) (step % executed);
      if (position == 0) {
        plan(observations);
      }
      int size = actions.columns();
      for (int i = 0; i < seeds.length; i++) {
        System.arraycopy(
            plan.values(), i * plan.columns() + position * size, actions.values(), i * size, size);
      }
      step++;
      return actions;
    }

    private void plan(FloatMatrix observations) {
      Seed[] streams = new Seed[seeds.length];
      Arrays.setAll(streams, i -> seeds[i].child(step));
      FloatMatrix sources = planner.propose(observations, streams);
      int[] acting = environment.acting();
      FloatMatrix contexts = observations.select(acting);
      FloatMatrix points = sources.select(acting);
      for (FlowMap.Runner runner : runners) {
        long before = runner.evaluations();
        points = runner.transport(contexts, points);
        environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, runner.evaluations() - before);
      }
      for (int k = 0; k < acting.length; k++) {
        System.arraycopy(
            points.values(),
            k * plan.columns(),
            plan.values(),
            acting[k] * plan.columns(),
            plan.columns());
      }
    }
  }
}
