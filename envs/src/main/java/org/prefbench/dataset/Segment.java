package org.prefbench.dataset;

import java.util.Arrays;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;

/**
 * A stretch of T steps of one episode, possibly a whole one. The matrices are shared, not copied:
 * do not change them.
 *
 * @param observations {@code [T+1, obs]}
 * @param actions {@code [T, act]}, as given by the policy, before the environment's clipping
 * @param rewards {@code [T, 1]}; NaN throughout where the reader may not see them
 * @param end what the last step did
 * @param states {@code [T, state]}: the simulator state before each action, or {@code [1, state]}
 *     with the first alone
 * @param actionLogProbabilities {@code [T, 1]}: the log density of each action under the policy
 *     that chose it, in nats, where that policy has one
 */
public record Segment(
    FloatMatrix observations,
    FloatMatrix actions,
    FloatMatrix rewards,
    End end,
    Optional<DoubleMatrix> states,
    Optional<FloatMatrix> actionLogProbabilities) {
  /** Validates the shapes. */
  public Segment {
    int length = actions.rows();
    Checks.require(length >= 1, "a segment needs at least 1 step, got %d", length);
    Checks.require(
        observations.rows() == length + 1,
        "%d actions need %d observations, got %d",
        length,
        length + 1,
        observations.rows());
    Checks.require(
        rewards.rows() == length && rewards.columns() == 1,
        "rewards must be [%d, 1], got [%d, %d]",
        length,
        rewards.rows(),
        rewards.columns());
    int count = states.map(DoubleMatrix::rows).orElse(length);
    Checks.require(
        count == length || count == 1,
        "%d actions need 1 or %d states, got %d",
        length,
        length,
        count);
    actionLogProbabilities.ifPresent(
        column ->
            Checks.require(
                column.rows() == length && column.columns() == 1,
                "action log-probabilities must be [%d, 1], got [%d, %d]",
                length,
                column.rows(),
                column.columns()));
  }

  /** Creates a segment whose actions' densities are not known. */
  public Segment(
      FloatMatrix observations,
      FloatMatrix actions,
      FloatMatrix rewards,
      End end,
      Optional<DoubleMatrix> states) {
    this(observations, actions, rewards, end, states, Optional.empty());
  }

  /** Returns the number of steps T. */
  public int length() {
    return actions.rows();
  }

  /** Returns the undiscounted sum of rewards, added in double; NaN where rewards are hidden. */
  public double sumOfRewards() {
    double sum = 0;
    for (float reward : rewards.values()) {
      sum += reward;
    }
    return sum;
  }

  /** Returns the steps {@code from <= t < to} with the states that belong to them. */
  public Segment slice(int from, int to) {
    Checks.require(
        0 <= from && from < to && to <= length(),
        "no steps [%d, %d) in a segment of %d",
        from,
        to,
        length());
    Optional<DoubleMatrix> part =
        states
            .filter(rows -> rows.rows() == length() || from == 0)
            .map(rows -> rows.slice(from, Math.min(to, rows.rows())));
    return new Segment(
        observations.slice(from, to + 1),
        actions.slice(from, to),
        rewards.slice(from, to),
        to == length() ? end : End.RUNNING,
        part,
        actionLogProbabilities.map(column -> column.slice(from, to)));
  }

  /** Returns the same segment, with zeros for rewards that read NaN throughout. */
  Segment withKnownRewards() {
    for (float reward : rewards.values()) {
      if (!Float.isNaN(reward)) {
        return this;
      }
    }
    FloatMatrix zeros = new FloatMatrix(length(), 1);
    return new Segment(observations, actions, zeros, end, states, actionLogProbabilities);
  }

  /** Returns the same segment with rewards that read NaN. */
  public Segment withoutRewards() {
    FloatMatrix hidden = new FloatMatrix(length(), 1);
    Arrays.fill(hidden.values(), Float.NaN);
    return new Segment(observations, actions, hidden, end, states, actionLogProbabilities);
  }
}
