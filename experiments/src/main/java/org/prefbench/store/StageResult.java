package org.prefbench.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all methods of one run on one task share, and what it took to make it.
 *
 * @param task the dataset's id
 * @param run the number of the run
 * @param datasetHash hash of the trajectories
 * @param referenceHash hash of the reference policy
 * @param preferencesHash hash of the labelled pairs
 * @param failure why the shared things could not be made, in one line; empty if they were
 * @param notes what a reader should know about them: sizes, mean returns, label statistics
 * @param warnings reasons to doubt them, such as labels that carry no information
 * @param seconds time by stage when they were made, which may have been in an earlier study; see
 *     {@link StageTimes#PROCESSOR}
 * @param cached the stages that were found in the cache
 * @param inputs for each stage the hash of everything that it depends on
 * @param code for each stage the id of what it was made of, see {@link CodeTable}; like {@code
 *     inputs}, empty in files written before classes were recorded
 */
public record StageResult(
    String task,
    int run,
    String datasetHash,
    String referenceHash,
    String preferencesHash,
    String failure,
    Map<String, String> notes,
    List<String> warnings,
    Map<String, Double> seconds,
    List<String> cached,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> inputs,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> code) {
  /** Copies the lists and maps. */
  public StageResult {
    notes = Collections.unmodifiableMap(new TreeMap<>(notes));
    warnings = List.copyOf(warnings);
    seconds = Collections.unmodifiableMap(new TreeMap<>(seconds));
    cached = List.copyOf(cached);
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    code = Collections.unmodifiableMap(new TreeMap<>(code));
  }

  /** Returns the hashes of dataset, reference and pairs by these names. */
  public Map<String, String> hashes() {
    return hashes(datasetHash, referenceHash, preferencesHash);
  }

  static Map<String, String> hashes(String dataset, String reference, String preferences) {
    return Map.of("dataset", dataset, "reference", reference, "preferences", preferences);
  }
}
