package org.prefbench.study;

import java.util.List;
import org.prefbench.core.Checks;

/**
 * How much a study may ask for. Far above what anybody runs, and low enough that a slip, such as a
 * zero too many or a damaged file, is refused before it takes memory.
 */
final class Bounds {
  /** Runs. */
  static final int RUNS = 10_000;

  /** Trials: runs times tasks times methods. */
  static final int TRIALS = 100_000;

  /** Tasks, methods, presets and other entries of a list. */
  static final int ENTRIES = 500;

  /** Environment steps of a dataset, and those of all pairs. */
  static final int STEPS = 100_000_000;

  /** Environment steps of a segment. */
  static final int SEGMENT_LENGTH = 10_000;

  /** Pairs, actions, start states and bootstrap replicates. */
  static final int DRAWS = 1_000_000;

  /** Episodes of an evaluation. */
  static final int EPISODES = 100_000;

  /** Evaluations during a training. */
  static final int CHECKPOINTS = 10_000;

  /** Points per axis of a grid. */
  static final int POINTS = 1_000;

  private Bounds() {}

  /** Requires that a list is no longer than lists may be. */
  static void entries(String key, List<?> list) {
    Checks.require(
        list.size() <= ENTRIES,
        "%s must have at most %d entries, got %d",
        key,
        ENTRIES,
        list.size());
  }
}
