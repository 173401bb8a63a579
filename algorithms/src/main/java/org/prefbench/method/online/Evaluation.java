package org.prefbench.method.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A point of the learning curve of an {@link OnlineTraining}.
 *
 * @param steps environment steps so far
 * @param updates updates of the critics so far
 * @param sampled mean return of the policy that samples its actions
 * @param sampledError its standard error
 * @param deterministic mean return of the policy that acts by its mean
 * @param deterministicError its standard error
 * @param criticLoss mean since the last point, as {@link SoftActorCritic.Report} says
 * @param entropy mean since the last point, nats
 * @param value mean since the last point
 * @param alpha the temperature
 */
public record Evaluation(
    long steps,
    long updates,
    double sampled,
    double sampledError,
    double deterministic,
    double deterministicError,
    double criticLoss,
    double entropy,
    double value,
    double alpha) {
  /** Writes the point. */
  void write(DataOutput output) throws IOException {
    output.writeLong(steps);
    output.writeLong(updates);
    for (double number :
        new double[] {
          sampled,
          sampledError,
          deterministic,
          deterministicError,
          criticLoss,
          entropy,
          value,
          alpha
        }) {
      output.writeDouble(number);
    }
  }

  /** Reads what {@link #write} wrote. */
  static Evaluation read(DataInput input) throws IOException {
    return new Evaluation(
        input.readLong(),
        input.readLong(),
        input.readDouble(),
        input.readDouble(),
        input.readDouble(),
        input.readDouble(),
        input.readDouble(),
        input.readDouble(),
        input.readDouble(),
        input.readDouble());
  }
}
