package org.prefbench.preference.teacher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.TwoDoors;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.Query;

/** Segments of {@link TwoDoors}, of one step each, whose advantages are worked out by hand. */
class RegretTest {
  private static final EnvironmentFactory DOORS = new TwoDoors();
  private static final double[] START = {0, 0};
  private static final double[] PAYING = {2, 0};

  /** Rewards 1 and then none. */
  private static final Segment EMPTY_ROOM = played(START, 0);

  /** No reward and then five payments. */
  private static final Segment PAYING_ROOM = played(START, -1);

  /** A first payment of 1 + a. */
  private static Segment payment(double a) {
    return played(PAYING, a);
  }

  private static Segment played(double[] state, double action) {
    return PairSampler.rollOut(
            new Simulator(DOORS, true, new Ledger()),
            new TwoDoors.Plays(action, action),
            new double[][] {state},
            1,
            new Seed[] {new Seed(1)})
        .get(0);
  }

  private static Label label(
      String teacher, Map<String, String> parameters, Policy policy, Segment one, Segment other) {
    Labeler labeler =
        Labelers.create(teacher, parameters, Calibration.of(List.of(one, other), DOORS, policy));
    return labeler.label(new Query(one, other, new Seed(8)));
  }

  /**
   * Of a policy that goes into the empty room, V(start) = 1, and is paid 5 in the paying room. So A
   * is 1 + 0 - 1 = 0 into the empty room, 0 + 5 - 1 = 4 into the paying one, and a for a payment of
   * 1 + a: 1 + a + 4 - 5. Returns, and returns plus values, have other orders.
   */
  @ParameterizedTest
  @CsvSource({
    "-0.5, FIRST, FIRST, SECOND", // 1 > 0.5; 0 > -0.5; 1 < 4.5
    "0.25, SECOND, SECOND, SECOND", // 1 < 1.25; 0 < 0.25; 1 < 5.25
    "-0.25, FIRST, FIRST, SECOND"
  })
  void theStartCountsWhereStartsDiffer(double a, Label oracle, Label regret, Label value) {
    Policy policy = new TwoDoors.Plays(0, 0);
    assertEquals(oracle, label("oracle", Map.of(), policy, EMPTY_ROOM, payment(a)));
    assertEquals(regret, label("regret", Map.of(), policy, EMPTY_ROOM, payment(a)));
    assertEquals(value, label("return-plus-value", Map.of(), policy, EMPTY_ROOM, payment(a)));
  }

  /** What starts well must do better: 4 above 1, although 5 is less than 6. */
  @Test
  void anOpportunityTakenBeatsALuckyStart() {
    Policy policy = new TwoDoors.Plays(0, 0);
    assertEquals(Label.FIRST, label("regret", Map.of(), policy, PAYING_ROOM, payment(1)));
    assertEquals(
        Label.SECOND, label("return-plus-value", Map.of(), policy, PAYING_ROOM, payment(1)));
    assertEquals(Label.FIRST, label("regret", Map.of(), policy, PAYING_ROOM, EMPTY_ROOM));
  }

  /** One step after the segment: into the paying room 0 + 1 - 1 = 0, and so is the empty room. */
  @Test
  void theValueReachesAsFarAsItIsTold() {
    Policy policy = new TwoDoors.Plays(0, 0);
    Map<String, String> near = Map.of("steps", "1");
    assertEquals(Label.TIE, label("regret", near, policy, PAYING_ROOM, EMPTY_ROOM));
    // V(start) is 1 in two steps, of the paying room it is 2, so a payment of 1 + a has a: 0 < 0.5
    assertEquals(Label.SECOND, label("regret", near, policy, PAYING_ROOM, payment(0.5)));
  }

  /**
   * A policy that takes either door and then is paid 0 or 2, for ever, by tosses of its own:
   * V(start) is 1/2 1 + 1/2 5 = 3 and V(paying) 5 on average, 10 each at best. Into the paying room
   * the advantage is 5 - 3 = 2 on average and 10 - 10 = 0 at best; a payment of 1 + a has a, and at
   * best 1 + a + 8 - 10 = a - 1. So a payment of 2 loses to the door on average, and ties with it
   * at best.
   */
  @Test
  void theBestOfManyRollOutsIsNearTheOptimum() {
    Map<String, String> mean = Map.of("forks", "200");
    Map<String, String> best = Map.of("value", "best", "forks", "200");
    assertEquals(Label.FIRST, label("regret", mean, new Tosses(), PAYING_ROOM, payment(1)));
    assertEquals(Label.TIE, label("regret", best, new Tosses(), PAYING_ROOM, payment(1)));
    assertEquals(Label.FIRST, label("regret", best, new Tosses(), PAYING_ROOM, payment(0.5)));
  }

  /** Tosses once for the door and once for all that is played after it. */
  private record Tosses() implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      FloatMatrix actions = new FloatMatrix(seeds.length, 1);
      return observations -> {
        for (int i = 0; i < seeds.length; i++) {
          boolean atStart = observations.get(i, 0) == 0;
          boolean heads = seeds[i].child(atStart ? 1 : 2).generator().nextDouble() < 0.5;
          actions.set(i, 0, atStart ? (heads ? 0 : -1) : heads ? 1 : -1);
        }
        return actions;
      };
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  /** Of one start with common streams A differs as return plus value does. */
  @Test
  void segmentsOfOneStartShareItsValue() {
    for (int i = 0; i < 20; i++) {
      Labeler teacher =
          Labelers.create(
              "regret",
              Map.of("forks", "1"),
              Calibration.of(List.of(EMPTY_ROOM), DOORS, new Tosses()));
      assertEquals(Label.TIE, teacher.label(new Query(EMPTY_ROOM, EMPTY_ROOM, new Seed(i))));
    }
  }

  @Test
  void withoutAPolicyOrAStateItIsRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> Labelers.create("regret", Map.of(), Calibration.of(List.of(EMPTY_ROOM))));
    Segment stateless =
        new Segment(
            EMPTY_ROOM.observations(),
            EMPTY_ROOM.actions(),
            EMPTY_ROOM.rewards(),
            EMPTY_ROOM.end(),
            Optional.<DoubleMatrix>empty());
    assertEquals(
        "teacher 'regret' needs segments with their first simulator states",
        assertThrows(
                InvalidInputException.class,
                () -> label("regret", Map.of(), new TwoDoors.Plays(0, 0), stateless, EMPTY_ROOM))
            .getMessage());
  }
}
