package org.prefbench.env;

import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * What is fixed about an environment.
 *
 * @param id versioned name such as {@code pendulum-v1}; a change of dynamics, reward or reset
 *     changes the version
 * @param title one line that says what the task is
 * @param observations the space of observations
 * @param actions the space of actions; must be bounded unless the task is a one-step density
 *     problem
 * @param state the fields of the state vector, in order
 * @param controlStep seconds per step
 * @param maxSteps steps after which an episode is truncated
 * @param scores the anchors of the normalised score, if they were measured
 */
public record EnvironmentSpec(
    String id,
    String title,
    Space observations,
    Space actions,
    List<StateField> state,
    double controlStep,
    int maxSteps,
    Optional<ReferenceScores> scores) {
  /** Validates the specification. */
  public EnvironmentSpec {
    Checks.require(
        id.matches("[a-z0-9]+(-[a-z0-9]+)*-v[0-9]+"),
        "environment id must be like 'name-v0', got '%s'",
        id);
    Checks.positive("controlStep of " + id, controlStep);
    Checks.atLeast("maxSteps of " + id, maxSteps, 1);
    state = List.copyOf(state);
  }

  /** Returns the length of the state vector. */
  public int stateSize() {
    return state.stream().mapToInt(StateField::size).sum();
  }

  /**
   * Returns coordinate {@code index} of an action moved into the action space; allocates nothing.
   *
   * @throws InvalidInputException if it is NaN, or infinite where the space has no bound
   */
  public double clippedAction(double[] action, int index) {
    double clipped = actions.clip(index, action[index]);
    if (!Double.isFinite(clipped)) {
      throw new InvalidInputException(
          id + ": action[" + index + "] must be a finite number, got " + action[index]);
    }
    return clipped;
  }
}
