package org.prefbench.dataset;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.prefbench.core.Checks;
import org.prefbench.env.StateField;

/**
 * Episodes of one environment with their origin.
 *
 * @param environment the id of the environment
 * @param stateFields the names of the parts of the kept states; empty if no state is kept
 * @param episodes whole episodes in the order of collection; the last may be cut ({@link
 *     End#RUNNING})
 * @param provenance how the data came about: policy, seed, steps, tool version, ...; sorted by key
 */
public record TrajectoryDataset(
    String environment,
    List<StateField> stateFields,
    List<Segment> episodes,
    Map<String, String> provenance)
    implements EpisodeSource {
  /** Validates and copies the lists and the map. */
  public TrajectoryDataset {
    Checks.require(!episodes.isEmpty(), "dataset of %s has no episodes", environment);
    episodes = List.copyOf(episodes);
    stateFields = List.copyOf(stateFields);
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }

  /** Creates a dataset whose kept states, if there are any, are one field called {@code state}. */
  public TrajectoryDataset(
      String environment, List<Segment> episodes, Map<String, String> provenance) {
    this(environment, stateFieldsOf(episodes), episodes, provenance);
  }

  private static List<StateField> stateFieldsOf(List<Segment> episodes) {
    return episodes.stream()
        .findFirst()
        .flatMap(Segment::states)
        .map(states -> List.of(new StateField("state", states.columns())))
        .orElse(List.of());
  }

  /** Returns what is common to all episodes. */
  public DatasetHeader header() {
    Segment first = episodes.get(0);
    return new DatasetHeader(
        environment,
        first.observations().columns(),
        first.actions().columns(),
        stateFields,
        first.actionLogProbabilities().isPresent(),
        provenance);
  }

  /** Returns the number of transitions. */
  public long steps() {
    return episodes.stream().mapToLong(Segment::length).sum();
  }

  /**
   * Returns SHA-256 of environment and episodes, 64 hexadecimal digits; the same for every format
   * on disk and independent of the provenance.
   */
  public String contentHash() {
    DatasetHeader header = header();
    ContentHash hash = new ContentHash(header);
    for (int i = 0; i < episodes.size(); i++) {
      hash.add(header.checked(i, episodes.get(i)));
    }
    return hash.hex();
  }

  /** Returns the same data with rewards that read NaN, for methods that must not see them. */
  public TrajectoryDataset withoutRewards() {
    return new TrajectoryDataset(
        environment,
        stateFields,
        episodes.stream().map(Segment::withoutRewards).toList(),
        provenance);
  }

  /** Returns the same episodes with other provenance. */
  public TrajectoryDataset withProvenance(Map<String, String> replacement) {
    return new TrajectoryDataset(environment, stateFields, episodes, replacement);
  }

  @Override
  public EpisodeReader open() {
    DatasetHeader header = header();
    Iterator<Segment> iterator = episodes.iterator();
    return new EpisodeReader() {
      private long index;

      @Override
      public DatasetHeader header() {
        return header;
      }

      @Override
      public OptionalLong steps() {
        return OptionalLong.of(TrajectoryDataset.this.steps());
      }

      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public Segment next() {
        return header.checked(index++, iterator.next());
      }

      @Override
      public Optional<String> declaredContentHash() {
        return Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
