package org.prefbench.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Policy;
import org.prefbench.policy.TwoDoors;
import org.prefbench.policy.UniformPolicy;
import org.prefbench.preference.PairSampler.StateDistribution;

/** Segments of {@link TwoDoors}, whose values are worked out there. */
class ReturnPlusValueTest {
  private static final String ID = "return-plus-value";
  private static final EnvironmentFactory DOORS = new TwoDoors();
  private static final EnvironmentFactory POINT_MASS =
      Environments.registered().get("point-mass-v0");

  private static final Segment A = first(0, 1);
  private static final Segment B = first(-1, 1);
  private static final Segment EXIT = first(1, 1);

  /** The first steps of the policy that takes a door and plays 0 after it. */
  private static Segment first(double door, int steps) {
    return PairSampler.rollOut(
            new Simulator(DOORS, true, new Ledger()),
            new TwoDoors.Plays(door, 0),
            new double[][] {{0, 0}},
            steps,
            new Seed[] {new Seed(1)})
        .get(0);
  }

  private static Labeler teacher(Map<String, String> parameters, Policy policy) {
    return Labelers.create(ID, parameters, Calibration.of(List.of(), DOORS, policy));
  }

  private static Label label(Map<String, String> parameters, Segment first, Segment second) {
    return teacher(parameters, new TwoDoors.Plays(0, 0))
        .label(new Query(first, second, new Seed(3)));
  }

  private static Label oracle(Segment first, Segment second) {
    return Labelers.create("oracle", Map.of(), Calibration.of(List.of()))
        .label(new Query(first, second, new Seed(3)));
  }

  @Test
  void itPrefersWhatPaysLater() {
    assertEquals(Label.FIRST, oracle(A, B), "1 > 0");
    assertEquals(Label.SECOND, label(Map.of(), A, B), "1 + 0 < 0 + 5");
    assertEquals(Label.FIRST, label(Map.of(), B, A));
  }

  @Test
  void theValueReachesAsFarAsItIsTold() {
    assertEquals(Label.TIE, label(Map.of("steps", "1"), A, B), "1 + 0 = 0 + 1");
    assertEquals(Label.SECOND, label(Map.of("steps", "2"), A, B), "1 + 0 < 0 + 2");
    assertEquals(Label.SECOND, label(Map.of("steps", "6"), A, B), "1 + 0 < 0 + 5");
  }

  /** The task has 8 steps: from a segment of 7 only one more is looked at, of 8 none. */
  @Test
  void byDefaultTheValueReachesToTheTimeLimit() {
    for (int length = 1; length <= 8; length++) {
      Segment waiting = waiting(length); // in the paying room at last, with all five payments left
      int left = Math.min(5, 8 - length);
      for (int rival = 0; rival <= 5; rival++) {
        Label expected = left > rival ? Label.FIRST : left < rival ? Label.SECOND : Label.TIE;
        assertEquals(expected, label(Map.of(), waiting, paid(rival)), length + " " + rival);
      }
    }
  }

  /** A segment that ends, by what is said, in the paying room after {@code length} steps. */
  private static Segment waiting(int length) {
    DoubleMatrix states = new DoubleMatrix(length, 2); // the last step is the one through the door
    FloatMatrix actions = new FloatMatrix(length, 1);
    Arrays.fill(actions.values(), -1);
    return new Segment(
        new FloatMatrix(length + 1, 2),
        actions,
        new FloatMatrix(length, 1),
        End.RUNNING,
        Optional.of(states));
  }

  /** A segment that paid so much, and ended. */
  private static Segment paid(double reward) {
    FloatMatrix rewards = new FloatMatrix(1, 1);
    rewards.set(0, 0, (float) reward);
    return new Segment(
        EXIT.observations(), EXIT.actions(), rewards, End.TERMINATED, Optional.empty());
  }

  @Test
  void thePolicyThatActsSetsTheValue() {
    assertEquals(Label.FIRST, labelWhere(-1), "1 + 0 > 0 + 5 (1 - 1)");
    assertEquals(Label.FIRST, labelWhere(-0.875), "1 + 0 > 0 + 5 / 8");
    assertEquals(Label.SECOND, labelWhere(-0.75), "1 + 0 < 0 + 5 / 4");
  }

  private static Label labelWhere(double later) {
    return teacher(Map.of(), new TwoDoors.Plays(0, later)).label(new Query(A, B, new Seed(3)));
  }

  @Test
  void whatTerminatedHasNoValue() {
    assertEquals(End.TERMINATED, EXIT.end());
    assertEquals(Label.TIE, label(Map.of(), EXIT, A), "1 + 0 = 1 + 0, not 1 + 100");
    Segment denied =
        new Segment(
            EXIT.observations(), EXIT.actions(), EXIT.rewards(), End.RUNNING, EXIT.states());
    assertEquals(Label.TIE, label(Map.of(), denied, A), "the simulator knows better");
  }

