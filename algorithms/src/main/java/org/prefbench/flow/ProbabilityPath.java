package org.prefbench.flow;

import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;

/**
 * The path of laws from a source sample y0 to a target sample y1: at time t it is {@code N(t y1 +
 * (1-t) y0, sigma^2 I)}, whose velocity is {@code y1 - y0} (Tong et al. 2023, arXiv 2302.00482,
 * equations 14 and 15). The marginal flow carries p0 * N(0, sigma^2 I) to p1 * N(0, sigma^2 I).
 *
 * @param sigma the constant standard deviation around the straight line, in the unit of y
 */
public record ProbabilityPath(double sigma) {
  /** Validates sigma. */
  public ProbabilityPath {
    Checks.notNegative("sigma", sigma);
  }

  /**
   * Writes one draw of y_t per row into {@code points}, {@code [n, d]}.
   *
   * @param times t of each row, in [0, 1], {@code [n]}
   * @param sources y0, {@code [n, d]}
   * @param targets y1, {@code [n, d]}
   */
  public void sample(
      double[] times,
      FloatMatrix sources,
      FloatMatrix targets,
      RandomStream random,
      FloatMatrix points) {
    int d = sources.columns();
    float[] from = sources.values();
    float[] to = targets.values();
    float[] values = points.values();
    for (int i = 0; i < sources.rows(); i++) {
      double t = times[i];
      for (int k = i * d; k < (i + 1) * d; k++) {
        double noise = sigma > 0 ? sigma * random.nextGaussian() : 0;
        values[k] = (float) (t * to[k] + (1 - t) * from[k] + noise);
      }
    }
  }

  /** Writes the velocities {@code y1 - y0} that a field is regressed on, {@code [n, d]}. */
  public void velocity(FloatMatrix sources, FloatMatrix targets, FloatMatrix velocities) {
    float[] from = sources.values();
    float[] to = targets.values();
    float[] values = velocities.values();
    for (int k = 0; k < values.length; k++) {
      values[k] = to[k] - from[k];
    }
  }
}
