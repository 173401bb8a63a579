package org.prefbench.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.policy.UniformPolicy;
import org.prefbench.preference.PairSampler.StateDistribution;

/** Several teachers label the pairs of one set. */
class AnnotatorsTest {
  private static final EnvironmentFactory POINT_MASS =
      Environments.registered().get("point-mass-v0");
  private static final int PAIRS = 2000;
  private static final Seed LABELS = new Seed(8).child("labels");

  /** Pairs with standard normal returns. */
  private static final List<SegmentPair> DRAWN = drawn();

  private static final Calibration CALIBRATION =
      Calibration.of(
          DRAWN.stream().flatMap(pair -> List.of(pair.first(), pair.second()).stream()).toList());

  private static final Annotator ORACLE = new Annotator("oracle", "oracle", Map.of(), 0.3);
  private static final Annotator ANNA =
      new Annotator("anna", "noisy", Map.of("temperature", "2"), 0.2);
  private static final Annotator BEN = new Annotator("ben", "mistake", Map.of("epsilon", "1"), 0.5);
  private static final List<Annotator> THREE = List.of(ORACLE, ANNA, BEN);

  private static List<SegmentPair> drawn() {
    RandomStream random = new Seed(11).generator();
    List<SegmentPair> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(
          new SegmentPair(
              Segments.withRewards(2 * i, random.nextGaussian()),
              Segments.withRewards(2 * i + 1, random.nextGaussian())));
    }
    return pairs;
  }

  private static List<PreferencePair> label(List<Annotator> annotators) {
    return PairSampler.label(DRAWN, Labelers.create(annotators, CALIBRATION), LABELS);
  }

  private static Annotator with(Annotator annotator, double share) {
    return new Annotator(annotator.id(), annotator.teacher(), annotator.parameters(), share);
  }

  @Test
  void everyLabelIsTheOneThatItsAnnotatorGivesAlone() {
    Map<String, List<Label>> alone = new TreeMap<>();
    for (Annotator annotator : THREE) {
      Labeler rule = Labelers.create(annotator.teacher(), annotator.parameters(), CALIBRATION);
      alone.put(
          annotator.id(),
          IntStream.range(0, PAIRS)
              .mapToObj(
                  i ->
                      rule.label(
                          new Query(DRAWN.get(i).first(), DRAWN.get(i).second(), LABELS.child(i))))
              .toList());
    }
    List<PreferencePair> mixed = label(THREE);
    for (int i = 0; i < PAIRS; i++) {
      assertEquals(alone.get(mixed.get(i).annotator()).get(i), mixed.get(i).label());
      assertEquals(DRAWN.get(i).first(), mixed.get(i).first());
    }
    List<PreferencePair> one = label(List.of(with(ANNA, 1)));
    assertEquals(alone.get("anna"), one.stream().map(PreferencePair::label).toList());
    assertTrue(one.stream().allMatch(pair -> pair.annotator().equals("anna")));
  }

  @Test
  void annotatorsHaveTheirShares() {
    List<PreferencePair> pairs = label(THREE);
    for (Annotator annotator : THREE) {
      long own = pairs.stream().filter(pair -> pair.annotator().equals(annotator.id())).count();
      double share = annotator.share();
      // binomial: five standard deviations are passed once in two million
      double limit = 5 * Math.sqrt(PAIRS * share * (1 - share));
      assertEquals(PAIRS * share, own, limit, annotator.id());
    }
  }

  @Test
  void whoLosesNoShareKeepsItsPairsAndTheirLabels() {
    List<PreferencePair> before = label(THREE);
    List<PreferencePair> after = label(List.of(with(ORACLE, 0.6), ANNA, with(BEN, 0.2)));
    int kept = 0;
    for (int i = 0; i < PAIRS; i++) {
      if (before.get(i).annotator().equals("oracle")) {
        assertEquals(before.get(i), after.get(i));
        kept++;
      }
    }
    assertTrue(kept > 0);
  }

  @Test
  void tiesAndSkipsAreTheAnnotatorsOwn() {
    List<Annotator> annotators =
        List.of(
            new Annotator("equal", "equal", Map.of("epsilon", "1"), 0.5),
            new Annotator("skip", "skip", Map.of("epsilon", "1"), 0.5));
    List<PreferencePair> pairs = label(annotators);
    assertTrue(pairs.stream().anyMatch(pair -> pair.label() == Label.TIE));
    assertTrue(pairs.stream().anyMatch(pair -> pair.label() == Label.SKIP));
    for (PreferencePair pair : pairs) {
      assertTrue(pair.label() != Label.TIE || pair.annotator().equals("equal"));
      assertTrue(pair.label() != Label.SKIP || pair.annotator().equals("skip"));
    }
  }

  /** Ben is always wrong, the oracle always right: the answer tells who gave it. */
  @Test
  void aQueryOfAMethodIsAnsweredByOneAndCounted() {
    Annotators annotators =
        Labelers.create(List.of(with(ORACLE, 0.5), BEN), Calibration.of(List.of()));
    Ledger ledger = new Ledger();
    Teacher teacher = new Teacher(annotators, POINT_MASS, ledger);
    List<SegmentPair> queries =
        PairSampler.fromPolicy(
            new Simulator(POINT_MASS, true, new Ledger()),
            new UniformPolicy(),
            new TrajectoryDataset("point-mass-v0", List.of(Segments.withRewards(0, 0)), Map.of()),
            StateDistribution.INITIAL,
            200,
            5,
            new Seed(4));
    int right = 0;
    for (int i = 0; i < queries.size(); i++) {
      SegmentPair pair = queries.get(i);
      Seed query = new Seed(i).child("query");
      PreferencePair answer =
          teacher
              .answer(
                  List.of(
                      new Query(
                          pair.first().withoutRewards(), pair.second().withoutRewards(), query)))
              .get(0);
      boolean firstIsBetter = pair.first().sumOfRewards() > pair.second().sumOfRewards();
      boolean agrees = answer.label() == (firstIsBetter ? Label.FIRST : Label.SECOND);
      assertEquals(agrees ? "oracle" : "ben", answer.annotator());
      assertEquals(annotators.of(query).id(), answer.annotator());
      assertTrue(Double.isNaN(answer.first().sumOfRewards()));
      right += agrees ? 1 : 0;
    }
    assertEquals(100, right, 5 * Math.sqrt(200 * 0.25));
    assertEquals(200, ledger.count(Ledger.Entry.TEACHER_QUERIES));
  }

  /** Without the check, a query that no rewards can answer would be answered by chance. */
  @Test
  void aQueryWhoseRewardIsNotANumberIsRefused() {
    EnvironmentFactory hopper = Environments.registered().get("hopper-v4");
    Teacher teacher =
        new Teacher(
            Labelers.create(List.of(with(ORACLE, 1)), Calibration.of(List.of())),
            hopper,
            new Ledger());
    DoubleMatrix states = new DoubleMatrix(1, hopper.spec().stateSize());
    states.set(0, 1, 1.25); // upright
    FloatMatrix actions = new FloatMatrix(2, 3);
    actions.set(1, 2, Float.NaN);
    Segment segment =
        new Segment(
            new FloatMatrix(3, 11),
            actions,
            new FloatMatrix(2, 1),
            End.RUNNING,
            Optional.of(states));
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> teacher.answer(List.of(new Query(segment, segment, new Seed(1)))));
    assertEquals("step 1 of a queried segment has the reward NaN", error.getMessage());
  }

  @Test
  void theAuditHasACardForEach() {
    PreferenceDataset set = new PreferenceDataset("point-mass-v0", label(THREE), Map.of());
    Map<String, LabelAudit> cards = LabelAudit.byAnnotator(set);
    assertEquals(3, cards.size());
    assertEquals(PAIRS, cards.values().stream().mapToInt(LabelAudit::pairs).sum());
    assertEquals(1, cards.get("oracle").agreement());
    assertEquals(0, cards.get("ben").agreement());
    double all = LabelAudit.of(set).agreement();
    double sum = 0;
    for (LabelAudit card : cards.values()) {
      sum += card.agreement() * card.judged();
    }
    assertEquals(all, sum / PAIRS, 1e-12, "no pair of normal returns ties, so all are judged");
  }

  @Test
  void sharesAndIdsAreChecked() {
    Annotator third = with(ANNA, 0.333);
    Annotator.check("teachers", List.of(with(ORACLE, 0.333), third, with(BEN, 0.333)));
    refused("teachers must have at least one entry", List.of());
    refused("teachers must differ in their ids, got 'anna' twice", List.of(ANNA, ANNA));
    refused("teachers must have shares that sum to 1, got 0.5000", List.of(ORACLE, ANNA));
    refused("teachers must have shares that sum to 1, got 1.1000", List.of(with(ORACLE, 0.6), BEN));
    for (double share : new double[] {0, -0.5, Double.NaN, 1.5}) {
      assertThrows(InvalidInputException.class, () -> with(ANNA, share));
    }
  }

  private static void refused(String message, List<Annotator> annotators) {
    assertEquals(
        message,
        assertThrows(InvalidInputException.class, () -> Annotator.check("teachers", annotators))
            .getMessage());
  }

  @Test
  void whatIsRecordedNamesAllOfThem() {
    assertEquals(
        Map.of("teacher", "noisy", "teacher.temperature", "2"),
        Annotator.provenance(List.of(with(ANNA, 1))));
    assertEquals(
        Map.of(
            "annotator.oracle",
            "oracle, share 0.3",
            "annotator.anna",
            "noisy temperature=2, share 0.2",
            "annotator.ben",
            "mistake epsilon=1, share 0.5"),
        Annotator.provenance(THREE));
  }
}
