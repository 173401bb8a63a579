package org.prefbench.env;

/**
 * What one step gave: a buffer that its owner allocates once and an environment overwrites at every
 * step. Truncation is not here because time limits belong to {@link VectorEnvironment}.
 */
public final class StepResult {
  /** The observation after the step, {@code [obs]}. */
  public final double[] observation;

  /** The reward of the step. */
  public double reward;

  /** Whether the task ended in this step (never because time is up). */
  public boolean terminated;

  /** Creates a buffer for the observations of an environment. */
  public StepResult(EnvironmentSpec spec) {
    observation = new double[spec.observations().size()];
  }
}
