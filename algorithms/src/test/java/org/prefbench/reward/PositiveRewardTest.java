package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.segment.PairArrays;

class PositiveRewardTest {
  private static final PositiveReward.Setting SMALL =
      new PositiveReward.Setting(2, 16, 1, Fitting.of(0.01, Schedule.COSINE, 64, 800, 0));

  private final List<PreferencePair> pairs = new ArrayList<>();

  /** A segment in one state by these actions. */
  private static Segment segment(float... actions) {
    return new Segment(
        new FloatMatrix(actions.length + 1, 1),
        new FloatMatrix(actions.length, 1, actions),
        new FloatMatrix(actions.length, 1),
        End.TRUNCATED,
        Optional.empty());
  }

  /** So many pairs of two segments, of which the first wins so many. */
  private void add(Segment first, Segment second, int count, int wins) {
    for (int i = 0; i < count; i++) {
      Label label = i < wins ? Label.FIRST : Label.SECOND;
      pairs.add(new PreferencePair(first, second, label, "test"));
    }
  }

  private PositiveReward fit(Monitor monitor) {
    return PositiveReward.fit(
        PairArrays.of(new PreferenceDataset("test", pairs, Map.of())),
        SMALL,
        new TrainingContext(new Seed(4), new Ledger(), monitor));
  }

  private static double sum(PositiveReward reward, float... actions) {
    double sum = 0;
    for (double each : reward.rewards(segment(actions))) {
      sum += each;
    }
    return sum;
  }

  /** phi = (1, 2, 4) up to a factor, from pairs that win by their shares of phi. */
  @Test
  void oddsAreRatiosOfSums() {
    add(segment(0), segment(-1), 60, 40);
    add(segment(1), segment(0), 60, 40);
    add(segment(1), segment(-1), 60, 48);
    RecordingMonitor monitor = new RecordingMonitor();
    PositiveReward reward = fit(monitor);
    assertEquals(2, sum(reward, 0) / sum(reward, -1), 0.1);
    assertEquals(2, sum(reward, 1) / sum(reward, 0), 0.1);
    // the entropy of what cannot be told: shares of 1/3, 1/3 and 1/5
    double third = -Math.log(1 / 3.0) / 3 - 2 * Math.log(2 / 3.0) / 3;
    double fifth = -0.2 * Math.log(0.2) - 0.8 * Math.log(0.8);
    List<Double> losses = monitor.values("reward-loss");
    assertEquals((2 * third + fifth) / 3, losses.get(losses.size() - 1), 0.05);
  }

  /** A segment of three equal steps beats one of one such step with P = 3/4: sums are odds. */
  @Test
  void sumsRunOverTheStepsOfASegment() {
    add(segment(1, 1, 1), segment(-1), 60, 45);
    add(segment(1), segment(-1), 60, 30);
    PositiveReward reward = fit(Monitor.SILENT);
    assertEquals(1, sum(reward, 1) / sum(reward, -1), 0.08);
  }

  /** Labels that never err drive the reward to its bounds, 0 and 2 a step, and not beyond. */
  @Test
  void certainLabelsEndAtTheBounds() {
    add(segment(1, 1), segment(-1, -1), 40, 40);
    PositiveReward reward = fit(Monitor.SILENT);
    double best = sum(reward, 1, 1);
    double worst = sum(reward, -1, -1);
    assertTrue(best > 3 && best <= 4, "best " + best);
    assertTrue(worst >= 0 && worst < 0.05, "worst " + worst);
  }
}
