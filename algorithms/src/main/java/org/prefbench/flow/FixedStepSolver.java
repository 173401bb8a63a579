package org.prefbench.flow;

import java.util.Arrays;
import org.prefbench.core.Checks;

/**
 * An explicit Runge-Kutta method with {@code steps} equal steps from start to end. States between
 * two steps come from the cubic Hermite polynomial through both ends (error O(h^4)).
 */
record FixedStepSolver(ButcherTableau tableau, int steps) implements OdeSolver {
  /** Validates the number of steps. */
  public FixedStepSolver {
    Checks.atLeast("solver steps", steps, 1);
  }

  @Override
  public double[][] solve(
      VectorField field, int dimension, double[] initial, double start, double[] times) {
    OdeSolver.check(dimension, initial, start, times);
    Run run = new Run(field, dimension, initial);
    double[][] results = new double[times.length][];
    int next = 0;
    while (next < times.length && times[next] == start) {
      results[next++] = initial.clone();
    }
    double end = times[times.length - 1];
    double h = (end - start) / steps;
    double direction = Math.signum(h);
    for (int step = 0; next < times.length; step++) {
      double t = start + step * h;
      double after = step == steps - 1 ? end : start + (step + 1) * h;
      run.step(t, after - t);
      while (next < times.length && (times[next] - after) * direction <= 0) {
        results[next] =
            times[next] == after ? run.y.clone() : run.between(t, after - t, times[next]);
        next++;
      }
    }
    return results;
  }

  /** The buffers of one integration. */
  private final class Run {
    final VectorField field;
    final VectorField.Points points;
    final double[][] a = tableau.a();
    final double[] b = tableau.b();
    final double[] c = tableau.c();
    final double[][] k;
    final double[] before;
    final double[] y;
    final double[] slope; // v at the end of the step, which is the first stage of the next
    boolean slopeKnown;

    Run(VectorField field, int dimension, double[] initial) {
      this.field = field;
      points = new VectorField.Points(initial.length / dimension, dimension);
      points.count = initial.length / dimension;
      for (int i = 0; i < points.count; i++) {
        points.rows[i] = i;
      }
      k = new double[b.length][initial.length];
      before = new double[initial.length];
      y = initial.clone();
      slope = new double[initial.length];
    }

    void step(double t, double h) {
      System.arraycopy(y, 0, before, 0, y.length);
      for (int stage = 0; stage < b.length; stage++) {
        if (stage == 0 && slopeKnown) {
          System.arraycopy(slope, 0, k[0], 0, slope.length);
          continue;
        }
        System.arraycopy(before, 0, points.states, 0, before.length);
        for (int j = 0; j < stage; j++) {
          addScaled(points.states, h * a[stage][j], k[j]);
        }
        evaluate(t + c[stage] * h, k[stage]);
      }
      for (int stage = 0; stage < b.length; stage++) {
        addScaled(y, h * b[stage], k[stage]);
      }
      slopeKnown = false;
    }

    double[] between(double t, double h, double time) {
      if (!slopeKnown) {
        System.arraycopy(y, 0, points.states, 0, y.length);
        evaluate(t + h, slope);
        slopeKnown = true;
      }
      double s = (time - t) / h;
      double[] result = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        double difference = y[i] - before[i];
        double curvature = (1 - s) * (h * k[0][i] - difference) + s * (difference - h * slope[i]);
        result[i] = before[i] + s * (difference + (1 - s) * curvature);
      }
      return result;
    }

    private void evaluate(double time, double[] target) {
      Arrays.fill(points.times, time);
      field.evaluate(points);
      System.arraycopy(points.velocities, 0, target, 0, target.length);
    }
  }

  private static void addScaled(double[] target, double factor, double[] summand) {
    if (factor != 0) {
      for (int i = 0; i < target.length; i++) {
        target[i] += factor * summand[i];
      }
    }
  }
}
