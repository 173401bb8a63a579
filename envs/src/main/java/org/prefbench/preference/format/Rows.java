package org.prefbench.preference.format;

import java.util.Arrays;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;

/**
 * The steps of a dataset as rows, numbered from 0 through all episodes in order, and the stretches
 * of them that are segments.
 */
public final class Rows {
  private final TrajectoryDataset data;
  private final long[] cumulative; // rows in episodes 0 .. k

  private Rows(TrajectoryDataset data, long[] cumulative) {
    this.data = data;
    this.cumulative = cumulative;
  }

  /** Returns all steps as rows. */
  public static Rows ofSteps(TrajectoryDataset data) {
    long[] cumulative = new long[data.episodes().size()];
    long rows = 0;
    for (int k = 0; k < cumulative.length; k++) {
      rows += data.episodes().get(k).length();
      cumulative[k] = rows;
    }
    return new Rows(data, cumulative);
  }

  /**
   * Returns the rows that D4RL's {@code qlearning_dataset} makes of a file, which people's label
   * files count: without the steps that end at a time limit, whose next observation the file does
   * not have in the next row, and without the last step of the file.
   */
  public static Rows ofTransitions(TrajectoryDataset data) {
    long[] cumulative = new long[data.episodes().size()];
    long rows = 0;
    for (int k = 0; k < cumulative.length; k++) {
      Segment episode = data.episodes().get(k);
      boolean dropped = episode.end() == End.TRUNCATED || k == cumulative.length - 1;
      rows += episode.length() - (dropped ? 1 : 0);
      cumulative[k] = rows;
    }
    return new Rows(data, cumulative);
  }

  /** Returns the id of the environment. */
  String environment() {
    return data.environment();
  }

  /** Returns the number of rows. */
  public long count() {
    return cumulative[cumulative.length - 1];
  }

  /**
   * Returns the segment of the rows {@code start <= row < start + length}; nothing if they are of
   * more than one episode.
   *
   * @throws org.prefbench.core.InvalidInputException if there are no such rows
   */
  public Optional<Segment> window(long start, long length) {
    Checks.require(
        length >= 1 && start >= 0 && start <= count() - length,
        "no rows %d to %d in a dataset of %d",
        start,
        start + length - 1,
        count());
    int k = Arrays.binarySearch(cumulative, start + 1);
    k = k >= 0 ? k : -k - 1; // the first with start < cumulative[k]
    while (k > 0 && cumulative[k - 1] == cumulative[k]) {
      k--;
    }
    long first = start - (k == 0 ? 0 : cumulative[k - 1]);
    return start + length > cumulative[k]
        ? Optional.empty()
        : Optional.of(data.episodes().get(k).slice((int) first, (int) (first + length)));
  }
}
