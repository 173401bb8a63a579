package org.prefbench.flow;

import java.util.Arrays;

/**
 * The embedded Runge-Kutta method 5(4) of Dormand and Prince with error control and dense output.
 * Every row has its own time and step, chosen by its own error, while all rows still under way
 * share each evaluation of the field; so a row costs what it needs and its result is the same in
 * any batch. The interpolant of order 4 is that of the code DOPRI5 (Hairer, Norsett and Wanner,
 * Solving Ordinary Differential Equations I, section II.6), as is the {@link StepControl}.
 *
 * @param tolerance the allowed error of a step
 */
record DormandPrinceSolver(Tolerance tolerance) implements OdeSolver {
  private static final int STAGES = ButcherTableau.DORMAND_PRINCE.stages();
  private static final double[][] A = ButcherTableau.DORMAND_PRINCE.a();
  private static final double[] C = ButcherTableau.DORMAND_PRINCE.c();
  private static final double[] ERROR = errorWeights();
  private static final double[] DENSE = ButcherTableau.dormandPrinceDense();

  private static double[] errorWeights() {
    double[] weights = ButcherTableau.DORMAND_PRINCE.b();
    double[] embedded = ButcherTableau.DORMAND_PRINCE_EMBEDDED.b();
    Arrays.setAll(weights, i -> weights[i] - embedded[i]);
    return weights;
  }

  @Override
  public double[][] solve(
      VectorField field, int dimension, double[] initial, double start, double[] times) {
    OdeSolver.check(dimension, initial, start, times);
    Run run = new Run(field, dimension, initial, start, times);
    if (initial.length > 0 && times[times.length - 1] != start) {
      run.chooseFirstSteps();
      while (run.active > 0) {
        run.tryStep();
      }
    }
    return run.results;
  }

  /** The state of one integration; arrays of states are indexed by row, whatever is active. */
  private final class Run {
    final VectorField field;
    final VectorField.Points points;
    final int d;
    final double end;
    final double direction;
    final double[] times;
    final double[][] results;
    final double[] y;
    final double[] proposed;
    final double[][] k;
    final double[] t;
    final StepControl control;
    final int[] nextTime;
    int active;

    Run(VectorField field, int dimension, double[] initial, double start, double[] times) {
      int n = initial.length / dimension;
      this.field = field;
      this.times = times;
      points = new VectorField.Points(n, dimension);
      d = dimension;
      end = times[times.length - 1];
      direction = Math.signum(end - start);
      y = initial.clone();
      proposed = new double[initial.length];
      k = new double[STAGES][initial.length];
      t = new double[n];
      control = new StepControl(n);
      nextTime = new int[n];
      results = new double[times.length][];
      Arrays.fill(t, start);
      int first = 0;
      for (int i = 0; i < times.length; i++) {
        results[i] = initial.clone();
        first += times[i] == start ? 1 : 0;
      }
      Arrays.fill(nextTime, first);
      for (int i = 0; i < n; i++) {
        points.rows[i] = i;
      }
      active = n;
    }

    /** Evaluates the field at the points gathered for the active rows and files the answers. */
    void evaluate(double[] target) {
      points.count = active;
      field.evaluate(points);
      for (int p = 0; p < active; p++) {
        System.arraycopy(points.velocities, p * d, target, points.rows[p] * d, d);
      }
    }

    /** Looks at y' and, by a step of Euler's method, at y'' of every row. */
    void chooseFirstSteps() {
      for (int p = 0; p < active; p++) {
        points.times[p] = t[p];
        System.arraycopy(y, p * d, points.states, p * d, d);
      }
      evaluate(k[0]);
      double span = Math.abs(end - t[0]);
      for (int p = 0; p < active; p++) {
        control.probe(p, norm(p, y), norm(p, k[0]), span);
        double step = direction * control.step(p);
        points.times[p] = t[p] + step;
        for (int i = p * d; i < (p + 1) * d; i++) {
          points.states[i] = y[i] + step * k[0][i];
        }
      }
      evaluate(k[1]);
      for (int p = 0; p < active; p++) {
        for (int i = p * d; i < (p + 1) * d; i++) {
          proposed[i] = (k[1][i] - k[0][i]) / control.step(p);
        }
        control.begin(p, Math.max(norm(p, k[0]), norm(p, proposed)), span);
      }
    }

