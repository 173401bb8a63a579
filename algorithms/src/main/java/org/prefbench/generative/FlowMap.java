package org.prefbench.generative;

import java.util.Arrays;
import java.util.function.Supplier;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.flow.DivergenceField;
import org.prefbench.flow.Integration;
import org.prefbench.flow.LogDensity;
import org.prefbench.flow.OdeSolver;
import org.prefbench.network.Mlp;
import org.prefbench.network.MlpEvaluator;
import org.prefbench.nn.Standardizer;

/**
 * A learned map of segments y given a context x: the solution at time 1 of {@code dy/dt = v(t, y |
 * x)} that starts at y. Immutable.
 *
 * @param field the velocity network: inputs (y, t, x), outputs v, all standardised
 * @param segments the scales of y, {@code [d]}
 * @param contexts the scales of x
 * @param integration of the velocity, its tolerance in scaled units
 */
public record FlowMap(
    Mlp field, Standardizer segments, Standardizer contexts, Integration integration) {
  /** Validates the shapes. */
  public FlowMap {
    Checks.require(
        field.inputs() == inputs(segments.size(), contexts.size())
            && field.outputs() == segments.size(),
        "%s is no velocity on %d coordinates given %d",
        field,
        segments.size(),
        contexts.size());
  }

  /** Returns how many inputs (y, t, x) a velocity network has. */
  static int inputs(int size, int contexts) {
    return size + 1 + contexts;
  }

  /** Returns a new runner; it owns buffers, so one per thread. */
  public Runner runner() {
    return new Runner();
  }

  /** Runs the map and counts the rows that passed through the network. Not thread-safe. */
  public final class Runner implements DivergenceField {
    private final OdeSolver solver = integration.create();
    private final MlpEvaluator evaluator = field.evaluator();
    private final int d = segments.size();
    private final float[] point = new float[field.inputs()];
    private final float[] velocity = new float[d];
    private final FloatMatrix jacobian = new FloatMatrix(d, d);
    private FloatMatrix inputs = new FloatMatrix(0, field.inputs());
    private FloatMatrix outputs = new FloatMatrix(0, d);
    private FloatMatrix context = new FloatMatrix(0, contexts.size());
    private long evaluations;

    /** Returns how many rows passed through the network so far. */
    public long evaluations() {
      return evaluations;
    }

    /** Returns where the map takes each source, {@code [n, d]}. */
    public FloatMatrix transport(FloatMatrix given, FloatMatrix sources) {
      return paths(given, sources, 1)[0];
    }

    /**
     * Returns the points on the way at {@code times}, {@code [times][n, d]}; the last time is 1.
     */
    public FloatMatrix[] paths(FloatMatrix given, FloatMatrix sources, double... times) {
      context = contexts.apply(given);
      double[][] passed = finite(() -> solver.solve(this, d, standardized(sources), 0, times));
      return Arrays.stream(passed).map(this::restored).toArray(FloatMatrix[]::new);
    }

    /**
     * Returns where the map takes each source and adds the change of log-density to {@code change},
     * {@code [n]}.
     */
    public FloatMatrix transport(FloatMatrix given, FloatMatrix sources, double[] change) {
      context = contexts.apply(given);
      LogDensity.Transported moved =
          finite(() -> LogDensity.transport(solver, this, d, standardized(sources), 0, 1));
      for (int row = 0; row < change.length; row++) {
        change[row] += moved.change()[row]; // the scales cancel: they divide before, multiply after
      }
      return restored(moved.points());
    }

    @Override
    public void evaluate(Points points) {
      if (inputs.rows() != points.count) {
        inputs = new FloatMatrix(points.count, field.inputs());
        outputs = new FloatMatrix(points.count, d);
      }
      for (int p = 0; p < points.count; p++) {
        gather(points, p, inputs.values(), p * field.inputs());
      }
      evaluator.evaluate(inputs, outputs);
      float[] values = outputs.values();
      for (int k = 0; k < values.length; k++) {
        points.velocities[k] = values[k];
      }
      evaluations += points.count;
    }

    /** The divergence is the exact trace: forward-mode derivatives along all d coordinates. */
    @Override
    public void evaluate(Points points, double[] divergences) {
      for (int p = 0; p < points.count; p++) {
        gather(points, p, point, 0);
        evaluator.jacobian(point, velocity, jacobian);
        double trace = 0;
        for (int j = 0; j < d; j++) {
          points.velocities[p * d + j] = velocity[j];
          trace += jacobian.get(j, j);
        }
        divergences[p] = trace;
      }
      evaluations += points.count;
    }

    /** Writes the network's input (y, t, x) of one point. */
    private void gather(Points points, int p, float[] target, int offset) {
      for (int j = 0; j < d; j++) {
        target[offset + j] = (float) points.states[p * d + j];
      }
      target[offset + d] = (float) points.times[p];
      int size = context.columns();
      System.arraycopy(context.values(), points.rows[p] * size, target, offset + d + 1, size);
    }

    private double[] standardized(FloatMatrix sources) {
      float[] values = segments.apply(sources).values();
      double[] states = new double[values.length];
      Arrays.setAll(states, i -> values[i]);
      return states;
    }

    /** A field that no tolerance can follow has left the finite numbers, or is about to. */
    private <T> T finite(Supplier<T> solution) {
      try {
        return solution.get();
      } catch (ArithmeticException e) {
        DivergedException diverged = new DivergedException("the flow: " + e.getMessage());
        diverged.initCause(e);
        throw diverged;
      }
    }

    private FloatMatrix restored(double[] states) {
      float[] mean = segments.mean();
      float[] scale = segments.scale();
      FloatMatrix result = new FloatMatrix(states.length / d, d);
      for (int k = 0; k < states.length; k++) {
        float value = (float) (mean[k % d] + scale[k % d] * states[k]);
        if (!Float.isFinite(value)) {
          throw new DivergedException(
              "the flow takes coordinate " + k % d + " of row " + k / d + " to " + value);
        }
        result.values()[k] = value;
      }
      return result;
    }
  }
}
