package org.prefbench.preference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
import org.prefbench.policy.UniformPolicy;
import org.prefbench.preference.PairSampler.StateDistribution;

class PairSamplerTest {
  private static final EnvironmentFactory POINT_MASS =
      Environments.registered().get("point-mass-v0");

  /** Ten logged steps whose k-th observation is k, with rewards k. */
  private static final TrajectoryDataset LOG = log();

  private static TrajectoryDataset log() {
    FloatMatrix observations = new FloatMatrix(11, 1);
    FloatMatrix rewards = new FloatMatrix(10, 1);
    for (int t = 0; t < 11; t++) {
      observations.set(t, 0, t);
      if (t < 10) {
        rewards.set(t, 0, t);
      }
    }
    Segment episode =
        new Segment(
            observations, new FloatMatrix(10, 1), rewards, End.TERMINATED, Optional.empty());
    return new TrajectoryDataset("point-mass-v0", List.of(episode), Map.of());
  }

  private static List<SegmentPair> sample(
      StateDistribution distribution, int pairs, Ledger ledger) {
    return PairSampler.fromPolicy(
        new Simulator(POINT_MASS, true, ledger),
        new UniformPolicy(),
        LOG,
        distribution,
        pairs,
        5,
        new Seed(4));
  }

  @Test
  void bothRollOutsStartFromTheSameStateAndDiffer() {
    for (StateDistribution distribution :
        List.of(StateDistribution.INITIAL, StateDistribution.VISITED)) {
      for (SegmentPair pair : sample(distribution, 20, new Ledger())) {
        assertEquals(5, pair.first().length());
        assertArrayEquals(pair.first().observations().row(0), pair.second().observations().row(0));
        assertNotEquals(pair.first().actions(), pair.second().actions());
      }
    }
  }

  @Test
  void morePairsExtendFewerWhateverTheBatch() {
    List<SegmentPair> few = sample(StateDistribution.VISITED, 3, new Ledger());
    List<SegmentPair> many =
        sample(StateDistribution.VISITED, 130, new Ledger()); // more than one batch
    for (int i = 0; i < few.size(); i++) {
      assertEquals(few.get(i).first().actions(), many.get(i).first().actions());
      assertEquals(few.get(i).second().observations(), many.get(i).second().observations());
    }
    assertNotEquals(many.get(0).first().actions(), many.get(128).first().actions());
  }

  @Test
  void everyStepIsCounted() {
    Ledger ledger = new Ledger();
    sample(StateDistribution.INITIAL, 7, ledger);
    assertEquals(7 * 2 * 5, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
  }

  @Test
  void visitedStatesAreUniformOverTheEpisode() {
    // The position of the point mass tells nothing of the time, so look at the share of first
    // steps: an episode has 50
    // steps, so a pair starts at the very start with probability 1/50: 600 pairs give 12 +- 4 *
    // 3.43.
    List<SegmentPair> initial = sample(StateDistribution.INITIAL, 600, new Ledger());
    List<SegmentPair> visited = sample(StateDistribution.VISITED, 600, new Ledger());
    int atStart = 0;
    for (int i = 0; i < 600; i++) {
      if (Arrays.equals(
          initial.get(i).first().observations().row(0),
          visited.get(i).first().observations().row(0))) {
        atStart++;
      }
    }
    assertTrue(atStart >= 1 && atStart <= 25, "started at the start " + atStart + " times of 600");
  }

  @Test
  void loggedStretchesAreUniform() {
    List<SegmentPair> pairs = PairSampler.fromLog(LOG, 4000, 3, new Seed(2));
    int[] counts = new int[8]; // a stretch of 3 steps in 10 starts at 0 .. 7
    for (SegmentPair pair : pairs) {
      Segment first = pair.first();
      int start = (int) first.observations().get(0, 0);
      assertEquals(start + 3, first.observations().get(3, 0));
      assertEquals(3 * start + 3, first.sumOfRewards());
      assertEquals(start == 7 ? End.TERMINATED : End.RUNNING, first.end());
      counts[start]++;
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - 500.0) * (count - 500.0) / 500;
    }
    assertTrue(
        chiSquare < 24.3,
        "chi-square with 7 degrees of freedom is " + chiSquare + ", 99.9 % quantile 24.3");
  }

  @Test
  void tooLongStretchesAreRefused() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> PairSampler.fromLog(LOG, 1, 11, new Seed(2)));
    assertEquals("no episode of point-mass-v0 has 11 steps or more", error.getMessage());
  }

  @Test
  void datasetStatesMustBeThere() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> sample(StateDistribution.DATASET, 2, new Ledger()));
    assertEquals(
        "episode 0 of point-mass-v0 has no simulator states to start from", error.getMessage());
  }

  @Test
  void aTeacherFindsTheTrueRewardsOfAMethodsSegments() {
    Ledger ledger = new Ledger();
    Teacher teacher =
        new Teacher(
            Labelers.create("oracle", Map.of(), Calibration.of(List.of())), POINT_MASS, ledger);
    int query = 0;
    for (SegmentPair pair : sample(StateDistribution.VISITED, 50, new Ledger())) {
      Label expected =
          pair.first().sumOfRewards() > pair.second().sumOfRewards() ? Label.FIRST : Label.SECOND;
      assertEquals(
          expected,
          teacher
              .answer(
                  List.of(
                      new Query(
                          pair.first().withoutRewards(),
                          pair.second().withoutRewards(),
                          new Seed(query++))))
              .get(0)
              .label());
    }
    assertEquals(50, ledger.count(Ledger.Entry.TEACHER_QUERIES));
  }
}
