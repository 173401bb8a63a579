package org.prefbench.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

/**
 * What whole trainings of direct methods must show beyond the rules that every one keeps ({@link
 * LabelRules}): what a policy that is the reference costs, and that ties and circles choose
 * nothing. The losses alone are held to the same, more sharply, by {@code DirectChecksTest} and
 * {@code GapMethodsTest}.
 */
class DirectFamilyTest {
  private static final double LOG_2 = Math.log(2);

  /** Methods whose loss at the reference is a number whatever the segments are, by hand. */
  private static final Map<String, Double> IDLE =
      Map.of(
          "dpo", LOG_2,
          "plan-dpo", LOG_2,
          "cdpo", LOG_2,
          "rdpo", LOG_2,
          "dpop", LOG_2,
          "cpl-kl", LOG_2,
          "ipo", 25.0, // 1 / (4 tau^2)
          "sppo", 25.0, // (eta / 2)^2
          "kto", 0.5);

  /**
   * Methods that stay where they start if nobody wins. Of {@code dpop} winners may not lose, and
   * half of every tie is one; {@code cpl-kl} charges losers less.
   */
  private static final Set<String> STILL_AT_TIES =
      Set.of("dpo", "plan-dpo", "cdpo", "rdpo", "ipo", "sppo", "kto");

  /** Methods that learn densities or distances of their own accord, without the reference. */
  private static final Set<String> WITHOUT_REFERENCE =
      Set.of("simpo", "slic", "cpl", "cpl-bc", "dppo");

  /**
   * Methods that regress on what a model learned from the pairs, which of ties and circles is
   * little but not nothing: their losses are looked at with known gaps, by {@code GapMethodsTest}
   * and {@code GeneralPreferencesTest}.
   */
  private static final Set<String> BY_A_MODEL =
      Set.of("capo", "distilled-dpo", "pessimistic-distilled-dpo", "gpm", "gpo");

  /** Methods with tests of their own: a latent or an annotator behind each pair, fresh pairs. */
  private static final Set<String> ELSEWHERE =
      Set.of("latent-dpo", "em-dpo", "minmax-dpo", "sppo-rounds");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "keep", "last",
          "validation-share", "0",
          "batch-size", "64",
          "learning-rate", "0.01",
          "warm-up", "0",
          "train-std", "false");

  private static Stream<AlgorithmFactory<?>> family() {
    return Algorithms.registered().all().stream()
        .filter(factory -> factory.family() == Family.DIRECT);
  }

  /** A new direct method is to be put where it belongs. */
  @Test
  void everyMethodOfTheFamilyIsLookedAt() {
    Set<String> known = new TreeSet<>(Set.of("rpo"));
    for (Set<String> some : List.of(IDLE.keySet(), WITHOUT_REFERENCE, BY_A_MODEL, ELSEWHERE)) {
      known.addAll(some);
    }
    assertEquals(
        known, new TreeSet<>(family().map(AlgorithmFactory::id).toList()), "of the direct family");
  }

  static Set<String> withIdleLoss() {
    return IDLE.keySet();
  }

  @ParameterizedTest
  @MethodSource("withIdleLoss")
  void doingNothingCostsWhatItMust(String id) {
    RecordingMonitor curve = train(id, Problem.pendulum());
    assertEquals(IDLE.get(id), curve.values("loss").get(0), 1e-5 * IDLE.get(id));
    assertEquals(0, curve.values("kl").get(0), 1e-9);
    assertTrue(last(curve) > 1e-4, "labels move it: " + last(curve));
  }

  static Set<String> stillAtTies() {
    return STILL_AT_TIES;
  }

  @ParameterizedTest
  @MethodSource("stillAtTies")
  void tiesAloneLeaveTheReference(String id) {
    Problem ties = Problem.pendulum().with(Problem.each((i, pair) -> labelled(pair, Label.TIE)));
    assertEquals(0, last(train(id, ties)), 1e-9);
  }

  /**
   * Three segments of one start beat each other in a circle: the pulls of the pairs add up to
   * nothing where they start, for every loss whose pulls at the reference are equal and opposite.
   */
  @ParameterizedTest
  @MethodSource("stillAtTies")
  void aCircleMovesNothing(String id) {
    double moved = last(train(id, circle(true)));
    double row = last(train(id, circle(false)));
    assertTrue(moved < 1e-3 * row, "KL " + moved + " of " + row);
  }

  /** The first three segments of the pairs, each often; in a circle or in a row. */
  private static Problem circle(boolean closed) {
    return Problem.pendulum()
        .with(
            pairs -> {
              Segment[] three = {pairs.get(0).first(), pairs.get(0).second(), pairs.get(1).first()};
              List<PreferencePair> result = new ArrayList<>();
              for (int i = 0; i < 48; i++) {
                int which = i % 3;
                Label label = closed || which != 2 ? Label.FIRST : Label.SECOND;
                result.add(
                    new PreferencePair(three[which], three[(which + 1) % 3], label, "circle"));
              }
              return result;
            });
  }

  private static PreferencePair labelled(PreferencePair pair, Label label) {
    return DataRules.labelled(pair, label);
  }

  private static double last(RecordingMonitor curve) {
    List<Double> values = curve.values("kl");
    return values.get(values.size() - 1);
  }

  private static RecordingMonitor train(String id, Problem problem) {
    Candidate method = new Candidate(Algorithms.registered().get(id), Map.of()).with(SETTINGS);
    RecordingMonitor curve = new RecordingMonitor();
    method.train(problem, method.grants(), Candidate.SEED, curve);
    return curve;
  }
}