  /** Without common streams the two would tie with probability zero. */
  @Test
  void equalSegmentsTieBecauseTheirRollOutsShareStreams() {
    Labeler teacher =
        Labelers.create(
            ID, Map.of("forks", "2"), Calibration.of(List.of(), DOORS, new UniformPolicy()));
    for (int i = 0; i < 20; i++) {
      assertEquals(Label.TIE, teacher.label(new Query(B, B, new Seed(i))));
    }
  }

  /** Labels of noisy roll-outs: more queries than go in lockstep, whose segments end by time. */
  @Test
  void anAnswerDependsOnItsOwnQueryAlone() {
    List<Query> queries = queries(150);
    Labeler teacher = pointMass();
    List<Label> together = teacher.label(queries);
    int differing = 0;
    for (int i = 0; i < queries.size(); i++) {
      Query query = queries.get(i);
      assertEquals(together.get(i), teacher.label(query));
      assertEquals(
          together.get(i).exchanged(),
          teacher.label(new Query(query.second(), query.first(), query.stream())));
      differing += together.get(i) != oracle(query.first(), query.second()) ? 1 : 0;
    }
    assertTrue(differing > 10, differing + " of 150 differ from the oracle's");
    assertTrue(together.contains(Label.FIRST) && together.contains(Label.SECOND));
  }

  /** A method hands over first states and no rewards. */
  @Test
  void aMethodsQueriesGetTheLabelsOfTheStudysPairs() {
    List<Query> queries = queries(30);
    List<Query> bare = new ArrayList<>();
    for (Query query : queries) {
      bare.add(new Query(bare(query.first()), bare(query.second()), query.stream()));
    }
    Ledger ledger = new Ledger();
    List<PreferencePair> answers = new Teacher(pointMass(), POINT_MASS, ledger).answer(bare);
    assertEquals(pointMass().label(queries), answers.stream().map(PreferencePair::label).toList());
    assertEquals(30, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(0, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS), "the teacher's own simulator");
  }

  private static Segment bare(Segment segment) {
    return new Segment(
            segment.observations(),
            segment.actions(),
            segment.rewards(),
            segment.end(),
            segment.states().map(rows -> DoubleMatrix.of(rows.row(0))))
        .withoutRewards();
  }

  private static Labeler pointMass() {
    return Labelers.create(
        ID,
        Map.of("forks", "2", "steps", "20"),
        Calibration.of(List.of(), POINT_MASS, new UniformPolicy()));
  }

  private static List<Query> queries(int count) {
    List<SegmentPair> pairs =
        PairSampler.fromPolicy(
            new Simulator(POINT_MASS, true, new Ledger()),
            new UniformPolicy(),
            new TrajectoryDataset("point-mass-v0", List.of(A), Map.of()),
            StateDistribution.INITIAL,
            count,
            5,
            new Seed(4));
    List<Query> queries = new ArrayList<>();
    for (SegmentPair pair : pairs) {
      queries.add(new Query(pair.first(), pair.second(), new Seed(9).child(queries.size())));
    }
    return queries;
  }

  @Test
  void withoutAPolicyOrAStateItIsRefused() {
    String reason =
        "teacher 'return-plus-value' labels by what comes after a segment, so it needs a policy"
            + " that acts on there, which logged pairs do not have";
    InvalidInputException nobody =
        assertThrows(
            InvalidInputException.class,
            () -> Labelers.create(ID, Map.of(), Calibration.of(List.of(A, B))));
    assertEquals(reason, nobody.getMessage());
    List<Annotator> annotators = List.of(new Annotator(ID, Map.of()));
    Labelers.check(annotators, true);
    assertEquals(
        reason,
        assertThrows(InvalidInputException.class, () -> Labelers.check(annotators, false))
            .getMessage());
    Segment stateless =
        new Segment(B.observations(), B.actions(), B.rewards(), B.end(), Optional.empty());
    assertEquals(
        "teacher 'return-plus-value' needs segments with simulator states, from which it goes on",
        assertThrows(InvalidInputException.class, () -> label(Map.of(), A, stateless))
            .getMessage());
    for (String wrong : List.of("forks=0", "steps=-1")) {
      String[] parts = wrong.split("=");
      assertTrue(
          assertThrows(InvalidInputException.class, () -> label(Map.of(parts[0], parts[1]), A, B))
              .getMessage()
              .startsWith(ID + "." + parts[0] + " must be >="));
    }
  }
}
