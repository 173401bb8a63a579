package org.prefbench.segment;

import java.util.List;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * Labelled pairs as arrays. Skipped pairs are left out, ties stay with probability one half.
 *
 * @param segments the first and the second segment of pair after pair: those of pair i are 2 i and
 *     2 i + 1
 * @param probabilityFirst the label as the probability that the first is better, {@code [pairs]}
 * @param annotator who gave the label, as an index of {@code annotators}, {@code [pairs]}
 * @param annotators their names, sorted
 */
public record PairArrays(
    SegmentArrays segments, float[] probabilityFirst, int[] annotator, List<String> annotators) {

  /**
   * Returns the arrays of the pairs that have a label.
   *
   * @throws org.prefbench.core.InvalidInputException if there is none
   */
  public static PairArrays of(PreferenceDataset preferences) {
    List<PreferencePair> labeled =
        preferences.pairs().stream().filter(pair -> pair.label() != Label.SKIP).toList();
    Checks.require(
        !labeled.isEmpty(),
        "preferences on %s have no labelled pair (%d pairs, all skipped)",
        preferences.environment(),
        preferences.pairs().size());
    List<String> annotators =
        labeled.stream().map(PreferencePair::annotator).distinct().sorted().toList();
    float[] probabilityFirst = new float[labeled.size()];
    int[] annotator = new int[labeled.size()];
    for (int i = 0; i < labeled.size(); i++) {
      probabilityFirst[i] = (float) labeled.get(i).label().probabilityFirst();
      annotator[i] = annotators.indexOf(labeled.get(i).annotator());
    }
    SegmentArrays segments =
        SegmentArrays.of(
            labeled.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList());
    return new PairArrays(segments, probabilityFirst, annotator, annotators);
  }

  /** Returns the number of pairs. */
  public int pairs() {
    return probabilityFirst.length;
  }

  /** Returns the segments of some pairs: first and second of pair after pair. */
  public int[] segmentsOf(int[] pairs) {
    int[] result = new int[2 * pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      result[2 * i] = 2 * pairs[i];
      result[2 * i + 1] = 2 * pairs[i] + 1;
    }
    return result;
  }
}
