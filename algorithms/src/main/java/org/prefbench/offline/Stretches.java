package org.prefbench.offline;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.prefbench.core.RandomStream;

/** Stretches of the episodes of {@link LoggedSteps}, as rows of its transitions. Immutable. */
public final class Stretches {
  private final int longest;
  private final int[] ends; // of the episode of each row

  /**
   * Creates the stretches of episodes that lie one after another.
   *
   * @param lengths the steps of each episode
   * @param longest steps of a stretch that its episode does not cut short, at least 1
   */
  public Stretches(int[] lengths, int longest) {
    this.longest = longest;
    ends = new int[Arrays.stream(lengths).sum()];
    int from = 0;
    for (int length : lengths) {
      Arrays.fill(ends, from, from + length, from + length);
      from += length;
    }
  }

  /** Returns the rows of stretches that begin in any row and end with their episode at last. */
  public int[][] draw(int count, RandomStream random) {
    int[][] drawn = new int[count][];
    for (int i = 0; i < count; i++) {
      int from = random.nextInt(ends.length);
      drawn[i] = IntStream.range(from, Math.min(from + longest, ends[from])).toArray();
    }
    return drawn;
  }
}
