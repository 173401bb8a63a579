package org.prefbench.nn;

import org.prefbench.core.Checks;

/**
 * Settings of the optimiser Adam (Kingma and Ba 2015, arXiv 1412.6980) with decoupled weight decay
 * (Loshchilov and Hutter 2019, "AdamW", arXiv 1711.05101), cosine schedule (same authors 2017,
 * "SGDR", arXiv 1608.03983) and clipping of the gradient's global norm (Pascanu et al. 2013, arXiv
 * 1211.5063).
 *
 * @param learningRate step size, the peak of the schedule
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of squared gradients
 * @param epsilon added to the root of the mean square
 * @param weightDecay share of every parameter removed per unit of learning rate; 0 for none
 * @param maxNorm longest gradient allowed, infinite for no clipping
 * @param cosineSteps steps over which the learning rate falls to 0 along a half cosine; 0 for a
 *     constant rate
 * @param warmUpSteps steps over which the learning rate rises from 0 in a straight line, on top of
 *     the schedule: the first moments are means of few gradients, and steps as long as later ones
 *     overshoot (Goyal et al. 2017, arXiv 1706.02677); 0 for none
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double maxNorm,
    long cosineSteps,
    long warmUpSteps) {
  /** Validates the settings. */
  public Adam {
    Checks.positive("learning-rate", learningRate);
    Checks.between("beta1", beta1, 0, Math.nextDown(1.0));
    Checks.between("beta2", beta2, 0, Math.nextDown(1.0));
    Checks.positive("epsilon", epsilon);
    Checks.notNegative("weight-decay", weightDecay);
    Checks.require(maxNorm > 0, "max-norm must be > 0, got %s", maxNorm);
    Checks.atLeast("cosine-steps", cosineSteps, 0L);
    Checks.atLeast("warm-up-steps", warmUpSteps, 0L);
  }

  /** Returns Adam with beta 0.9 and 0.999, epsilon 1e-8, no decay, no clipping, constant rate. */
  public static Adam of(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0, Double.POSITIVE_INFINITY, 0, 0);
  }

  /** Returns the same settings with decoupled weight decay. */
  public Adam withWeightDecay(double decay) {
    return new Adam(learningRate, beta1, beta2, epsilon, decay, maxNorm, cosineSteps, warmUpSteps);
  }

  /** Returns the same settings with the gradient's norm clipped to {@code norm}. */
  public Adam withMaxNorm(double norm) {
    return new Adam(
        learningRate, beta1, beta2, epsilon, weightDecay, norm, cosineSteps, warmUpSteps);
  }

  /** Returns the same settings with the learning rate falling to 0 over {@code steps}. */
  public Adam withCosine(long steps) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, maxNorm, steps, warmUpSteps);
  }

  /** Returns the same settings with the learning rate rising over the first {@code steps}. */
  public Adam withWarmUp(long steps) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, maxNorm, cosineSteps, steps);
  }

  /** Returns the same settings with the learning rate on a schedule of {@code steps}. */
  public Adam with(Schedule schedule, long steps) {
    return withCosine(schedule == Schedule.COSINE ? steps : 0);
  }

  /** Returns the learning rate of a step, counted from 1. */
  double rate(long step) {
    double peak = step < warmUpSteps ? learningRate * step / warmUpSteps : learningRate;
    if (cosineSteps == 0) {
      return peak;
    }
    double share = Math.min(1, (step - 1) / (double) cosineSteps);
    return peak * 0.5 * (1 + StrictMath.cos(StrictMath.PI * share));
  }

  /**
   * Updates the parameters in place by one step.
   *
   * @param step the number of the step, from 1
   * @param scale factor applied to the gradient first, below 1 where it is clipped
   * @param factor applied to the learning rate
   */
  void update(
      long step,
      float[] parameters,
      float[] gradient,
      double scale,
      double factor,
      float[] mean,
      float[] square) {
    double rate = factor * rate(step);
    // mean / (1 - beta1^t) divided by sqrt(square / (1 - beta2^t)) + epsilon, the constants
    // gathered
    float correction = (float) (1 / (1 - StrictMath.pow(beta1, step)));
    float rootCorrection = (float) Math.sqrt(1 / (1 - StrictMath.pow(beta2, step)));
    float stepSize = (float) rate * correction;
    float keep = (float) (1 - rate * weightDecay);
    update(parameters, gradient, (float) scale, mean, square, stepSize, rootCorrection, keep);
  }

  /** A plain loop over arrays, so that the compiler vectorises it. */
  private void update(
      float[] parameters,
      float[] gradient,
      float scale,
      float[] mean,
      float[] square,
      float stepSize,
      float rootCorrection,
      float keep) {
    float decay1 = (float) beta1;
    float decay2 = (float) beta2;
    float add1 = (float) (1 - beta1);
    float add2 = (float) (1 - beta2);
    float tiny = (float) epsilon;
    for (int i = 0; i < parameters.length; i++) {
      float g = scale * gradient[i];
      float m = decay1 * mean[i] + add1 * g;
      float v = decay2 * square[i] + add2 * (g * g);
      mean[i] = m;
      square[i] = v;
      parameters[i] =
          keep * parameters[i] - stepSize * m / ((float) Math.sqrt(v) * rootCorrection + tiny);
    }
  }

  /** Returns the Euclidean norm; in eight partial sums, as one would wait for itself every time. */
  static double norm(float[] values) {
    double[] sums = new double[8];
    int i = 0;
    for (; i + 8 <= values.length; i += 8) {
      for (int lane = 0; lane < 8; lane++) {
        sums[lane] += (double) values[i + lane] * values[i + lane];
      }
    }
    double sum = 0;
    for (; i < values.length; i++) {
      sum += (double) values[i] * values[i];
    }
    for (double part : sums) {
      sum += part;
    }
    return Math.sqrt(sum);
  }
}
