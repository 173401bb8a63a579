package org.prefbench.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against values of the literature and values worked out by hand. */
class AnnotatorAgreementTest {
  private static final double EXACT = 1e-12;

  /** Labels of one annotator: F first, S second, T tie, - a skip, a blank none. */
  private static List<PreferencePair> labels(String annotator, String answers) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < answers.length(); i++) {
      Label label =
          switch (answers.charAt(i)) {
            case 'F' -> Label.FIRST;
            case 'S' -> Label.SECOND;
            case 'T' -> Label.TIE;
            default -> Label.SKIP;
          };
      if (answers.charAt(i) != ' ') {
        pairs.add(
            new PreferencePair(
                Segments.withRewards(i, 1), Segments.withRewards(1000 + i, 2), label, annotator));
      }
    }
    return pairs;
  }

  private static AnnotatorAgreement agreement(String... answers) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      pairs.addAll(labels("a" + i, answers[i]));
    }
    return AnnotatorAgreement.of(pairs);
  }

  /** Of 50 pairs both say first of 20 and second of 15: p_o = 0.7, p_e = 0.5, kappa 0.4. */
  @Test
  void cohensKappaOfAKnownTable() {
    String first = "F".repeat(20) + "F".repeat(5) + "S".repeat(10) + "S".repeat(15);
    String second = "F".repeat(20) + "S".repeat(5) + "F".repeat(10) + "S".repeat(15);
    AnnotatorAgreement found = agreement(first, second);
    assertEquals(1, found.cohen().size());
    assertEquals(50, found.cohen().get(0).pairs());
    assertEquals(0.4, found.cohen().get(0).value(), EXACT);
  }

  /** Krippendorff 2011, section A: two observers, ten units, nominal alpha 0.095. */
  @Test
  void krippendorffsAlphaOfHisOwnExample() {
    AnnotatorAgreement found = agreement("FSFFFFFFSF", "SSSFFSFFFF");
    // 4 unequal units: o = 8 of n = 20 values, of which 14 F and 6 S: 1 - 19 * 8 / (2 * 14 * 6)
    assertEquals(1 - 19 * 8 / 168.0, found.krippendorff(), EXACT);
    assertEquals(0.095, found.krippendorff(), 5e-4);
  }

  /** P = 1, 1, 1/3, 1; shares 8/12 and 4/12: (5/6 - 5/9) / (4/9) = 0.625. */
  @Test
  void fleissKappaByHand() {
    AnnotatorAgreement found = agreement("FFFS", "FFFS", "FFSS");
    assertEquals(0.625, found.fleiss(), EXACT);
    assertEquals(3, found.cohen().size());
  }

  /** One of 20 flips a quarter: p_o = 0.75, p_e = 0.5 * 0.45 + 0.5 * 0.55. */
  @Test
  void aTeacherAndOneThatFlipsAQuarterOfItsLabels() {
    String teacher = "F".repeat(10) + "S".repeat(10);
    String other = "SSS" + "F".repeat(7) + "FF" + "S".repeat(8);
    AnnotatorAgreement found = agreement(teacher, other);
    assertEquals(0.5, found.cohen().get(0).value(), EXACT);
    // 10 unequal coincidences of 40 values, 19 F and 21 S
    assertEquals(1 - 39 * 10 / (2.0 * 19 * 21), found.krippendorff(), EXACT);
  }

  @Test
  void theOrderOfAPairDoesNotCountAndSkipsAreNoLabels() {
    List<PreferencePair> pairs = new ArrayList<>(labels("a", "FSTF"));
    for (PreferencePair pair : labels("b", "FST-")) {
      pairs.add(new PreferencePair(pair.second(), pair.first(), pair.label().exchanged(), "b"));
    }
    AnnotatorAgreement found = AnnotatorAgreement.of(pairs);
    assertEquals(3, found.shared());
    assertEquals(1, found.cohen().get(0).value(), EXACT);
    assertEquals(1, found.krippendorff(), EXACT);
  }

  @Test
  void alphaTakesPairsThatSomeDidNotLabelAndFleissDoesNot() {
    AnnotatorAgreement found = agreement("FFSS", "FS  ", "  SF");
    assertEquals(4, found.shared());
    assertTrue(Double.isNaN(found.fleiss()));
    // 2 unequal pairs: o = 4 of 8 values, 4 F and 4 S: 1 - 7 * 4 / (2 * 16)
    assertEquals(1 - 28 / 32.0, found.krippendorff(), EXACT);
    assertEquals(2, found.cohen().size());
  }

  @Test
  void withoutSharedPairsThereIsNoAgreement() {
    AnnotatorAgreement found = AnnotatorAgreement.of(labels("a", "FSF"));
    assertEquals(0, found.shared());
    assertEquals(List.of(), found.cohen());
    assertTrue(Double.isNaN(found.krippendorff()));
    assertTrue(Double.isNaN(found.fleiss()));
    assertTrue(Double.isNaN(agreement("FF", "FF").cohen().get(0).value())); // no chance to differ
  }
}
