package org.prefbench.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;

/** B-Pref's rules (Lee et al. 2021) on hand-worked returns. */
class ScriptedTeacherTest {
  private static final Segment LOW = Segments.withRewards(0, 1, 1, 1); // R = 3
  private static final Segment HIGH = Segments.withRewards(1, 2, 2, 2); // R = 6
  private static final Segment EARLY = Segments.withRewards(2, 4, 0, 0); // R = 4
  private static final Segment LATE = Segments.withRewards(3, 0, 0, 3.5); // R = 3.5

  private static Label label(
      String id, Map<String, String> parameters, Segment first, Segment second) {
    return Labelers.create(id, parameters, Calibration.of(List.of(LOW, HIGH)))
        .label(new Query(first, second, new Seed(7)));
  }

  @Test
  void oracleFollowsTheTrueReturnAndKeepsTies() {
    assertEquals(Label.FIRST, label("oracle", Map.of(), HIGH, LOW));
    assertEquals(Label.SECOND, label("oracle", Map.of(), LOW, HIGH));
    assertEquals(Label.TIE, label("oracle", Map.of(), LOW, LOW));
  }

  /** Of 4,000 tosses half fall either way, within five standard errors of 0.0079. */
  @Test
  void coinKnowsNothing() {
    Labeler coin = Labelers.create("coin", Map.of(), Calibration.of(List.of()));
    int firsts = 0;
    for (int i = 0; i < 4000; i++) {
      Label label = coin.label(new Query(HIGH, LOW, new Seed(7).child(i)));
      assertTrue(label == Label.FIRST || label == Label.SECOND, label.name());
      firsts += label == Label.FIRST ? 1 : 0;
    }
    assertEquals(0.5, firsts / 4000.0, 0.04);
  }

  @Test
  void myopicWeighsLateStepsMost() {
    // gamma 0.9: EARLY has 4 * 0.81 = 3.24, LATE has 3.5; the oracle prefers EARLY (4 > 3.5)
    assertEquals(Label.FIRST, label("oracle", Map.of(), EARLY, LATE));
    assertEquals(Label.SECOND, label("myopic", Map.of(), EARLY, LATE));
    // gamma 0.95: 4 * 0.9025 = 3.61 > 3.5
    assertEquals(Label.FIRST, label("myopic", Map.of("gamma", "0.95"), EARLY, LATE));
  }

  @Test
  void skipThresholdIsAShareOfTheMeanReturn() {
    // mean of 3 and 6 is 4.5; epsilon 0.7 gives 3.15 >= 3, epsilon 0.6 gives 2.7 < 3
    assertEquals(Label.SKIP, label("skip", Map.of("epsilon", "0.7"), LOW, LOW));
    assertEquals(Label.TIE, label("skip", Map.of("epsilon", "0.6"), LOW, LOW));
    assertEquals(Label.FIRST, label("skip", Map.of("epsilon", "0.7"), HIGH, LOW));
  }

  @Test
  void thresholdsStartAtTheFloorWhereReturnsAreNegative() {
    Segment bad = Segments.withRewards(4, -10);
    Segment good = Segments.withRewards(5, -2);
    // floor -10, mean -6: epsilon 0.5 puts the skip threshold at -8 and the tie threshold at 2
    Labeler skip =
        Labelers.create("skip", Map.of("epsilon", "0.5"), Calibration.of(List.of(bad, good)));
    assertEquals(
        Label.SKIP, skip.label(new Query(bad, Segments.withRewards(6, -8.5), new Seed(1))));
    assertEquals(
        Label.SECOND, skip.label(new Query(bad, Segments.withRewards(6, -7.5), new Seed(1))));
    Labeler equal =
        Labelers.create("equal", Map.of("epsilon", "0.5"), Calibration.of(List.of(bad, good)));
    assertEquals(
        Label.TIE, equal.label(new Query(good, Segments.withRewards(6, -3.5), new Seed(1))));
    assertEquals(
        Label.FIRST, equal.label(new Query(good, Segments.withRewards(6, -4.5), new Seed(1))));
  }

  @Test
  void equalCallsCloseReturnsATie() {
    // threshold 0.1 * 4.5 = 0.45 < 0.5 = 4 - 3.5; 0.2 * 4.5 = 0.9 > 0.5
    assertEquals(Label.FIRST, label("equal", Map.of(), EARLY, LATE));
    assertEquals(Label.TIE, label("equal", Map.of("epsilon", "0.2"), EARLY, LATE));
  }

  @Test
  void mistakeExchangesTheDeclaredShare() {
    Labeler teacher =
        Labelers.create("mistake", Map.of("epsilon", "0.3"), Calibration.of(List.of()));
    int wrong = 0;
    int queries = 20_000;
    for (int i = 0; i < queries; i++) {
      if (teacher.label(new Query(HIGH, LOW, new Seed(3).child(i))) == Label.SECOND) {
        wrong++;
      }
    }
    // binomial standard error sqrt(0.3 * 0.7 / 20000) = 0.0032; four of them
    assertEquals(0.3, wrong / (double) queries, 0.013);
  }

  @Test
  void noisyIsLogisticInStandardizedReturns() {
    // sample standard deviation of 3 and 6 is 3 / sqrt 2, so the margin 3 is sqrt 2 deviations: at
    // temperature 2 the
    // first wins with probability 1 / (1 + exp(-sqrt(2) / 2)) = 0.66976
    Labeler teacher =
        Labelers.create("noisy", Map.of("temperature", "2"), Calibration.of(List.of(LOW, HIGH)));
    int first = 0;
    int queries = 20_000;
    for (int i = 0; i < queries; i++) {
      if (teacher.label(new Query(HIGH, LOW, new Seed(5).child(i))) == Label.FIRST) {
        first++;
      }
    }
    assertEquals(0.66976, first / (double) queries, 0.0134);
  }

  @Test
  void badParametersAreNamed() {
    InvalidInputException negative =
        assertThrows(
            InvalidInputException.class,
            () -> label("noisy", Map.of("temperature", "-1"), LOW, HIGH));
    assertEquals("noisy.temperature must be > 0, got -1.0", negative.getMessage());
    InvalidInputException unknown =
        assertThrows(InvalidInputException.class, () -> label("mistaken", Map.of(), LOW, HIGH));
    assertTrue(unknown.getMessage().contains("did you mean 'mistake'?"), unknown.getMessage());
    InvalidInputException hidden =
        assertThrows(
            InvalidInputException.class,
            () -> Labelers.create("skip", Map.of(), Calibration.of(List.of())));
    assertTrue(
        hidden.getMessage().contains("needs at least 2 calibration segments, got 0"),
        hidden.getMessage());
  }

  @Test
  void hiddenRewardsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> label("oracle", Map.of(), LOW.withoutRewards(), HIGH));
  }
}
