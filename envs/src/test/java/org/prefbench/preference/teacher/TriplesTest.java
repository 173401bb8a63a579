package org.prefbench.preference.teacher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.Annotators;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

class TriplesTest {
  private static final Segment A = Judged.of(1, 1, 0.25);
  private static final Segment B = Judged.of(2, 1, 0.5);
  private static final Segment C = Judged.of(3, 1, 0.75);
  private static final Segment D = Judged.of(4, 1, 1);

  private static PreferencePair beats(Segment winner, Segment loser) {
    return new PreferencePair(winner, loser, Label.FIRST, "test");
  }

  /** A beats B, B beats C, C beats A: a circle. D is beaten by all: three ordered triples. */
  @Test
  void countsOnAHandWorkedSet() {
    List<PreferencePair> pairs =
        List.of(
            beats(A, B),
            new PreferencePair(C, B, Label.SECOND, "test"), // B beats C
            beats(C, A),
            beats(A, D),
            beats(B, D),
            beats(C, D));
    Triples triples = Triples.ofLabels(pairs).orElseThrow();
    assertEquals(new Triples(Triples.Source.LABELS, 4, 1), triples);
    assertEquals(0.25, triples.cyclicShare());
    assertEquals(3 / 6.0, triples.transitivity(), "three chains hold, the circle breaks three");
    assertTrue(Double.isNaN(triples.interval()[0]), "triples of one set are not independent");
  }

  /** Without D's pairs with B and C there is one triple; with a tie in it there is none. */
  @Test
  void majoritiesAndTies() {
    List<PreferencePair> pairs =
        new ArrayList<>(List.of(beats(A, B), beats(B, C), beats(C, A), beats(A, D)));
    assertEquals(1, Triples.ofLabels(pairs).orElseThrow().cyclic());
    pairs.addAll(List.of(beats(A, C), beats(A, C))); // two against one
    assertEquals(0, Triples.ofLabels(pairs).orElseThrow().cyclic());
    pairs.addAll(List.of(beats(B, A), new PreferencePair(B, A, Label.TIE, "test"))); // one to one
    assertEquals(Optional.empty(), Triples.ofLabels(pairs));
  }

  /**
   * Of the 216 ways in which three voters order three things 12 are Condorcet's circles. The origin
   * lies in a triangle of three independent points with a law that is symmetric about it with
   * probability 1/4 (Wendel 1962), which is when a rotation goes in a circle. A coin answers in 8
   * ways, 2 of which are circles; a reward has none.
   */
  @ParameterizedTest
  @CsvSource({
    "cyclic, majority, 0.055556",
    "cyclic, rotation, 0.25",
    "coin, '', 0.25",
    "oracle, '', 0"
  })
  void askedTeachersAreAsFarFromAnOrderAsTheyMustBe(String id, String rule, double share) {
    int count = 4000;
    List<Segment> segments = Judged.independent(3000, new Seed(2));
    Map<String, String> parameters = rule.isEmpty() ? Map.of() : Map.of("rule", rule);
    Annotators teacher = Labelers.create(id, parameters, Calibration.of(segments));
    Triples triples = Triples.asked(teacher, segments, count, new Seed(3));
    assertEquals(Triples.Source.TEACHER, triples.source());
    assertEquals(count, triples.triples());
    double error = Math.sqrt(share * (1 - share) / count);
    assertEquals(share, triples.cyclicShare(), 5 * error);
    assertEquals((1 - share) / (1 + 2 * share), triples.transitivity(), 15 * error);
    assertTrue(triples.interval()[0] <= triples.cyclicShare());
    assertTrue(triples.interval()[1] >= triples.cyclicShare());
  }

  /** Each of two annotators is asked for what the set's own segments make of it. */
  @Test
  void teachersAreMadeAgainFromWhatWasRecorded() {
    List<Segment> segments = Judged.independent(60, new Seed(4));
    List<Annotator> annotators =
        List.of(
            new Annotator("ann", "cyclic", Map.of("rule", "rotation", "dose", "0.75"), 0.5),
            new Annotator("ben", "mixed", Map.of("ease", "-1", "mistake", "0.5"), 0.5));
    for (List<Annotator> some : List.of(annotators, List.of(new Annotator("coin", Map.of())))) {
      Annotators original = Labelers.create(some, Calibration.of(segments));
      Annotators again =
          RecordedTeachers.of(set(segments, Annotator.provenance(some))).orElseThrow();
      assertEquals(
          Triples.asked(original, segments, 200, new Seed(6)),
          Triples.asked(again, segments, 200, new Seed(6)));
    }
  }

  @Test
  void peopleAndTeachersWhoLookBeyondCannotBeAsked() {
    List<Segment> segments = Judged.independent(4, new Seed(4));
    assertTrue(RecordedTeachers.of(set(segments, Map.of())).isEmpty());
    assertTrue(RecordedTeachers.of(set(segments, Map.of("teacher", "somebody"))).isEmpty());
    assertTrue(
        RecordedTeachers.of(set(segments, Map.of("teacher", "return-plus-value"))).isEmpty());
    Map<String, String> oracle = Map.of("teacher", "oracle");
    assertTrue(RecordedTeachers.of(set(segments, oracle)).isPresent());
    List<Segment> hidden = segments.stream().map(Segment::withoutRewards).toList();
    assertTrue(RecordedTeachers.of(set(hidden, oracle)).isEmpty());
  }

  private static PreferenceDataset set(List<Segment> segments, Map<String, String> provenance) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < segments.size(); i += 2) {
      pairs.add(beats(segments.get(i), segments.get(i + 1)));
    }
    return new PreferenceDataset("test-v0", pairs, provenance);
  }
}
