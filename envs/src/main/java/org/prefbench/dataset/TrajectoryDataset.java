package org.prefbench.dataset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.core.Checks;

/**
 * Episodes of one environment with their origin.
 *
 * @param environment the id of the environment
 * @param episodes whole episodes in the order of collection; the last may be cut ({@link
 *     End#RUNNING})
 * @param provenance how the data came about: policy, seed, steps, tool version, ...; sorted by key
 */
public record TrajectoryDataset(
    String environment, List<Segment> episodes, Map<String, String> provenance) {
  /** Validates and copies the list and the map. */
  public TrajectoryDataset {
    Checks.require(!episodes.isEmpty(), "dataset of %s has no episodes", environment);
    episodes = List.copyOf(episodes);
    provenance = java.util.Collections.unmodifiableMap(new TreeMap<>(provenance));
  }

  /** Returns the number of transitions. */
  public long steps() {
    return episodes.stream().mapToLong(Segment::length).sum();
  }

  /** Returns the same data with rewards that read NaN, for methods that must not see them. */
  public TrajectoryDataset withoutRewards() {
    return new TrajectoryDataset(
        environment, episodes.stream().map(Segment::withoutRewards).toList(), provenance);
  }
}
