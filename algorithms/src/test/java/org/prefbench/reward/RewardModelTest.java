package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

class RewardModelTest {
  private static final RewardModel.Setting SMALL =
      setting(
          RewardModel.Constant.ZERO_MEAN,
          false,
          Fitting.of(3e-3, Schedule.CONSTANT, 256, 600, 0.1).keeping(Fitting.Keep.BEST));

  private static RewardModel.Setting setting(
      RewardModel.Constant constant, boolean bounded, Fitting fitting) {
    return new RewardModel.Setting(2, 32, 1, bounded, constant, fitting);
  }

  /** A segment with the given actions, observation 0 throughout. */
  private static Segment segment(double... actions) {
    FloatMatrix matrix = new FloatMatrix(actions.length, 1);
    for (int t = 0; t < actions.length; t++) {
      matrix.set(t, 0, (float) actions[t]);
    }
    return new Segment(
        new FloatMatrix(actions.length + 1, 1),
        matrix,
        new FloatMatrix(actions.length, 1),
        End.RUNNING,
        Optional.empty(),
        Optional.empty());
  }

  private static PreferenceDataset dataset(List<PreferencePair> pairs) {
    return new PreferenceDataset("gaussian-1d-v0", pairs, Map.of());
  }

  private static TrainingContext context() {
    return new TrainingContext(new Seed(3), new Ledger(), Monitor.SILENT);
  }

  /**
   * Bradley-Terry labels on the sum of 2 a over segments of up to two steps with normal actions.
   */
  private static List<PreferencePair> bradleyTerry(int count) {
    RandomStream random = new Seed(9).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Segment first = segment(random.nextGaussian(), random.nextGaussian());
      Segment second =
          i % 2 == 0 ? segment(random.nextGaussian()) : segment(random.nextGaussian(), 0.5);
      double margin = 2 * (sum(first) - sum(second));
      boolean wins = random.nextDouble() < 1 / (1 + StrictMath.exp(-margin));
      pairs.add(new PreferencePair(first, second, wins ? Label.FIRST : Label.SECOND, "test"));
    }
    return pairs;
  }

  private static double sum(Segment segment) {
    double sum = 0;
    for (float action : segment.actions().values()) {
      sum += action;
    }
    return sum;
  }

  private static double[] rewards(RewardModel model, double... actions) {
    return model.rewards(segment(actions));
  }

  /**
   * The truth is r(a) = 2 a. With 6000 labels the slope of a logistic regression has a standard
   * error of about 0.05; the network is given four times that on the span from -1 to 1.
   */
  @Test
  void findsTheRewardBehindBradleyTerryLabels() {
    RewardModel model = RewardModel.fit(dataset(bradleyTerry(6000)), SMALL, context());
    double[] rewards = rewards(model, -1, 0, 1);
    assertEquals(4, rewards[2] - rewards[0], 0.4);
    assertEquals(2, rewards[1] - rewards[0], 0.4);
  }

  @Test
  void theMeanOverTheLabeledStepsIsZero() {
    List<PreferencePair> pairs = bradleyTerry(200);
    RewardModel model = RewardModel.fit(dataset(pairs), SMALL, context());
    double sum = 0;
    for (PreferencePair pair : pairs) {
      for (Segment segment : List.of(pair.first(), pair.second())) {
        for (double reward : model.rewards(segment)) {
          sum += reward;
        }
      }
    }
    assertEquals(0, sum, 1e-3);
  }

  /** If every pair is a tie, the cross-entropy is least, log 2, where all rewards are equal. */
  @Test
  void tiesAreLearnedAsEqualRewards() {
    RandomStream random = new Seed(2).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      pairs.add(
          new PreferencePair(
              segment(random.nextGaussian()), segment(random.nextGaussian()), Label.TIE, "test"));
    }
    double[] rewards = rewards(RewardModel.fit(dataset(pairs), SMALL, context()), -1, 1);
    assertEquals(rewards[0], rewards[1], 0.05);
  }

  @Test
  void boundedRewardsStayWithinOneOfEachOther() {
    RewardModel.Setting bounded =
        setting(
            RewardModel.Constant.ZERO_MEAN,
            true,
            Fitting.of(1e-2, Schedule.CONSTANT, 256, 300, 0.1).keeping(Fitting.Keep.BEST));
    double[] rewards =
        rewards(RewardModel.fit(dataset(bradleyTerry(500)), bounded, context()), -50, 50);
    double range = rewards[1] - rewards[0];
    assertTrue(range > 1 && range <= 2, "range of a bounded reward: " + range);
  }

  /**
   * Longer segments always win, their actions apart from that alike: so a step is worth something,
   * which zero mean over the labelled steps takes away.
   */
  @Test
  void pairsOfUnequalLengthTellTheConstant() {
    List<PreferencePair> pairs = new ArrayList<>();
    RandomStream random = new Seed(5).generator();
    for (int i = 0; i < 400; i++) {
      pairs.add(
          new PreferencePair(
              segment(random.nextGaussian(), random.nextGaussian()),
              segment(random.nextGaussian()),
              Label.FIRST,
              "test"));
    }
    Fitting fitting = Fitting.of(3e-3, Schedule.CONSTANT, 256, 300, 0.1).keeping(Fitting.Keep.BEST);
    double learned = mean(RewardModel.Constant.AS_LEARNED, fitting, pairs);
    assertTrue(learned > 1, "a step is worth " + learned);
    assertEquals(0, mean(RewardModel.Constant.ZERO_MEAN, fitting, pairs), 1e-6);
  }

  /** The mean reward over the labelled steps. */
  private static double mean(
      RewardModel.Constant constant, Fitting fitting, List<PreferencePair> pairs) {
    RewardModel model =
        RewardModel.fit(dataset(pairs), setting(constant, false, fitting), context());
    return pairs.stream()
        .flatMap(pair -> Stream.of(pair.first(), pair.second()))
        .flatMapToDouble(segment -> Arrays.stream(model.rewards(segment)))
        .average()
        .orElseThrow();
  }

  @Test
  void sameSeedSameRewards() {
    PreferenceDataset data = dataset(bradleyTerry(100));
    assertArrayEquals(
        rewards(RewardModel.fit(data, SMALL, context()), -1, 0, 2),
        rewards(RewardModel.fit(data, SMALL, context()), -1, 0, 2));
  }

  /**
   * Held-out labels are told as often as they follow the truth, E[sigmoid(|margin|)] = 0.856 with
   * margins N(0, 12) and N(-1, 12); 300 pairs are held out, whose share has a standard error of
   * 0.02.
   */
  @Test
  void tellsHowManyHeldOutLabelsItPredicts() {
    RecordingMonitor watcher = new RecordingMonitor();
    RewardModel.fit(
        dataset(bradleyTerry(3000)),
        SMALL,
        new TrainingContext(new Seed(3), new Ledger(), watcher));
    List<Double> accuracy = watcher.values("reward-validation-accuracy");
    assertEquals(1, accuracy.size());
    assertEquals(0.856, accuracy.get(0), 0.08);
  }

  @Test
  void skippedPairsAreNotEnough() {
    PreferenceDataset skipped =
        dataset(List.of(new PreferencePair(segment(1), segment(2), Label.SKIP, "test")));
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> RewardModel.fit(skipped, SMALL, context()));
    assertEquals(
        "preferences on gaussian-1d-v0 have no labelled pair (1 pairs, all skipped)",
        error.getMessage());
  }
}
