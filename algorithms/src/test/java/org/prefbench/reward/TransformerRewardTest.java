package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
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
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Schedule;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

class TransformerRewardTest {
  private static final int LENGTH = 4;

  /** A segment of actions -1 and 1, observation 0 throughout. */
  private static Segment coins(RandomStream random) {
    float[] actions = new float[LENGTH];
    for (int t = 0; t < LENGTH; t++) {
      actions[t] = random.nextInt(2) == 0 ? -1 : 1;
    }
    return segment(actions);
  }

  private static Segment segment(float... actions) {
    return new Segment(
        new FloatMatrix(actions.length + 1, 1),
        new FloatMatrix(actions.length, 1, actions),
        new FloatMatrix(actions.length, 1),
        End.RUNNING,
        Optional.empty());
  }

  /** How often a step repeats the one before: no sum of rewards of single steps tells it. */
  private static int repeats(Segment segment) {
    int count = 0;
    for (int t = 1; t < segment.length(); t++) {
      count += segment.actions().get(t, 0) == segment.actions().get(t - 1, 0) ? 1 : 0;
    }
    return count;
  }

  private static PreferenceDataset pairs(int count) {
    RandomStream random = new Seed(4).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      Segment first = coins(random);
      Segment second = coins(random);
      int difference = repeats(first) - repeats(second);
      if (difference != 0) {
        Label label = difference > 0 ? Label.FIRST : Label.SECOND;
        pairs.add(new PreferencePair(first, second, label, "test"));
      }
    }
    return new PreferenceDataset("coins-v0", pairs, Map.of());
  }

  private static TransformerReward.Setting setting(int steps) {
    return new TransformerReward.Setting(
        16, Fitting.of(3e-3, Schedule.CONSTANT, 64, steps, 0.1).keeping(Fitting.Keep.BEST));
  }

  private static TransformerReward fit(int steps, Monitor monitor) {
    return TransformerReward.fit(
        pairs(600), setting(steps), new TrainingContext(new Seed(3), new Ledger(), monitor));
  }

  /** Scores of two segments of three steps, the second of which has a step of padding. */
  private static float[] scores(float[] queries, float[] keys) {
    float[][] result = new float[1][];
    Learner learner = new Learner(Adam.of(1), new Ledger());
    learner.vector(0); // which nothing here reads
    learner.evaluate(
        pass -> {
          NDArray scores =
              TransformerReward.score(
                  pass,
                  pass.array(queries, 2, 3, 2),
                  pass.array(keys, 2, 3, 2),
                  pass.array(new float[] {1, 5, 6, 2, 4, 99}, 2, 3),
                  pass.array(new float[] {1, 1, 1, 1, 1, 0}, 2, 3));
          result[0] = scores.toFloatArray();
          return scores.sum();
        });
    return result[0];
  }

  /** Where all keys are the same no step weighs more, and the score is the mean of the rewards. */
  @Test
  void equalKeysGiveTheMean() {
    float[] queries = {1, -2, 3, 0.5f, 7, 1, 0, 2, -1, 1, 4, 4};
    float[] keys = {1, 3, 1, 3, 1, 3, -2, 1, -2, 1, -2, 1};
    assertArrayEquals(new float[] {4, 3}, scores(queries, keys), 1e-5f);
  }

  /**
   * With all queries (sqrt 2, 0) the shares are the softmax of the keys' first numbers, here log 1,
   * log 2 and log 5: 1/8, 2/8 and 5/8; of the two real steps of the second segment 1/3 and 2/3.
   */
  @Test
  void sharesAreASoftmaxOfKeysOverRealSteps() {
    float q = (float) Math.sqrt(2);
    float[] queries = {q, 0, q, 0, q, 0, q, 0, q, 0, q, 0};
    float two = (float) Math.log(2);
    float five = (float) Math.log(5);
    float[] keys = {0, 1, two, 2, five, 3, 0, 1, two, 2, five, 3};
    assertArrayEquals(new float[] {(1 + 10 + 30) / 8f, (2 + 8) / 3f}, scores(queries, keys), 1e-5f);
  }

  /** Rewards of steps tell nothing of repetitions, and pairs of steps all. */
  @Test
  void learnsWhatStepsBeforeAreNeededFor() {
    RecordingMonitor monitor = new RecordingMonitor();
    TransformerReward reward = fit(600, monitor);
    List<Double> losses = monitor.values("reward-validation-loss");
    assertTrue(losses.get(losses.size() - 1) < 0.3, "held-out loss " + losses);
    double[] rewards = reward.rewards(segment(1, 1, -1, -1, 1, -1, 1, 1));
    double repeated = (rewards[3] + rewards[7]) / 2;
    double changed = (rewards[5] + rewards[6]) / 2;
    assertTrue(repeated > changed, repeated + " for repeating, " + changed + " for changing");
  }

  /**
   * A step's reward is that of the window that ends with it: neither later nor older steps count.
   */
  @Test
  void aStepIsJudgedByItsWindow() {
    TransformerReward reward = fit(20, Monitor.SILENT);
    double[] one = reward.rewards(segment(1, -1, 1, 1, -1, 1, 1));
    double[] other = reward.rewards(segment(1, -1, 1, 1, -1, -1, 0.5f));
    for (int t = 0; t < 5; t++) {
      assertEquals(one[t], other[t], 1e-6);
    }
    double[] older = reward.rewards(segment(-1, 0.2f, 1, 1, -1, 1, 1));
    for (int t = 5; t < 7; t++) {
      assertEquals(one[t], older[t], 1e-6);
    }
    assertTrue(one[2] != older[2], "the steps before count");
  }

  @Test
  void theSameSeedGivesTheSameRewards() {
    assertArrayEquals(
        fit(20, Monitor.SILENT).rewards(segment(1, -1, 1)),
        fit(20, Monitor.SILENT).rewards(segment(1, -1, 1)));
  }
}
