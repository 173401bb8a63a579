package org.prefbench.reward;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.nn.Standardizer;

/**
 * A reward of a step that is linear in 1, the standardised observation and action, and their
 * squares; the reward of a plan is the sum over its steps in units of a whole plan. Immutable.
 *
 * @param scales of observation and action
 * @param weights theta, {@code [1 + 2 (obs + act)]}
 */
public record LinearReward(Standardizer scales, double[] weights) {
  /** Validates the shapes and copies the weights. */
  public LinearReward {
    Checks.length("weights", weights, size(scales));
    weights = weights.clone();
  }

  /** Returns the number of features. */
  public static int size(Standardizer scales) {
    return 1 + 2 * scales.size();
  }

  /**
   * Returns the features of the first steps of a plan, summed and divided by the steps of a whole
   * one.
   *
   * @param observations before each action, {@code [steps or more, obs]}
   * @param actions {@code [steps, act]}
   * @param length steps of a plan that does not end early
   */
  public static double[] features(
      Standardizer scales, FloatMatrix observations, FloatMatrix actions, int length) {
    FloatMatrix joined = observations.slice(0, actions.rows()).beside(actions);
    scales.apply(joined, joined);
    double[] features = new double[size(scales)];
    for (int t = 0; t < joined.rows(); t++) {
      features[0] += 1.0 / length;
      for (int j = 0; j < joined.columns(); j++) {
        double x = joined.get(t, j);
        features[1 + j] += x / length;
        features[1 + joined.columns() + j] += x * x / length;
      }
    }
    return features;
  }

  /** Returns theta . features. */
  public double of(double... features) {
    return LinearPosterior.dot(weights, features);
  }

  /** Writes the reward; the same reward gives the same bytes. */
  public void write(DataOutput output) throws IOException {
    scales.write(output);
    for (double weight : weights) {
      output.writeDouble(weight);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static LinearReward read(DataInput input) throws IOException {
    Standardizer scales = Standardizer.read(input);
    double[] weights = new double[size(scales)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Checks.finite("weight of a linear reward", input.readDouble());
    }
    return new LinearReward(scales, weights);
  }
}
