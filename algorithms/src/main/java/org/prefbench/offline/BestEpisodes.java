package org.prefbench.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.prefbench.dataset.Segment;

/** The episodes of the log that some reward likes best. */
public final class BestEpisodes {
  private BestEpisodes() {}

  /**
   * Returns the episodes of largest return that have at least a share of the steps.
   *
   * @param rewards of the steps of all episodes
   */
  public static List<Segment> of(List<Segment> episodes, float[] rewards, double share) {
    double[] returns = new double[episodes.size()];
    int step = 0;
    for (int i = 0; i < returns.length; i++) {
      for (int t = 0; t < episodes.get(i).length(); t++, step++) {
        returns[i] += rewards[step];
      }
    }
    List<Integer> order =
        IntStream.range(0, returns.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -returns[i]))
            .toList();
    List<Segment> best = new ArrayList<>();
    long wanted = (long) Math.ceil(share * rewards.length);
    for (int i = 0; wanted > 0; i++) {
      best.add(episodes.get(order.get(i)));
      wanted -= episodes.get(order.get(i)).length();
    }
    return best;
  }
}
