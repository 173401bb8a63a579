package org.prefbench.nn;

import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;

/** How far one Gaussian policy is from another where both see the same. */
public final class GaussianDivergence {
  private GaussianDivergence() {}

  /**
   * Returns KL(p || q) at every observation, in nats: for independent coordinates with means m and
   * deviations s the sum of
   *
   * <pre>
   * log s_q - log s_p + (s_p^2 + (m_p - m_q)^2) / (2 s_q^2) - 1/2.
   * </pre>
   *
   * Squashing both by one tanh changes nothing, as it is a bijection.
   *
   * @param q a policy of the same form, space and standardizer as {@code p}
   * @param inputs standardised observations, {@code [n, obs]}
   */
  public static double[] of(GaussianPolicy p, GaussianPolicy q, FloatMatrix inputs) {
    Checks.require(
        p.form() == q.form() && p.standardizer().equals(q.standardizer()),
        "policies of different forms or scales of observations have no divergence in closed form");
    int size = p.actions().size();
    FloatMatrix of = p.network().evaluator().evaluate(inputs);
    FloatMatrix from = q.network().evaluator().evaluate(inputs);
    float[] logs = p.logStd();
    float[] otherLogs = q.logStd();
    double[] result = new double[inputs.rows()];
    for (int i = 0; i < result.length; i++) {
      for (int j = 0; j < size; j++) {
        double log = clipped(logs.length > 0 ? logs[j] : of.get(i, size + j));
        double otherLog = clipped(otherLogs.length > 0 ? otherLogs[j] : from.get(i, size + j));
        double distance = of.get(i, j) - from.get(i, j);
        double variance = StrictMath.exp(2 * log);
        double scale = 0.5 * StrictMath.exp(-2 * otherLog);
        result[i] += otherLog - log + scale * (variance + distance * distance) - 0.5;
      }
    }
    return result;
  }

  private static double clipped(float log) {
    return Math.max(GaussianPolicy.MIN_LOG_STD, Math.min(GaussianPolicy.MAX_LOG_STD, log));
  }
}
