package org.prefbench.env;

import java.util.Optional;
import org.prefbench.core.Seed;
import org.prefbench.env.scene.Scene;

/**
 * One copy of a simulated task: a Markov decision process whose whole state is one vector of
 * doubles. An instance is mutable and used by one thread at a time. It knows no time limit; {@link
 * VectorEnvironment} truncates.
 */
public interface Environment {
  /** Returns what is fixed about the environment. */
  EnvironmentSpec spec();

  /**
   * Starts an episode whose start depends on {@code seed} alone, and writes the first observation,
   * {@code [obs]}.
   */
  void reset(Seed seed, double[] observation);

  /**
   * Advances by one control step and overwrites {@code result}; allocates nothing. Coordinates
   * outside the action space are clipped to it. Stepping on after termination is allowed and
   * continues the dynamics.
   *
   * @param action {@code [act]}; not kept and not changed
   * @throws org.prefbench.core.InvalidInputException if a coordinate is NaN, or infinite where the
   *     space has no bound, unless the simulator is declared to take such actions in a way of its
   *     own, as those of {@code env.locomotion} do; the state is then unchanged
   */
  void step(double[] action, StepResult result);

  /**
   * Writes the observation of the current state, {@code [obs]}; equal to the one that the last
   * reset or step gave.
   */
  void observe(double[] observation);

  /** Copies the whole state into {@code state}, {@code [spec().stateSize()]}. */
  void readState(double[] state);

  /**
   * Replaces the whole state; continuing from it is bit for bit the same as continuing where it was
   * read.
   */
  void writeState(double[] state);

  /**
   * Returns what the current state looks like, which changes nothing, or nothing if this
   * environment cannot be drawn.
   */
  default Optional<Scene> scene() {
    return Optional.empty();
  }
}
