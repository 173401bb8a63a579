package org.prefbench.algorithm;

import java.util.List;
import java.util.stream.Stream;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** The pairs that have a label, ties included: those that nobody skipped. */
public final class LabelledPairs {
  private LabelledPairs() {}

  /** Returns the pairs, in their order. */
  public static List<PreferencePair> of(PreferenceDataset preferences) {
    return preferences.pairs().stream().filter(pair -> pair.label() != Label.SKIP).toList();
  }

  /** Returns first and second segment of pair after pair. */
  public static List<Segment> segments(List<PreferencePair> pairs) {
    return pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
  }
}
