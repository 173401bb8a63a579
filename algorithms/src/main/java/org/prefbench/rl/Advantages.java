package org.prefbench.rl;

/** Generalised advantage estimation (Schulman et al. 2016, arXiv 1506.02438). */
public final class Advantages {
  private Advantages() {}

  /**
   * Returns the advantages of steps taken by copies in lockstep; row {@code t * copies + i} is step
   * t of copy i:
   *
   * <pre>
   * delta_t = r_t + discount V(s_{t+1}) [not terminated] - V(s_t)
   * A_t     = delta_t + discount decay A_{t+1} [the episode goes on]
   * </pre>
   *
   * @param nextValues the value of the state that each step led to, before any reset
   * @param terminated whether the task ended in the step, so that nothing follows
   * @param finished whether the episode ended in the step, for either reason
   */
  public static double[] generalized(
      double[] rewards,
      double[] values,
      double[] nextValues,
      boolean[] terminated,
      boolean[] finished,
      int copies,
      double discount,
      double decay) {
    double[] advantages = new double[rewards.length];
    for (int row = rewards.length - 1; row >= 0; row--) {
      double following = terminated[row] ? 0 : nextValues[row];
      double delta = rewards[row] + discount * following - values[row];
      boolean last = finished[row] || row + copies >= rewards.length;
      advantages[row] = delta + (last ? 0 : discount * decay * advantages[row + copies]);
    }
    return advantages;
  }

  /** Returns the values less their mean, divided by their population standard deviation. */
  public static float[] standardized(double[] values) {
    double mean = mean(values);
    double scale = spread(values) + 1e-8;
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) ((values[i] - mean) / scale);
    }
    return result;
  }

  /** Returns the population standard deviation. */
  public static double spread(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
