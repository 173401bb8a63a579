package org.prefbench.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.SegmentPair;

/** On the line, where the reward is the action. */
class CandidateStageTest {
  private static final EnvironmentFactory LINE = Environments.registered().get("gaussian-1d-v0");
  private static final Seed SEED = new Seed(2);

  /** Acts by a standard normal number. */
  private record Normal() implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      return observations -> {
        FloatMatrix actions = new FloatMatrix(seeds.length, 1);
        for (int i = 0; i < seeds.length; i++) {
          actions.set(i, 0, (float) seeds[i].generator().nextGaussian());
        }
        return actions;
      };
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  private static Segment segment(float reward) {
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1),
        FloatMatrix.of(new float[][] {{reward}}),
        End.TERMINATED,
        Optional.empty());
  }

  private static List<SegmentPair> drawn(int candidates, int pairs) {
    PairStage.Draw draw = new PairStage.Draw("pairs", pairs, 1);
    TrajectoryDataset none = new TrajectoryDataset(LINE.spec().id(), List.of(segment(0)), Map.of());
    List<SegmentPair> two =
        PairStage.rolledOut(
            draw, LINE, new Normal(), none, PairSampler.StateDistribution.INITIAL, SEED);
    return CandidateStage.bestAndWorst(candidates, two, LINE, new Normal(), draw, SEED);
  }

  @Test
  void thePairIsTheBestAndTheWorstInTheOrderOfTheCoin() {
    List<Segment> candidates = List.of(segment(2), segment(-1), segment(5), segment(0));
    SegmentPair pair = CandidateStage.pair(candidates, true);
    assertSame(candidates.get(2), pair.first());
    assertSame(candidates.get(1), pair.second());
    assertSame(candidates.get(1), CandidateStage.pair(candidates, false).first());
  }

  @Test
  void equalCandidatesStillMakeTwo() {
    List<Segment> candidates = List.of(segment(1), segment(1), segment(1));
    SegmentPair pair = CandidateStage.pair(candidates, true);
    assertSame(candidates.get(0), pair.first());
    assertSame(candidates.get(2), pair.second());
  }

  /** The largest of four standard normal numbers has mean 1.0294 and variance 0.4917. */
  @Test
  void theBestOfFourHasTheMeanOfTheLargestOfFourNormalNumbers() {
    List<SegmentPair> pairs = drawn(4, 4_000);
    double best = 0;
    double worst = 0;
    int first = 0;
    for (SegmentPair pair : pairs) {
      double one = pair.first().sumOfRewards();
      double other = pair.second().sumOfRewards();
      best += Math.max(one, other) / pairs.size();
      worst += Math.min(one, other) / pairs.size();
      first += one > other ? 1 : 0;
    }
    double bound = 4 * Math.sqrt(0.4917 / pairs.size());
    assertEquals(1.0294, best, bound);
    assertEquals(-1.0294, worst, bound);
    assertEquals(pairs.size() / 2.0, first, 4 * Math.sqrt(pairs.size() / 4.0));
  }

  @Test
  void moreCandidatesExtendFewer() {
    List<SegmentPair> two = drawn(2, 50);
    List<SegmentPair> five = drawn(5, 50);
    int better = 0;
    for (int i = 0; i < two.size(); i++) {
      assertTrue(best(five.get(i)) >= best(two.get(i)));
      better += best(five.get(i)) > best(two.get(i)) ? 1 : 0;
    }
    assertTrue(better > 15, "the best is one of the other three with probability 3 / 5");
  }

  private static double best(SegmentPair pair) {
    return Math.max(pair.first().sumOfRewards(), pair.second().sumOfRewards());
  }
}
