package org.prefbench.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;

/** Steps on the line whose advantage is known. */
class ActionAdvantageTest {
  private static final int EPISODES = 6_000;
  private static final Map<String, String> SMALL =
      Map.of("hidden-size", "32", "steps", "1500", "members", "2", "rounds", "2");
  private static final FloatMatrix AT_SIX = new FloatMatrix(3, 1, new float[] {6, 6, 6});
  private static final FloatMatrix LESS_SAME_MORE = new FloatMatrix(3, 1, new float[] {-1, 0, 1});

  /**
   * From 6 an action a leads to the state a, which earns later: A(6, a) = (now + discount later) a
   * and A(a, .) = 0, whose standard deviation over both halves of the log is |now + discount later|
   * / sqrt 2.
   */
  @ParameterizedTest
  @CsvSource({"1, 0, 0.9, 1", "-0.5, 1, 0.9, 1", "-0.5, 1, 0.2, -1"})
  void isWhatTheActionBringsNowAndLater(double now, double later, String discount, int sign) {
    RandomStream random = new Seed(3).generator();
    List<Segment> log = new ArrayList<>();
    float[] rewards = new float[2 * EPISODES];
    for (int i = 0; i < EPISODES; i++) {
      float first = (float) random.nextGaussian();
      float second = (float) random.nextGaussian();
      log.add(
          new Segment(
              new FloatMatrix(3, 1, new float[] {6, first, 0}),
              new FloatMatrix(2, 1, new float[] {first, second}),
              new FloatMatrix(2, 1),
              End.TERMINATED,
              Optional.empty()));
      rewards[2 * i] = (float) (now * first);
      rewards[2 * i + 1] = (float) (later * first);
    }
    ActionAdvantage.Evaluator advantage = fit(log, rewards, discount).evaluator();
    double one = sign * Math.sqrt(2);
    assertArrayEquals(new double[] {-one, 0, one}, advantage.of(AT_SIX, LESS_SAME_MORE), 0.2);
    FloatMatrix half = new FloatMatrix(3, 1, new float[] {0.5f, 0.5f, 0.5f});
    assertArrayEquals(new double[3], advantage.of(half, LESS_SAME_MORE), 0.2);
  }

  /** Where actions tell nothing, there is nothing to gain. */
  @Test
  void isNoughtWhereRewardsAreNotOfActions() {
    RandomStream random = new Seed(6).generator();
    List<Segment> log = new ArrayList<>();
    float[] rewards = new float[EPISODES];
    for (int i = 0; i < EPISODES; i++) {
      log.add(
          new Segment(
              new FloatMatrix(2, 1),
              new FloatMatrix(1, 1, new float[] {(float) random.nextGaussian()}),
              new FloatMatrix(1, 1),
              End.TERMINATED,
              Optional.empty()));
      rewards[i] = (float) random.nextGaussian();
    }
    double[] found =
        fit(log, rewards, "0.99").evaluator().of(new FloatMatrix(3, 1), LESS_SAME_MORE);
    assertArrayEquals(new double[3], found, 0.12);
  }

  /**
   * In half of the episodes a step from 6 ends in the state a, where the others earn a. Where only
   * the time was up A(6, a) = discount a, with a standard deviation of discount / sqrt 2 over all;
   * where the task was over nothing follows.
   */
  @ParameterizedTest
  @CsvSource({"TRUNCATED, 1.4142", "TERMINATED, 0"})
  void onlyAnEndOfTheTaskIsOne(End end, double expected) {
    RandomStream random = new Seed(9).generator();
    List<Segment> log = new ArrayList<>();
    float[] rewards = new float[EPISODES];
    for (int i = 0; i < EPISODES; i++) {
      boolean before = i % 2 == 0;
      float action = (float) random.nextGaussian();
      float state = before ? 6 : (float) random.nextGaussian();
      log.add(
          new Segment(
              new FloatMatrix(2, 1, new float[] {state, before ? action : 0}),
              new FloatMatrix(1, 1, new float[] {action}),
              new FloatMatrix(1, 1),
              before ? end : End.TERMINATED,
              Optional.empty()));
      rewards[i] = before ? 0 : state;
    }
    double[] found = fit(log, rewards, "0.8").evaluator().of(AT_SIX, LESS_SAME_MORE);
    assertArrayEquals(new double[] {-expected, 0, expected}, found, 0.15);
  }

  private static ActionAdvantage fit(List<Segment> log, float[] rewards, String discount) {
    Map<String, String> settings = new HashMap<>(SMALL);
    settings.put("discount", discount);
    return ActionAdvantage.fit(
        LoggedSteps.of(log, Space.box(1, -9, 9)),
        rewards,
        Parameters.override("test", ActionAdvantage.Settings.defaults(), settings),
        new TrainingContext(new Seed(2), new Ledger(), Monitor.SILENT));
  }
}
