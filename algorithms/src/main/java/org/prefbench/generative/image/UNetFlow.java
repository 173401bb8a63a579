package org.prefbench.generative.image;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.flow.Integration;
import org.prefbench.flow.VectorField;
import org.prefbench.generative.PlanSource;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Acts as {@link org.prefbench.generative.FlowPolicy} with a single map does, whose velocity is a
 * {@link UNet}: takes a plan from its source, moves it, executes its first action and plans anew.
 *
 * @param source proposes the plans
 * @param length steps per plan
 * @param field the velocity, in the plans' own units
 * @param contexts the scales of x
 * @param integration of the velocity
 * @param applied how often the map is applied, one after the other
 */
record UNetFlow(
    PlanSource source,
    int length,
    UNet field,
    Standardizer contexts,
    Integration integration,
    int applied)
    implements TransportPolicy {
  /** The rows of one evaluation, filled up: the engine may round by how many there are. */
  private static final int BATCH = 16;

  /** Validates the shapes. */
  UNetFlow {
    Checks.atLeast("applied", applied, 1);
    Checks.require(
        contexts.size() == field.contexts(),
        "a velocity given %d numbers got scales of %d",
        field.contexts(),
        contexts.size());
  }

  @Override
  public Policy deterministic() {
    return new UNetFlow(source.deterministic(), length, field, contexts, integration, applied);
  }

  @Override
  public FloatMatrix transport(FloatMatrix given, FloatMatrix sources) {
    return new Runner(given).moved(sources, 1)[0];
  }

  /** As {@link org.prefbench.generative.FlowPolicy#paths}: the maps' times are laid end to end. */
  @Override
  public FloatMatrix[] paths(FloatMatrix given, FloatMatrix sources, double[] times) {
    FloatMatrix[] result = new FloatMatrix[times.length];
    Runner runner = new Runner(given);
    FloatMatrix points = sources;
    int done = 0;
    for (int m = 0; m < applied; m++) {
      int next = done;
      while (next < times.length && times[next] * applied <= m + 1) {
        next++;
      }
      double[] local = new double[next - done + 1];
      for (int k = done; k < next; k++) {
        local[k - done] = times[k] * applied - m;
      }
      local[next - done] = 1;
      FloatMatrix[] passed = runner.once(points, local);
      System.arraycopy(passed, 0, result, done, next - done);
      points = passed[next - done];
      done = next;
    }
    return result;
  }

  /**
   * Not worked out: a trace of as many derivatives as an image has pixels, through convolutions.
   */
  @Override
  public double[] logDensityChange(FloatMatrix given, FloatMatrix sources) {
    double[] unknown = new double[sources.rows()];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }

  /** The velocity given some contexts. Not thread-safe. */
  private final class Runner implements VectorField {
    private final FloatMatrix context;
    private final Learner frozen = new Learner(Adam.of(1), new Ledger());
    private final Learner.Vector[] parameters;
    private long evaluations;

    Runner(FloatMatrix given) {
      context = contexts.apply(given);
      parameters = declare(frozen, field);
    }

    FloatMatrix[] moved(FloatMatrix sources, double... times) {
      FloatMatrix points = sources;
      for (int m = 1; m < applied; m++) {
        points = once(points, 1)[0];
      }
      return once(points, times);
    }

    FloatMatrix[] once(FloatMatrix sources, double... times) {
      double[] states = new double[sources.values().length];
      Arrays.setAll(states, i -> sources.values()[i]);
      try {
        double[][] passed = integration.create().solve(this, field.size(), states, 0, times);
        return Arrays.stream(passed).map(this::finite).toArray(FloatMatrix[]::new);
      } catch (ArithmeticException e) {
        DivergedException diverged = new DivergedException("the flow: " + e.getMessage());
        diverged.initCause(e);
        throw diverged;
      }
    }

    private FloatMatrix finite(double... states) {
      FloatMatrix points = new FloatMatrix(states.length / field.size(), field.size());
      for (int k = 0; k < states.length; k++) {
        points.values()[k] = (float) states[k];
        if (!Float.isFinite(points.values()[k])) {
          throw new DivergedException("the flow takes coordinate " + k + " to " + states[k]);
        }
      }
      return points;
    }

    @Override
    public void evaluate(Points points) {
      int d = field.size();
      for (int from = 0; from < points.count; from += BATCH) {
        int rows = Math.min(BATCH, points.count - from);
        FloatMatrix some = new FloatMatrix(BATCH, d);
        FloatMatrix given = new FloatMatrix(BATCH, context.columns());
        double[] times = new double[BATCH];
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < d; j++) {
            some.set(i, j, (float) points.states[(from + i) * d + j]);
          }
          given.setRow(i, context.row(points.rows[from + i]));
          times[i] = points.times[from + i];
        }
        float[] velocities = new float[BATCH * d];
        frozen.evaluate(
            pass -> {
              NDArray v = velocity(pass, field, parameters, times, some, given);
              System.arraycopy(v.toFloatArray(), 0, velocities, 0, velocities.length);
              return v.sum();
            });
        for (int k = 0; k < rows * d; k++) {
          points.velocities[from * d + k] = velocities[k];
        }
      }
      evaluations += points.count;
    }
  }

  /** Declares a network's parameters in a learner. */
  static Learner.Vector[] declare(Learner learner, UNet field) {
    Learner.Vector[] vectors = new Learner.Vector[field.shapes().size()];
    int at = 0;
    for (int p = 0; p < vectors.length; p++) {
      int end = at + (int) Arrays.stream(field.shapes().get(p)).reduce(1, (a, b) -> a * b);
      vectors[p] = learner.vector(Arrays.copyOfRange(field.weights(), at, end));
      at = end;
    }
    return vectors;
  }

  /**
   * Returns the velocities, {@code [n, d]}.
   *
   * @param times t, {@code [n]}
   * @param points y, {@code [n, d]}
   * @param given x in its scales, {@code [n, context]}
   */
  static NDArray velocity(
      Pass pass,
      UNet field,
      Learner.Vector[] parameters,
      double[] times,
      FloatMatrix points,
      FloatMatrix given) {
    return field.forward(
        p -> pass.value(parameters[p]).reshape(field.shapes().get(p)),
        pass.array(field.images(points)),
        pass.array(field.conditions(times, given)));
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    int size = environment.spec().actions().size();
    Checks.require(
        field.size() == length * size,
        "a flow of %d values does not fit plans of %d steps of %d actions",
        field.size(),
        length,
        size);
    PlanSource.Planner planner = source.start(environment, length);
    FloatMatrix actions = new FloatMatrix(seeds.length, size);
    long[] step = {0};
    return observations -> {
      Seed[] streams = new Seed[seeds.length];
      Arrays.setAll(streams, i -> seeds[i].child(step[0]));
      step[0]++;
      FloatMatrix sources = planner.propose(observations, streams);
      int[] acting = environment.acting();
      Runner runner = new Runner(observations.select(acting));
      FloatMatrix points = runner.moved(sources.select(acting), 1)[0];
      environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, runner.evaluations);
      for (int k = 0; k < acting.length; k++) {
        System.arraycopy(
            points.values(), k * points.columns(), actions.values(), acting[k] * size, size);
      }
      return actions;
    };
  }
}
