package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.NormalLine;

/** Plans of one action from N(0, 1), and annotators of whom some want more and some want less. */
class EmPfmTest {
  private static final int PAIRS = 6_000;
  private static final int ANNOTATORS = 12;
  private static final Map<String, String> SMALL =
      Map.of(
          "hidden-size", "48",
          "hidden-layers", "2",
          "batch-size", "256",
          "steps", "1200",
          "learning-rate", "0.004",
          "keep", "last",
          "validation-share", "0.01");

  /** Labels of annotators in turn, of whom the first {@code less} want less. */
  private static List<PreferencePair> pairs(int count, int less) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (PreferencePair pair : NormalLine.pairs(count)) {
      int annotator = pairs.size() % ANNOTATORS;
      Label label = annotator < less ? pair.label().exchanged() : pair.label();
      pairs.add(new PreferencePair(pair.first(), pair.second(), label, "ann-" + annotator));
    }
    return pairs;
  }

  private static double mean(List<PreferencePair> pairs, String... changes) {
    Map<String, String> settings = new HashMap<>(SMALL);
    for (int i = 0; i < changes.length; i += 2) {
      settings.put(changes[i], changes[i + 1]);
    }
    return NormalLine.meanReturn(
        NormalLine.train(new EmPfm(), settings, pairs, pairs, new Ledger(), Monitor.SILENT));
  }

  /**
   * Who wants more prefers the larger of two normal numbers, whose mean is 1 / sqrt pi = 0.5642;
   * who wants less the smaller. Without types there is nothing to prefer.
   */
  @ParameterizedTest
  @CsvSource({"2, ann-0, -0.5642", "2, ann-11, 0.5642", "1, ann-0, 0"})
  void aTypeIsServedByItsOwnLaw(String types, String serve, double expected) {
    assertEquals(
        expected, mean(pairs(PAIRS, ANNOTATORS / 2), "types", types, "serve", serve), 0.07);
  }

  /** Two in three want less, so they are served where nobody is named. */
  @Test
  void mostAreServedUnlessSomebodyIsNamed() {
    assertEquals(-1 / Math.sqrt(Math.PI), mean(pairs(PAIRS, 8)), 0.07);
  }

  @Test
  void refusesWhoIsNotThere() {
    List<PreferencePair> pairs = pairs(ANNOTATORS, 6);
    assertEquals(
        "unknown annotator of em-pfm.serve 'ann-x', did you mean 'ann-0'? (known: ann-0, ann-1, ann-10,"
            + " ann-11, ann-2, ann-3, ann-4, ann-5, ann-6, ann-7, ann-8, ann-9)",
        assertThrows(InvalidInputException.class, () -> mean(pairs, "serve", "ann-x"))
            .getMessage());
    assertThrows(InvalidInputException.class, () -> mean(pairs, "types", "0"));
  }
}
