package org.prefbench.method.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.Teacher;

/**
 * Acts by a receding horizon: rolls the reference out for a segment on a fork, moves the segment's
 * actions by the learned maps, executes the first of them and plans anew.
 *
 * @param reference proposes the segments
 * @param length steps per segment
 * @param maps applied one after the other; none leaves the reference as it is
 * @param executed how many actions of a plan are executed before the next plan
 * @param judge where present, two segments are rolled out and the one that it rejects is moved
 */
record FlowPolicy(
    Policy reference, int length, List<FlowMap> maps, int executed, Optional<Teacher> judge)
    implements TransportPolicy {
  FlowPolicy {
    maps = List.copyOf(maps);
  }

  /** Returns the policy with one more map at the end. */
  FlowPolicy with(FlowMap map) {
    List<FlowMap> more = new ArrayList<>(maps);
    more.add(map);
    return new FlowPolicy(reference, length, more, executed, judge);
  }

  /** Returns the policy that executes whole plans, so that its segments follow the maps' law. */
  FlowPolicy openLoop() {
    return new FlowPolicy(reference, length, maps, length, judge);
  }

  @Override
  public Policy deterministic() {
    return new FlowPolicy(reference.deterministic(), length, maps, executed, judge);
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
    private final LookAhead lookAhead;
    private final List<FlowMap.Runner> runners = maps.stream().map(FlowMap::runner).toList();
    private final Optional<Teacher> teacher;
    private final FloatMatrix plan;
    private final FloatMatrix actions;
    private long step;

    Planning(EnvironmentAccess environment, Seed[] seeds) {
      this.environment = environment;
      this.seeds = seeds.clone();
      teacher = judge.map(rule -> rule.countingIn(environment.ledger()));
      lookAhead = new LookAhead(environment, reference, length, teacher.isPresent());
      actions = new FloatMatrix(seeds.length, environment.spec().actions().size());
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
      FloatMatrix sources = propose(observations);
      int[] acting = acting();
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

    /** Returns a segment of the reference per copy: the rejected of two, where there is a judge. */
    private FloatMatrix propose(FloatMatrix observations) {
      lookAhead.rollOut(observations, streams("first"));
      if (teacher.isEmpty()) {
        return lookAhead.actions();
      }
      FloatMatrix sources = lookAhead.actions().copy();
      int[] acting = acting();
      Segment[] firsts = Arrays.stream(acting).mapToObj(this::segment).toArray(Segment[]::new);
      lookAhead.rollOut(observations, streams("second"));
      Seed[] queries = streams("query");
      for (int k = 0; k < acting.length; k++) {
        int i = acting[k];
        if (teacher.get().label(firsts[k], segment(i), queries[i]) == Label.FIRST) {
          sources.setRow(i, lookAhead.actions().row(i)); // ties and skips leave the first
        }
      }
      return sources;
    }

    /** Returns the last roll-out of copy i as the judge wants it. */
    private Segment segment(int i) {
      int steps = lookAhead.steps(i);
      int size = actions.columns();
      float[] taken = Arrays.copyOf(lookAhead.actions().row(i), steps * size);
      return new Segment(
              lookAhead.observations(i),
              new FloatMatrix(steps, size, taken),
              new FloatMatrix(steps, 1),
              lookAhead.terminated(i) ? End.TERMINATED : End.RUNNING,
              Optional.of(DoubleMatrix.of(lookAhead.startState(i))))
          .withoutRewards();
    }

    private int[] acting() {
      int[] rows = new int[seeds.length];
      int count = 0;
      for (int i = 0; i < seeds.length; i++) {
        if (!environment.finished(i)) {
          rows[count++] = i;
        }
      }
      return Arrays.copyOf(rows, count);
    }

    private Seed[] streams(String name) {
      Seed[] streams = new Seed[seeds.length];
      Arrays.setAll(streams, i -> seeds[i].child(step).child(name));
      return streams;
    }
  }
}
