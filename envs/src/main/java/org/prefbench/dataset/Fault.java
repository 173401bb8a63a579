package org.prefbench.dataset;

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
}
