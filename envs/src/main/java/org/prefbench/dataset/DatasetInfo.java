package org.prefbench.dataset;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;

/**
 * What a dataset holds, in numbers. Returns are undiscounted sums of rewards of finished episodes
 * (of the cut one only if there is no other).
 *
 * @param header environment, columns and provenance
 * @param episodes the number of episodes
 * @param steps the number of steps
 * @param terminated how many episodes ended by the task
 * @param truncated how many episodes ended because time was up
 * @param returns statistics of the returns
 * @param lengths statistics of the lengths of the same episodes, in steps
 * @param histogram the returns in 10 bins of equal width from the least to the largest
 * @param episodeReturns the returns themselves, {@code [count, 1]} in order
 * @param saturation the share of action coordinates beyond a bound of the action space or so near
 *     it that the rest is at most half a percent of the range (beyond 0.99 in [-1, 1]); empty if
 *     the environment is not known
 * @param normalizedScore the mean return on D4RL's scale, 0 = random and 100 = expert; empty if the
 *     environment has no reference scores
 * @param contentHash SHA-256 of the content, the same for every format
 */
public record DatasetInfo(
    DatasetHeader header,
    long episodes,
    long steps,
    long terminated,
    long truncated,
    Summary returns,
    Summary lengths,
    List<Long> histogram,
    DoubleMatrix episodeReturns,
    OptionalDouble saturation,
    OptionalDouble normalizedScore,
    String contentHash) {
  private static final int BINS = 10;
  private static final double NEAR = 0.005;

  /**
   * Statistics of some numbers; the standard deviation is that of the population (divided by their
   * count).
   */
  public record Summary(
      long count, double mean, double standardDeviation, double minimum, double maximum) {
    private static Summary of(double[] values) {
      double mean = Arrays.stream(values).average().orElse(Double.NaN);
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Summary(
          values.length,
          mean,
          Math.sqrt(squares / values.length),
          Arrays.stream(values).min().orElse(Double.NaN),
          Arrays.stream(values).max().orElse(Double.NaN));
    }
  }

  /** Copies the histogram. */
  public DatasetInfo {
    histogram = List.copyOf(histogram);
  }

  /** Returns the numbers of all episodes that {@code source} gives, one in memory at a time. */
  public static DatasetInfo of(EpisodeSource source) {
    try (EpisodeReader reader = source.open()) {
      Counter counter = new Counter(reader.header());
      reader.forEachRemaining(counter::add);
      return counter.result();
    }
  }

  /** Returns the share of episodes that ended by the task. */
  public double terminatedShare() {
    return (double) terminated / episodes;
  }

  /** Returns all numbers by name, in the order to be printed, for programs to read. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("environment", header.environment());
    map.put("episodes", episodes);
    map.put("steps", steps);
    map.put("terminated_share", terminatedShare());
    map.put("truncated_episodes", truncated);
    map.put("return_mean", returns.mean());
    map.put("return_std", returns.standardDeviation());
    map.put("return_min", returns.minimum());
    map.put("return_max", returns.maximum());
    map.put("return_histogram", histogram);
    map.put("length_mean", lengths.mean());
    map.put("length_min", lengths.minimum());
    map.put("length_max", lengths.maximum());
    saturation.ifPresent(value -> map.put("action_saturation", value));
    normalizedScore.ifPresent(value -> map.put("normalized_score", value));
    map.put("observation_size", header.observationSize());
    map.put("action_size", header.actionSize());
    map.put("state_fields", StateField.text(header.stateFields()));
    map.put("action_log_probabilities", header.actionLogProbabilities());
    map.put("content_hash", contentHash);
    map.put("provenance", header.provenance());
    return map;
  }

  /** Adds up episodes as they come; keeps one return and one length of each. */
  private static final class Counter {
    private final DatasetHeader header;
    private final Optional<EnvironmentFactory> environment;
    private final ContentHash hash;
    private double[] returns = new double[64];
    private double[] lengths = new double[64];
    private int finished;
    private Optional<Segment> cut = Optional.empty();
    private long episodes;
    private long steps;
    private long terminated;
    private long truncated;
    private long saturated;

    Counter(DatasetHeader header) {
      this.header = header;
      environment =
          Environments.registered()
              .find(header.environment())
              .filter(factory -> factory.spec().actions().size() == header.actionSize());
      hash = new ContentHash(header);
    }

    void add(Segment episode) {
      hash.add(episode);
      episodes++;
      steps += episode.length();
      terminated += episode.end() == End.TERMINATED ? 1 : 0;
      truncated += episode.end() == End.TRUNCATED ? 1 : 0;
      environment.ifPresent(factory -> saturated += saturated(episode, factory.spec().actions()));
      if (episode.end() == End.RUNNING) {
        cut = Optional.of(episode);
      } else {
        keep(episode);
      }
    }

    private void keep(Segment episode) {
      if (finished == returns.length) {
        returns = Arrays.copyOf(returns, 2 * finished);
        lengths = Arrays.copyOf(lengths, 2 * finished);
      }
      returns[finished] = episode.sumOfRewards();
      lengths[finished] = episode.length();
      finished++;
    }

    private static long saturated(Segment episode, Space space) {
      double[] low = space.low();
      double[] high = space.high();
      float[] actions = episode.actions().values();
      long count = 0;
      for (int i = 0; i < actions.length; i++) {
        int j = i % low.length;
        double rest = Math.min(actions[i] - low[j], high[j] - actions[i]);
        count += rest <= NEAR * (high[j] - low[j]) ? 1 : 0;
      }
      return count;
    }

    DatasetInfo result() {
      Checks.require(episodes > 0, "dataset of %s has no episodes", header.environment());
      if (finished == 0) {
        cut.ifPresent(this::keep);
      }
      Summary summary = Summary.of(Arrays.copyOf(returns, finished));
      OptionalDouble score =
          environment
              .flatMap(factory -> factory.spec().scores())
              .map(scores -> OptionalDouble.of(scores.normalize(summary.mean())))
              .orElse(OptionalDouble.empty());
      OptionalDouble saturation =
          environment.isPresent()
              ? OptionalDouble.of((double) saturated / (steps * header.actionSize()))
              : OptionalDouble.empty();
      return new DatasetInfo(
          header,
          episodes,
          steps,
          terminated,
          truncated,
          summary,
          Summary.of(Arrays.copyOf(lengths, finished)),
          histogram(summary),
          new DoubleMatrix(finished, 1, Arrays.copyOf(returns, finished)),
          saturation,
          score,
          hash.hex());
    }

    private List<Long> histogram(Summary summary) {
      long[] bins = new long[BINS];
      double width = summary.maximum() - summary.minimum();
      for (int i = 0; i < finished; i++) {
        double position = width > 0 ? (returns[i] - summary.minimum()) / width : 0;
        bins[(int) Math.min(BINS - 1, Math.floor(position * BINS))]++;
      }
      return Arrays.stream(bins).boxed().toList();
    }
  }
}
