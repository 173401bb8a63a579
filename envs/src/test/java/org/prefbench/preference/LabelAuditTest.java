package org.prefbench.preference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;

class LabelAuditTest {
  private static PreferencePair pair(Segment first, Segment second, Label label) {
    return new PreferencePair(first, second, label, "test");
  }

  private static LabelAudit audit(List<PreferencePair> pairs) {
    return LabelAudit.of(new PreferenceDataset("point-mass-v0", pairs, Map.of()));
  }

  /** Pairs of distinct segments with standard normal returns, labelled by {@code rule}. */
  private static List<PreferencePair> random(
      int count, BiFunction<Double, RandomStream, Label> rule) {
    RandomStream random = new Seed(11).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Segment first = Segments.withRewards(2 * i, random.nextGaussian());
      Segment second = Segments.withRewards(2 * i + 1, random.nextGaussian());
      pairs.add(
          pair(first, second, rule.apply(first.sumOfRewards() - second.sumOfRewards(), random)));
    }
    return pairs;
  }

  @Test
  void countsOnAHandWorkedSet() {
    Segment one = Segments.withRewards(1, 1);
    Segment two = Segments.withRewards(2, 2);
    Segment five = Segments.withRewards(5, 5);
    LabelAudit card =
        audit(
            List.of(
                pair(one, two, Label.SECOND),
                pair(
                    two, one, Label.SECOND), // the same segments again, and against the true return
                pair(five, one, Label.FIRST),
                pair(five, two, Label.TIE),
                pair(one, one, Label.SKIP)));
    assertEquals(5, card.pairs());
    assertEquals(1, card.firstWins());
    assertEquals(2, card.secondWins());
    assertEquals(1, card.ties());
    assertEquals(1, card.skips());
    assertEquals(1, card.duplicates());
    assertEquals(3, card.judged());
    assertEquals(1, card.flipped());
    assertEquals(List.of(0.0, 1.0, 1.0, 3.0, 4.0), card.margins());
    assertArrayEquals(new int[] {3, 2}, card.marginHistogram(2));
  }

  @Test
  void wilsonIntervalMatchesTheFormulaByHand() {
    // 10 of 100: centre (0.1 + 3.841459/200) / 1.03841459 = 0.114797, half width 0.059568 (Wilson
    // 1927)
    double[] interval = LabelAudit.wilson(10, 100);
    assertEquals(0.055229, interval[0], 1e-6);
    assertEquals(0.174366, interval[1], 1e-6);
  }

  @Test
  void alwaysTheFirstIsRejectedWhateverTheReturns() {
    LabelAudit card = audit(random(200, (margin, random) -> Label.FIRST));
    assertTrue(card.failures().get(0).contains("the first segment wins all 200 decided pairs"));
    assertTrue(card.failures().stream().anyMatch(line -> line.contains("no better than chance")));
  }

  @Test
  void coinTossesAreRejected() {
    LabelAudit card =
        audit(
            random(
                500, (margin, random) -> random.nextDouble() < 0.5 ? Label.FIRST : Label.SECOND));
    assertEquals(1, card.failures().size());
    assertTrue(card.failures().get(0).contains("no better than chance"));
  }

  /** What a teacher sees beyond the segments may outweigh their returns. */
  @Test
  void chanceIsNoReasonAgainstATeacherThatLooksBeyond() {
    List<PreferencePair> pairs =
        random(500, (margin, random) -> random.nextDouble() < 0.5 ? Label.FIRST : Label.SECOND);
    assertEquals(1, failures(pairs, Map.of("teacher", "oracle")));
    assertEquals(0, failures(pairs, Map.of("teacher", "return-plus-value")));
    assertEquals(1, failures(pairs, Map.of("annotator.test", "mistake epsilon=0.5, share 1.0")));
    assertEquals(
        0, failures(pairs, Map.of("annotator.test", "return-plus-value forks=2, share 1.0")));
    assertEquals(
        1, // it labelled none of them
        failures(
            pairs,
            Map.of(
                "annotator.other",
                "return-plus-value, share 0.5",
                "annotator.test",
                "oracle, share 0.5")));
  }

  private static int failures(List<PreferencePair> pairs, Map<String, String> provenance) {
    return LabelAudit.of(new PreferenceDataset("point-mass-v0", pairs, provenance))
        .failures()
        .size();
  }

  @Test
  void noisyButInformativeLabelsPass() {
    LabelAudit card =
        audit(
            random(
                500,
                (margin, random) -> {
                  boolean right = random.nextDouble() < 0.8;
                  return margin > 0 == right ? Label.FIRST : Label.SECOND;
                }));
    assertEquals(List.of(), card.failures());
    assertTrue(card.flipLow() < 0.2 && 0.2 < card.flipHigh(), card.toString());
  }

  @Test
  void onlyTiesAreRejected() {
    LabelAudit card = audit(random(10, (margin, random) -> Label.TIE));
    assertEquals(List.of("none of the 10 pairs is decided"), card.failures());
  }

  @Test
  void unknownReturnsAreNotJudged() {
    List<PreferencePair> hidden =
        random(50, (margin, random) -> margin > 0 ? Label.FIRST : Label.SECOND).stream()
            .map(PreferencePair::withoutRewards)
            .toList();
    LabelAudit card = audit(hidden);
    assertEquals(0, card.judged());
    assertEquals(List.of(), card.margins());
    assertEquals(List.of(), card.failures());
  }
}
