package org.prefbench.flow;

/**
 * The change of log-density along a flow: {@code d log p(y_t) / dt = -div v(t, y_t)}, the
 * instantaneous change of variables (Chen, Rubanova, Bettencourt and Duvenaud 2018, arXiv
 * 1806.07366, theorem 1), integrated together with the state so that error control covers both.
 */
public final class LogDensity {
  private LogDensity() {}

  /**
   * Where the points went and how their log-density changed.
   *
   * @param points {@code [n * dimension]}
   * @param change log p_end(end point) - log p_start(start point), in nats, {@code [n]}
   */
  public record Transported(double[] points, double[] change) {}

  /**
   * Returns the points at time {@code end} of those that are {@code initial} at time {@code start},
   * with the change of their log-density.
   */
  public static Transported transport(
      OdeSolver solver,
      DivergenceField field,
      int dimension,
      double[] initial,
      double start,
      double end) {
    int n = initial.length / dimension;
    int d = dimension;
    double[] extended = new double[n * (d + 1)];
    for (int i = 0; i < n; i++) {
      System.arraycopy(initial, i * d, extended, i * (d + 1), d);
    }
    VectorField.Points inner = new VectorField.Points(n, d);
    double[] divergences = new double[n];
    VectorField joint =
        points -> {
          inner.count = points.count;
          System.arraycopy(points.rows, 0, inner.rows, 0, points.count);
          System.arraycopy(points.times, 0, inner.times, 0, points.count);
          for (int i = 0; i < points.count; i++) {
            System.arraycopy(points.states, i * (d + 1), inner.states, i * d, d);
          }
          field.evaluate(inner, divergences);
          for (int i = 0; i < points.count; i++) {
            System.arraycopy(inner.velocities, i * d, points.velocities, i * (d + 1), d);
            points.velocities[i * (d + 1) + d] = -divergences[i];
          }
        };
    double[] result = solver.solve(joint, d + 1, extended, start, new double[] {end})[0];
    double[] moved = new double[n * d];
    double[] change = new double[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(result, i * (d + 1), moved, i * d, d);
      change[i] = result[i * (d + 1) + d];
    }
    return new Transported(moved, change);
  }
}
