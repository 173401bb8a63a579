package org.prefbench.dataset;

import java.util.Optional;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;

/**
 * The place where a dataset is wrong.
 *
 * @param episode number of the episode, from 0
 * @param step number of the step within the episode, from 0
 * @param field the column, such as {@code reward} or {@code observations[2]}
 * @param found the value in the dataset
 * @param expected the value or rule that it breaks
 */
public record Fault(long episode, int step, String field, String found, String expected) {
  private static final String FINITE = "a finite number";

  /** Returns the fault in one line. */
  @Override
  public String toString() {
    return "episode "
        + episode
        + ", step "
        + step
        + ", "
        + field
        + ": found "
        + found
        + ", expected "
        + expected;
  }

  /**
   * Returns the first place where a number of an episode is NaN or infinite.
   *
   * @param index number of the episode, from 0
   */
  public static Optional<Fault> notFinite(long index, Segment episode) {
    return notFinite(index, "observations", episode.observations())
        .or(() -> notFinite(index, "actions", episode.actions()))
        .or(() -> notFinite(index, "reward", episode.rewards()))
        .or(
            () ->
                episode
                    .actionLogProbabilities()
                    .flatMap(column -> notFinite(index, "action log-probability", column)))
        .or(() -> episode.states().flatMap(states -> notFinite(index, states)));
  }

  private static Optional<Fault> notFinite(long index, String field, FloatMatrix matrix) {
    for (int t = 0; t < matrix.rows(); t++) {
      for (int j = 0; j < matrix.columns(); j++) {
        float value = matrix.get(t, j);
        if (!Float.isFinite(value)) {
          String name = matrix.columns() == 1 ? field : field + "[" + j + "]";
          return Optional.of(new Fault(index, t, name, Float.toString(value), FINITE));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Fault> notFinite(long index, DoubleMatrix states) {
    for (int t = 0; t < states.rows(); t++) {
      for (int j = 0; j < states.columns(); j++) {
        double value = states.get(t, j);
        if (!Double.isFinite(value)) {
          return Optional.of(
              new Fault(index, t, "state[" + j + "]", Double.toString(value), FINITE));
        }
      }
    }
    return Optional.empty();
  }
}
