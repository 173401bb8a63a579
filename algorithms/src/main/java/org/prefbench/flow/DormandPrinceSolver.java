package org.prefbench.flow;

import java.util.Arrays;
import org.prefbench.core.Checks;

/**
 * The embedded Runge-Kutta method 5(4) of Dormand and Prince with error control and dense output.
 * Every row has its own time and step, chosen by its own error, while all rows still under way
 * share each evaluation of the field; so a row costs what it needs and its result is the same in
 * any batch. Step control, initial step and the interpolant of order 4 are those of the code DOPRI5
 * (Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I, sections II.4 to II.6).
 *
 * @param absoluteTolerance allowed error of a step, in the unit of the state
 * @param relativeTolerance allowed error of a step, as a share of the state's magnitude
 */
record DormandPrinceSolver(double absoluteTolerance, double relativeTolerance)
    implements OdeSolver {
  private static final int STAGES = 7;
  private static final double SAFETY = 0.9;
  private static final double LARGEST_SHRINKAGE = 5;
  private static final double LARGEST_GROWTH = 10;
  private static final double BETA = 0.04; // weight of the previous error in the PI controller
  private static final double ALPHA = 0.2 - 0.75 * BETA;
  private static final int MAX_TRIALS = 100_000;

  private static final double[][] A = ButcherTableau.DORMAND_PRINCE.a();
  private static final double[] C = ButcherTableau.DORMAND_PRINCE.c();
  private static final double[] ERROR = errorWeights();
  private static final double[] DENSE = {
    -12715105075.0 / 11282082432.0,
    0,
    87487479700.0 / 32700410799.0,
    -10690763975.0 / 1880347072.0,
    701980252875.0 / 199316789632.0,
    -1453857185.0 / 822651844.0,
    69997945.0 / 29380423.0
  };

  /** Validates the tolerances. */
  public DormandPrinceSolver {
    Checks.positive("absolute tolerance", absoluteTolerance);
    Checks.notNegative("relative tolerance", relativeTolerance);
  }

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
    final double[] h; // magnitude of the next step
    final double[] previousError;
    final boolean[] rejected;
    final int[] trials;
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
      h = new double[n];
      previousError = new double[n];
      rejected = new boolean[n];
      trials = new int[n];
      nextTime = new int[n];
      results = new double[times.length][];
      Arrays.fill(t, start);
      Arrays.fill(previousError, 1e-4);
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

    /** Hairer, Norsett and Wanner's starting step: as large as a first guess at y'' allows. */
    void chooseFirstSteps() {
      for (int p = 0; p < active; p++) {
        points.times[p] = t[p];
        System.arraycopy(y, p * d, points.states, p * d, d);
      }
      evaluate(k[0]);
      double span = Math.abs(end - t[0]);
      for (int p = 0; p < active; p++) {
        double size = norm(p, y, y);
        double slope = norm(p, k[0], y);
        h[p] = Math.min(size < 1e-5 || slope < 1e-5 ? 1e-6 : 0.01 * size / slope, span);
        points.times[p] = t[p] + direction * h[p];
        for (int i = p * d; i < (p + 1) * d; i++) {
          points.states[i] = y[i] + direction * h[p] * k[0][i];
        }
      }
      evaluate(k[1]);
      for (int p = 0; p < active; p++) {
        for (int i = p * d; i < (p + 1) * d; i++) {
          proposed[i] = (k[1][i] - k[0][i]) / h[p];
        }
        double largest = Math.max(norm(p, k[0], y), norm(p, proposed, y));
        double guess =
            largest <= 1e-15 ? Math.max(1e-6, 1e-3 * h[p]) : StrictMath.pow(0.01 / largest, 0.2);
        h[p] = Math.min(Math.min(100 * h[p], guess), span);
      }
    }

    /** Root mean square of a row in units of its tolerance. */
    double norm(int row, double[] values, double[] magnitude) {
      double sum = 0;
      for (int i = row * d; i < (row + 1) * d; i++) {
        double scaled =
            values[i] / (absoluteTolerance + relativeTolerance * Math.abs(magnitude[i]));
        sum += scaled * scaled;
      }
      return Math.sqrt(sum / d);
    }

    /** Tries one step of every active row; rows that arrive are dropped. */
    void tryStep() {
      for (int p = 0; p < active; p++) {
        int row = points.rows[p];
        double left = Math.abs(end - t[row]);
        // A step that would leave a tiny remainder is stretched to the end.
        h[row] = 1.01 * h[row] >= left ? left : h[row];
        if (++trials[row] > MAX_TRIALS || !(t[row] + 0.1 * direction * h[row] != t[row])) {
          throw new ArithmeticException(
              "row " + row + " cannot meet the tolerance at t = " + t[row] + ", step " + h[row]);
        }
      }
      for (int stage = 1; stage < STAGES; stage++) {
        for (int p = 0; p < active; p++) {
          int row = points.rows[p];
          double step = direction * h[row];
          points.times[p] = t[row] + C[stage] * step;
          for (int j = 0; j < d; j++) {
            int i = row * d + j;
            double sum = 0;
            for (int s = 0; s < stage; s++) {
              sum += A[stage][s] * k[s][i];
            }
            points.states[p * d + j] = y[i] + step * sum;
          }
        }
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
        if (!judge(row)) {
          points.rows[kept++] = row;
        }
      }
      active = kept;
    }

    /** Accepts or rejects the proposed step of a row; returns whether the row has arrived. */
    boolean judge(int row) {
      double error = error(row);
      double shrinkage = StrictMath.pow(error, ALPHA) / SAFETY;
      if (!(error <= 1)) { // also when it is not a number
        h[row] /= shrinkage < LARGEST_SHRINKAGE ? shrinkage : LARGEST_SHRINKAGE;
        rejected[row] = true;
        return false;
      }
      double factor = shrinkage / StrictMath.pow(previousError[row], BETA);
      factor = Math.max(1 / LARGEST_GROWTH, Math.min(LARGEST_SHRINKAGE, factor));
      double taken = h[row];
      h[row] /= rejected[row] ? Math.max(1, factor) : factor;
      rejected[row] = false;
      previousError[row] = Math.max(error, 1e-4);
      boolean arrived = taken == Math.abs(end - t[row]);
      double reached = arrived ? end : t[row] + direction * taken;
      record(row, direction * taken, reached);
      t[row] = reached;
      System.arraycopy(proposed, row * d, y, row * d, d);
      System.arraycopy(k[STAGES - 1], row * d, k[0], row * d, d);
      return arrived;
    }

    double error(int row) {
      double sum = 0;
      for (int i = row * d; i < (row + 1) * d; i++) {
        double difference = 0;
        for (int s = 0; s < STAGES; s++) {
          difference += ERROR[s] * k[s][i];
        }
        double scaled =
            h[row]
                * difference
                / (absoluteTolerance
                    + relativeTolerance * Math.max(Math.abs(y[i]), Math.abs(proposed[i])));
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
          double dense = 0;
          for (int s = 0; s < STAGES; s++) {
            dense += DENSE[s] * k[s][i];
          }
          double rest = difference - step * k[STAGES - 1][i] - bend;
          target[i] =
              y[i]
                  + theta
                      * (difference
                          + (1 - theta) * (bend + theta * (rest + (1 - theta) * step * dense)));
        }
      }
    }
  }
}
