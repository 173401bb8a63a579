package org.prefbench.store.card;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.core.Checks;

/**
 * What a generated dataset holds, in numbers. Returns are those of finished episodes.
 *
 * @param dataset the id, such as {@code hopper-medium-v2}
 * @param environment the id of the environment
 * @param tier the quality
 * @param behaviorHash hash of who acts, see {@code GeneratedDataset}
 * @param seed the seed that it is generated from
 * @param steps the number of steps
 * @param episodes the number of episodes
 * @param terminatedShare the share of episodes that ended by the task
 * @param returnMean mean undiscounted return
 * @param returnStandardDeviation population standard deviation of the returns
 * @param returnMinimum the least return
 * @param returnMaximum the largest return
 * @param normalizedScore the mean return on D4RL's scale, 0 = random and 100 = expert
 * @param lengthMean mean number of steps
 * @param actionSaturation share of action coordinates at, or next to, a bound
 * @param scoreHistogram how many episodes have a score in each bin, see {@link #bin}
 * @param contentHash SHA-256 of the data
 * @param provenance behaviour, checksums of the policies, commit of the code; sorted by key
 */
public record DatasetCard(
    String dataset,
    String environment,
    String tier,
    String behaviorHash,
    long seed,
    long steps,
    long episodes,
    double terminatedShare,
    double returnMean,
    double returnStandardDeviation,
    double returnMinimum,
    double returnMaximum,
    double normalizedScore,
    double lengthMean,
    double actionSaturation,
    List<Long> scoreHistogram,
    String contentHash,
    Map<String, String> provenance) {
  /** The score at which the first bin begins. */
  public static final double LOWEST = -20;

  /** The width of a bin. */
  public static final double WIDTH = 2;

  /** The number of bins: up to a score of 140. */
  public static final int BINS = 80;

  /** Validates the histogram and copies it and the map. */
  public DatasetCard {
    Checks.require(
        scoreHistogram.size() == BINS,
        "the histogram of %s needs %d bins, got %d",
        dataset,
        BINS,
        scoreHistogram.size());
    scoreHistogram = List.copyOf(scoreHistogram);
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }

  /** Returns the histogram of some scores; what is beyond its ends counts in the last bins. */
  public static List<Long> histogram(double[] scores) {
    long[] counts = new long[BINS];
    for (double score : scores) {
      counts[bin(score)]++;
    }
    return Arrays.stream(counts).boxed().toList();
  }

  /** Returns the bin of a score. */
  public static int bin(double score) {
    return (int) Math.max(0, Math.min(BINS - 1, Math.floor((score - LOWEST) / WIDTH)));
  }
}
