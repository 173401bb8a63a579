package org.prefbench.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.Annotators;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.SegmentPair;

/**
 * What all methods of one run on one task share, in memory.
 *
 * @param environment the task's environment
 * @param dataset trajectories with true rewards
 * @param reference the pre-trained policy
 * @param preferences labelled pairs with true rewards
 * @param heldOut pairs from other start states that no method sees, if the study asks for probes of
 *     segments
 */
public record Shared(
    EnvironmentFactory environment,
    TrajectoryDataset dataset,
    Policy reference,
    PreferenceDataset preferences,
    Optional<PreferenceDataset> heldOut) {

  /**
   * Returns who labelled the pairs: the scales come from the pairs themselves, and after a segment
   * the reference goes on.
   */
  public Annotators annotators(List<Annotator> asked) {
    return Labelers.create(asked, Calibration.of(segments(preferences), environment, reference));
  }

  /**
   * Returns the same pairs labelled anew.
   *
   * @param seed see {@link DatasetStage#seed}
   */
  public Shared labeledBy(List<Annotator> asked, Seed seed) {
    List<SegmentPair> pairs =
        preferences.pairs().stream()
            .map(pair -> new SegmentPair(pair.first(), pair.second()))
            .toList();
    List<PreferencePair> labeled =
        PairSampler.label(pairs, annotators(asked), seed.child("own-labels"));
    return new Shared(
        environment,
        dataset,
        reference,
        new PreferenceDataset(preferences.environment(), labeled, preferences.provenance()),
        heldOut);
  }

  /** Returns the hash of all segments and labels, in order. */
  public String preferencesHash() {
    Sha256 hash = new Sha256();
    hash.add(
        new TrajectoryDataset(preferences.environment(), segments(preferences), Map.of())
            .contentHash());
    for (PreferencePair pair : preferences.pairs()) {
      hash.add(pair.label().name()).add(pair.annotator());
    }
    return hash.hex();
  }

  private static List<Segment> segments(PreferenceDataset preferences) {
    List<Segment> segments = new ArrayList<>();
    for (PreferencePair pair : preferences.pairs()) {
      segments.add(pair.first());
      segments.add(pair.second());
    }
    return segments;
  }
}