    private double norm(int row, double[] values) {
      return tolerance.norm(values, y, row * d, (row + 1) * d);
    }

    /** Tries one step of every active row; rows that arrive are dropped. */
    void tryStep() {
      for (int p = 0; p < active; p++) {
        int row = points.rows[p];
        control.attempt(row, t[row], end);
      }
      for (int stage = 1; stage < STAGES; stage++) {
        gather(stage);
        if (stage == STAGES - 1) { // its argument is the step's result: first same as last
          for (int p = 0; p < active; p++) {
            System.arraycopy(points.states, p * d, proposed, points.rows[p] * d, d);
          }
        }
        evaluate(k[stage]);
      }
      int kept = 0;
      for (int p = 0; p < active; p++) {
        int row = points.rows[p];
        if (!arrives(row)) {
          points.rows[kept++] = row;
        }
      }
      active = kept;
    }

    /** Sets the points of a stage. */
    void gather(int stage) {
      for (int p = 0; p < active; p++) {
        int row = points.rows[p];
        double step = direction * control.step(row);
        points.times[p] = t[row] + C[stage] * step;
        for (int j = 0; j < d; j++) {
          int i = row * d + j;
          points.states[p * d + j] = y[i] + step * sum(A[stage], stage, i);
        }
      }
    }

    /** Returns the sum of the first stages at an entry, weighted. */
    double sum(double[] weights, int stages, int i) {
      double sum = 0;
      for (int s = 0; s < stages; s++) {
        sum += weights[s] * k[s][i];
      }
      return sum;
    }

    /** Takes the proposed step of a row if it is good; returns whether the row has arrived. */
    boolean arrives(int row) {
      double step = control.step(row);
      if (!control.accept(row, error(row, step))) {
        return false;
      }
      boolean arrived = step == Math.abs(end - t[row]);
      double reached = arrived ? end : t[row] + direction * step;
      record(row, direction * step, reached);
      t[row] = reached;
      System.arraycopy(proposed, row * d, y, row * d, d);
      System.arraycopy(k[STAGES - 1], row * d, k[0], row * d, d);
      return arrived;
    }

    /** Returns the root mean square error of a row's step in units of the tolerance. */
    double error(int row, double step) {
      double sum = 0;
      for (int i = row * d; i < (row + 1) * d; i++) {
        double magnitude = Math.max(Math.abs(y[i]), Math.abs(proposed[i]));
        double scaled = tolerance.share(step * sum(ERROR, STAGES, i), magnitude);
        sum += scaled * scaled;
      }
      return Math.sqrt(sum / d);
    }

    /** Files the states at the requested times that the step of a row has passed. */
    void record(int row, double step, double reached) {
      while (nextTime[row] < times.length && (times[nextTime[row]] - reached) * direction <= 0) {
        double time = times[nextTime[row]];
        double[] target = results[nextTime[row]++];
        if (time == reached) {
          System.arraycopy(proposed, row * d, target, row * d, d);
          continue;
        }
        double theta = (time - t[row]) / step;
        for (int i = row * d; i < (row + 1) * d; i++) {
          double difference = proposed[i] - y[i];
          double bend = step * k[0][i] - difference;
          double rest = difference - step * k[STAGES - 1][i] - bend;
          double inner = rest + (1 - theta) * step * sum(DENSE, STAGES, i);
          target[i] = y[i] + theta * (difference + (1 - theta) * (bend + theta * inner));
        }
      }
    }
  }
}
