package org.prefbench.nn;

import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * Labelled pairs as arrays: pair after pair the steps of the first and then of the second segment,
 * padded with zeros to the longest segment. Skipped pairs are left out, ties stay with probability
 * one half.
 *
 * @param pairs the number of pairs
 * @param length the number of steps of the longest segment
 * @param observations before each action, {@code [pairs * 2 * length, obs]}
 * @param actions {@code [pairs * 2 * length, act]}
 * @param mask 1 for a step and 0 for padding, {@code [pairs * 2, length]}
 * @param probabilityFirst the label as the probability that the first is better, {@code [pairs]}
 */
public record PairArrays(
    int pairs,
    int length,
    FloatMatrix observations,
    FloatMatrix actions,
    FloatMatrix mask,
    float[] probabilityFirst) {

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
    int length = labeled.stream().mapToInt(PreferencePair::length).max().orElseThrow();
    Segment any = labeled.get(0).first();
    int segments = 2 * labeled.size();
    FloatMatrix observations =
        new FloatMatrix(Math.multiplyExact(segments, length), any.observations().columns());
    FloatMatrix actions = new FloatMatrix(segments * length, any.actions().columns());
    FloatMatrix mask = new FloatMatrix(segments, length);
    float[] probabilityFirst = new float[labeled.size()];
    for (int i = 0; i < labeled.size(); i++) {
      PreferencePair pair = labeled.get(i);
      probabilityFirst[i] = (float) pair.label().probabilityFirst();
      for (int side = 0; side < 2; side++) {
        Segment segment = side == 0 ? pair.first() : pair.second();
        int row = (2 * i + side) * length;
        copy(segment.observations(), segment.length(), observations, row);
        copy(segment.actions(), segment.length(), actions, row);
        for (int t = 0; t < segment.length(); t++) {
          mask.set(2 * i + side, t, 1);
        }
      }
    }
    return new PairArrays(labeled.size(), length, observations, actions, mask, probabilityFirst);
  }

  /**
   * Returns the same numbers with one row per pair, without copying them, so that the rows of a
   * batch of pairs can be gathered.
   *
   * @param perStep a matrix whose number of rows is a multiple of {@link #pairs}
   */
  public FloatMatrix perPair(FloatMatrix perStep) {
    return new FloatMatrix(pairs, perStep.values().length / pairs, perStep.values());
  }

  private static void copy(FloatMatrix from, int rows, FloatMatrix to, int row) {
    System.arraycopy(from.values(), 0, to.values(), row * to.columns(), rows * from.columns());
  }
}
