package org.prefbench.algorithm;

import java.util.List;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.InvalidInputException;
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

  /**
   * Returns the pairs, of which there must be one.
   *
   * @param method who asks
   * @throws InvalidInputException if there is none
   */
  public static List<PreferencePair> require(PreferenceDataset preferences, String method) {
    List<PreferencePair> pairs = of(preferences);
    Checks.require(!pairs.isEmpty(), "%s needs pairs with a label, got none", method);
    return pairs;
  }

  /**
   * Returns the simulator's states of a segment of a pair, {@code [T + 1, state]}.
   *
   * @param method who asks
   * @throws InvalidInputException if it has none
   */
  public static DoubleMatrix requireStates(Segment segment, String method) {
    return segment
        .states()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    method + " needs pairs with simulator states to start from"));
  }

  /** Returns first and second segment of pair after pair. */
  public static List<Segment> segments(List<PreferencePair> pairs) {
    return pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
  }
}
