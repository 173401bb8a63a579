package org.prefbench.flow;

import java.util.Arrays;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;

/**
 * A path of laws from a source sample y0 to a target sample y1: at time t in [0, 1] it is
 *
 * <pre>
 * y_t ~ N(alpha(t) y1 + beta(t) y0, sigma^2 I),   velocity alpha'(t) y1 + beta'(t) y0
 * </pre>
 *
 * with alpha(0) = beta(1) = 0 and alpha(1) = beta(0) = 1, a stochastic interpolant (Albergo and
 * Vanden-Eijnden 2023, arXiv 2209.15571). A field that is regressed on the velocity carries p0 *
 * N(0, sigma^2 I) into p1 * N(0, sigma^2 I), where (y0, y1) has the marginal laws p0 and p1.
 */
public sealed interface ProbabilityPath permits StraightPath, VariancePreservingPath {
  /** Returns alpha, the share of the target. */
  double target(double time);

  /** Returns beta, the share of the source. */
  double source(double time);

  /** Returns the derivative of alpha. */
  double targetRate(double time);

  /** Returns the derivative of beta. */
  double sourceRate(double time);

  /** Returns sigma, the constant standard deviation around the path, in the unit of y. */
  double spread();

  /**
   * Points on paths, one per row.
   *
   * @param times t, {@code [n]}
   * @param points y_t, {@code [n, d]}
   * @param velocities of the paths there, which a field is regressed on, {@code [n, d]}
   */
  record Draws(double[] times, FloatMatrix points, FloatMatrix velocities) {}

  /** Returns one point on the path of every row, at times drawn uniformly from [0, 1). */
  default Draws draw(FloatMatrix sources, FloatMatrix targets, RandomStream random) {
    double[] times = new double[sources.rows()];
    Arrays.setAll(times, i -> random.nextDouble());
    return draw(times, sources, targets, random);
  }

  /**
   * Returns one point on the path of every row, at its time.
   *
   * @param times t of each row, {@code [n]}
   * @param sources y0, {@code [n, d]}
   * @param targets y1, {@code [n, d]}
   */
  default Draws draw(
      double[] times, FloatMatrix sources, FloatMatrix targets, RandomStream random) {
    int d = sources.columns();
    float[] from = sources.values();
    float[] to = targets.values();
    FloatMatrix points = new FloatMatrix(sources.rows(), d);
    FloatMatrix velocities = new FloatMatrix(sources.rows(), d);
    for (int i = 0; i < times.length; i++) {
      double alpha = target(times[i]);
      double beta = source(times[i]);
      double alphaRate = targetRate(times[i]);
      double betaRate = sourceRate(times[i]);
      for (int k = i * d; k < (i + 1) * d; k++) {
        double noise = spread() > 0 ? spread() * random.nextGaussian() : 0;
        points.values()[k] = (float) (alpha * to[k] + beta * from[k] + noise);
        velocities.values()[k] = (float) (alphaRate * to[k] + betaRate * from[k]);
      }
    }
    return new Draws(times, points, velocities);
  }
}
