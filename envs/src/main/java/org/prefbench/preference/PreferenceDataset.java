package org.prefbench.preference;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labelled pairs of one environment with their origin.
 *
 * @param environment the id of the environment
 * @param pairs the pairs in the order of the queries
 * @param provenance sampler, state distribution, segment length, teacher, seed, hashes; sorted by
 *     key
 */
public record PreferenceDataset(
    String environment, List<PreferencePair> pairs, Map<String, String> provenance) {
  /** Copies the list and the map. */
  public PreferenceDataset {
    pairs = List.copyOf(pairs);
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }

  /** Returns the pairs with a preferred and a rejected segment. */
  public List<PreferencePair> decided() {
    return pairs.stream().filter(PreferencePair::decided).toList();
  }

  /** Returns the same pairs with rewards that read NaN, for methods that must not see them. */
  public PreferenceDataset withoutRewards() {
    return new PreferenceDataset(
        environment, pairs.stream().map(PreferencePair::withoutRewards).toList(), provenance);
  }
}
