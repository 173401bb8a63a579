package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
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

/** From 0 an action of -1 or 1 leads to -1 or 1, by luck or by choice, and 1 wins. */
class HindsightRewardTest {
  private static final HindsightReward.Setting SMALL =
      new HindsightReward.Setting(
          2,
          5,
          new RewardModel.Setting(
              1,
              16,
              1,
              true,
              RewardModel.Constant.ZERO_MEAN,
              Fitting.of(0.01, Schedule.CONSTANT, 64, 300, 0)),
          new HindsightReward.Prior(16, Fitting.of(0.01, Schedule.COSINE, 128, 600, 0)));

  private static Segment walk(double action, double... positions) {
    int length = positions.length - 1;
    FloatMatrix observations = new FloatMatrix(length + 1, 1);
    FloatMatrix actions = new FloatMatrix(length, 1);
    for (int t = 0; t <= length; t++) {
      observations.set(t, 0, (float) positions[t]);
    }
    for (int t = 0; t < length; t++) {
      actions.set(t, 0, (float) action);
    }
    return new Segment(
        observations, actions, new FloatMatrix(length, 1), End.TERMINATED, Optional.empty());
  }

  /** Pairs of single steps; where they end alike either wins. */
  private static List<PreferencePair> pairs(boolean luck) {
    RandomStream random = new Seed(7).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Segment[] sides = new Segment[2];
      for (int side = 0; side < 2; side++) {
        int action = 2 * random.nextInt(2) - 1;
        sides[side] = walk(action, 0, luck ? 2 * random.nextInt(2) - 1 : action);
      }
      float first = sides[0].observations().get(1, 0);
      float second = sides[1].observations().get(1, 0);
      Label label = first > second ? Label.FIRST : first < second ? Label.SECOND : Label.TIE;
      pairs.add(new PreferencePair(sides[0], sides[1], label, "test"));
    }
    return pairs;
  }

  private static HindsightReward fit(List<PreferencePair> pairs) {
    return HindsightReward.fit(
        new PreferenceDataset("test", pairs, Map.of()),
        pairs.stream().map(PreferencePair::first).toList(),
        SMALL,
        new TrainingContext(new Seed(5), new Ledger(), Monitor.SILENT));
  }

  /** Futures that do not hang on the action: r = (r(., 0) + r(., 1)) / 2 whatever the action. */
  @Test
  void luckIsNotPaid() {
    HindsightReward reward = fit(pairs(true));
    double[] paid = new double[2];
    for (int side = 0; side < 2; side++) {
      Segment step = walk(2 * side - 1, 0, 0);
      double one = reward.given(step, 0)[0];
      double other = reward.given(step, 1)[0];
      assertTrue(Math.abs(one - other) > 1, "the future tells who won: " + one + ", " + other);
      paid[side] = reward.rewards(step)[0];
      // 300 logged steps with an action know its chances to within 0.03
      assertArrayEquals(new double[] {0.5, 0.5}, reward.chances(step)[0], 0.1);
      assertEquals((one + other) / 2, paid[side], 0.1 * Math.abs(one - other));
    }
    assertEquals(paid[0], paid[1], 0.3);
  }

  /** Where the action decides, it is paid for what it leads to. */
  @Test
  void choiceIsPaid() {
    HindsightReward reward = fit(pairs(false));
    double gain = reward.rewards(walk(1, 0, 0))[0] - reward.rewards(walk(-1, 0, 0))[0];
    assertTrue(gain > 1, "gain " + gain);
  }

  /** Moves within two steps: 2, 2, 1 and 0 at the end; and back as far. */
  @Test
  void futuresAreWhatFollowsWithinAWindow() {
    List<Segment> segments = List.of(walk(0, 0, 1, 2, 3, 3), walk(0, 3, 2, 1, 0, 0));
    Futures two = Futures.of(segments, 2, 2, new Seed(2).generator());
    int[] up = two.after(segments.get(0));
    int[] down = two.after(segments.get(1));
    assertEquals(up[0], up[1]);
    assertEquals(down[0], down[1]);
    assertNotEquals(up[0], down[0]);
    // moves of 2, 2, 1, 0 and their contraries: the middle is 0, where either is as near
    assertArrayEquals(new int[] {up[0], up[0], up[0]}, Arrays.copyOf(up, 3));
    assertEquals(1, Futures.of(List.of(walk(0, 0, 0, 0)), 2, 4, new Seed(2).generator()).count());
    Segment told = two.told(segments.get(0), up);
    assertEquals(two.typical().get(up[0], 0), told.observations().get(1, 1));
    assertEquals(1, told.observations().get(1, 0));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(
        InvalidInputException.class,
        () -> new HindsightReward.Setting(0, 5, SMALL.reward(), SMALL.prior()));
    assertThrows(
        InvalidInputException.class,
        () -> new HindsightReward.Setting(2, 0, SMALL.reward(), SMALL.prior()));
    assertEquals(
        "preferences on test have no labelled pair (0 pairs, all skipped)",
        assertThrows(InvalidInputException.class, () -> fit(List.of())).getMessage());
  }
}
