package org.prefbench.preference.teacher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.Query;

/** Teachers who judge by components, on segments whose components are known. */
class ComponentTeachersTest {
  private static final Segment A = Judged.of(3, 2, 1.5); // the most reward
  private static final Segment B = Judged.of(1, 1, 1); // the least force
  private static final Segment C = Judged.of(2, 3, 0.5); // the smoothest
  private static final List<Segment> ALL = List.of(A, B, C);

  private static Labeler teacher(String id, Map<String, String> parameters) {
    return Labelers.create(id, parameters, Calibration.of(ALL));
  }

  private static Label label(Labeler teacher, Segment first, Segment second) {
    return teacher.label(new Query(first, second, new Seed(5)));
  }

  @Test
  void componentsAreSumsOverSteps() {
    assertEquals(3, Component.REWARD.of(A));
    assertEquals(-2, Component.EASE.of(A), 1e-6);
    assertEquals(-1.5, Component.SMOOTHNESS.of(A), 1e-6);
    assertEquals(2, Component.SURVIVAL.of(A));
    assertThrows(IllegalArgumentException.class, () -> Component.REWARD.of(A.withoutRewards()));
  }

  /** Rewards 1, 2, 3 have mean 2 and deviation 1; all segments have two steps. */
  @Test
  void scalesAreDeviationsFromTheMean() {
    ComponentScale scale = new ComponentScale("test", ALL);
    assertEquals(1, scale.of(Component.REWARD, A), 1e-12);
    assertEquals(-1, scale.of(Component.REWARD, B), 1e-12);
    assertEquals(0, scale.of(Component.SURVIVAL, A));
    assertEquals(
        "teacher 'mixed' needs at least 2 calibration segments, got 1",
        assertThrows(
                InvalidInputException.class,
                () -> Labelers.create("mixed", Map.of(), Calibration.of(List.of(A))))
            .getMessage());
  }

  /**
   * Two of three: A has more reward than B but needs more force and is less smooth, so B beats A; C
   * beats B by reward and smoothness; A beats C by reward and force.
   */
  @Test
  void aMajorityGoesInCircles() {
    Labeler teacher = teacher("cyclic", Map.of());
    assertEquals(Label.SECOND, label(teacher, A, B));
    assertEquals(Label.SECOND, label(teacher, B, C));
    assertEquals(Label.SECOND, label(teacher, C, A));
    assertEquals(Label.TIE, label(teacher, A, A));
  }

  /**
   * Standardised rewards of A, B, C are 1, -1, 0, eases 0, 1, -1: f g' - f' g is 1 for A and B, 1
   * for B and C, 1 for C and A.
   */
  @Test
  void aRotationGoesInCirclesAndADoseEndsThem() {
    Labeler circle = teacher("cyclic", Map.of("rule", "rotation"));
    assertEquals(Label.FIRST, label(circle, A, B));
    assertEquals(Label.FIRST, label(circle, B, C));
    assertEquals(Label.FIRST, label(circle, C, A));
    // of B and C: 0.4 (-1 - 0) + 0.6 > 0, and 0.6 (-1 - 0) + 0.4 < 0
    Labeler most = teacher("cyclic", Map.of("rule", "rotation", "dose", "0.6"));
    assertEquals(Label.FIRST, label(most, B, C));
    Labeler little = teacher("cyclic", Map.of("rule", "rotation", "dose", "0.4"));
    assertEquals(Label.SECOND, label(little, B, C));
    Labeler none = teacher("cyclic", Map.of("dose", "0"));
    assertEquals(Label.FIRST, label(none, A, B));
    assertEquals(Label.SECOND, label(none, B, C));
    assertEquals(Label.SECOND, label(none, C, A));
  }

  /** 3 above 2 above 1 in reward; the least force has B, then A, then C. */
  @Test
  void tastesDiffer() {
    Labeler fast = teacher("mixed", mixed("ease", "0"));
    Labeler lazy = teacher("mixed", mixed("reward", "0"));
    Labeler against = teacher("mixed", Map.of("reward", "-1", "ease", "0", "temperature", "0"));
    assertEquals(Label.FIRST, label(fast, A, B));
    assertEquals(Label.SECOND, label(lazy, A, B));
    assertEquals(Label.SECOND, label(against, A, B));
    assertEquals(Label.FIRST, label(lazy, A, C));
    // (1 + 0) and (-1 + 1), each over the root of 2
    assertEquals(Label.FIRST, label(teacher("mixed", mixed("survival", "0")), A, B));
    Labeler wrong = teacher("mixed", mixed("mistake", "1"));
    assertEquals(Label.SECOND, label(wrong, A, B));
  }

  private static Map<String, String> mixed(String key, String value) {
    return Map.of("temperature", "0", key, value);
  }

  /**
   * U of A and B differ by 2 (reward alone): the first wins with probability 1 / (1 + exp(-2 / T)),
   * and with mistakes epsilon + (1 - 2 epsilon) of that; 4,000 answers, five standard errors.
   */
  @ParameterizedTest
  @CsvSource({"1, 0, 0.88080", "2, 0, 0.73106", "2, 0.1, 0.68485"})
  void temperatureAndMistakesAreTheAnnotatorsOwn(
      double temperature, double mistake, double probability) {
    Labeler teacher =
        teacher(
            "mixed", Map.of("ease", "0", "temperature", "" + temperature, "mistake", "" + mistake));
    int firsts = 0;
    for (int i = 0; i < 4000; i++) {
      firsts += teacher.label(new Query(A, B, new Seed(1).child(i))) == Label.FIRST ? 1 : 0;
    }
    assertEquals(probability, firsts / 4000.0, 0.04);
  }

  @Test
  void somethingMustCount() {
    assertEquals(
        "mixed.reward, ease, smoothness or survival must have a weight other than 0",
        assertThrows(
                InvalidInputException.class,
                () -> teacher("mixed", Map.of("reward", "0", "ease", "0")))
            .getMessage());
    for (String rule : List.of("dose=1.5", "temperature=-1", "mistake=2")) {
      String[] parts = rule.split("=");
      assertThrows(
          InvalidInputException.class, () -> teacher("cyclic", Map.of(parts[0], parts[1])));
    }
  }

  /** Returns of the set have deviation 1; those of A and C differ by 1, those of A and A by 0. */
  @Test
  void anEditorTellsWhatIsWorthAnEdit() {
    Labeler fine = teacher("editor", Map.of("threshold", "0.9"));
    assertEquals(Label.FIRST, label(fine, A, C));
    assertEquals(Label.SECOND, label(fine, C, A));
    assertEquals(Label.TIE, label(fine, A, A));
    assertEquals(Label.TIE, label(teacher("editor", Map.of("threshold", "1.1")), A, C));
  }
}
