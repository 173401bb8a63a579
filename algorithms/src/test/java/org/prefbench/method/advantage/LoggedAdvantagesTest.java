package org.prefbench.method.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.prefbench.offline.LoggedSteps;
import org.prefbench.rl.AdvantageWeights;

/** Steps on the line whose advantages are known, and where the log moves by them. */
class LoggedAdvantagesTest {
  private static final int EPISODES = 4_000;
  private static final Map<String, String> SMALL =
      Map.of("hidden-size", "32", "steps", "1500", "rounds", "2");
  private static final Space LINE = Space.box(1, -9, 9);

  private static LoggedAdvantages.Settings settings(String discount) {
    Map<String, String> set = new HashMap<>(SMALL);
    set.put("discount", discount);
    return Parameters.override("test", LoggedAdvantages.Settings.defaults(), set);
  }

  private static TrainingContext context() {
    return new TrainingContext(new Seed(2), new Ledger(), Monitor.SILENT);
  }

  private static Segment steps(End end, float[] states, float... actions) {
    return new Segment(
        new FloatMatrix(states.length, 1, states),
        new FloatMatrix(actions.length, 1, actions),
        new FloatMatrix(actions.length, 1),
        end,
        Optional.empty());
  }

  /** Where the log moves in the states -1, 0 and 1. */
  private static FloatMatrix shift(
      List<Segment> log,
      float[] advantages,
      AdvantageWeights weights,
      LoggedAdvantages.Settings settings) {
    return WeightedShift.fit(LoggedSteps.of(log, LINE), advantages, weights, settings, context())
        .of(new FloatMatrix(3, 1, new float[] {-1, 0, 1}));
  }

  /** The slope of y over x by least squares. */
  private static double slope(List<Double> x, List<Double> y) {
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.size(); i++) {
      products += x.get(i) * y.get(i);
      squares += x.get(i) * x.get(i);
    }
    return products / squares;
  }

  /**
   * From 6 an action a leads to the state a, which earns later: A = (now + discount later) a there
   * and 0 afterwards, whose standard deviation over the log is |now + discount later| / sqrt 2.
   */
  @ParameterizedTest
  @CsvSource({"1, 0, 0.9, 1", "-0.5, 1, 0.9, 1", "-0.5, 1, 0.2, -1"})
  void areWhatAnActionBringsNowAndLater(double now, double later, String discount, int sign) {
    RandomStream random = new Seed(3).generator();
    List<Segment> log = new ArrayList<>();
    float[] rewards = new float[2 * EPISODES];
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    for (int i = 0; i < EPISODES; i++) {
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      log.add(steps(End.TERMINATED, new float[] {6, a, 0}, a, b));
      rewards[2 * i] = (float) (now * a);
      rewards[2 * i + 1] = (float) (later * a);
      first.add((double) a);
      second.add((double) b);
    }
    float[] found =
        LoggedAdvantages.of(LoggedSteps.of(log, LINE), rewards, settings(discount), context());
    List<Double> atFirst = new ArrayList<>();
    List<Double> atSecond = new ArrayList<>();
    for (int i = 0; i < EPISODES; i++) {
      atFirst.add((double) found[2 * i]);
      atSecond.add((double) found[2 * i + 1]);
    }
    assertEquals(sign * Math.sqrt(2), slope(first, atFirst), 0.1);
    assertEquals(0, slope(second, atSecond), 0.1);
  }

  /**
   * In half of the episodes a step from 6 ends in the state a, where the others earn a. Where only
   * the time was up A = discount a, with a standard deviation of discount / sqrt 2 over all; where
   * the task was over nothing follows.
   */
  @ParameterizedTest
  @CsvSource({"TRUNCATED, 1.4142", "TERMINATED, 0"})
  void onlyAnEndOfTheTaskIsOne(End end, double expected) {
    RandomStream random = new Seed(9).generator();
    List<Segment> log = new ArrayList<>();
    float[] rewards = new float[2 * EPISODES];
    List<Double> actions = new ArrayList<>();
    for (int i = 0; i < EPISODES; i++) {
      float a = (float) random.nextGaussian();
      float state = (float) random.nextGaussian();
      log.add(steps(end, new float[] {6, a}, a));
      log.add(steps(End.TERMINATED, new float[] {state, 0}, (float) random.nextGaussian()));
      rewards[2 * i + 1] = state;
      actions.add((double) a);
    }
    float[] found =
        LoggedAdvantages.of(LoggedSteps.of(log, LINE), rewards, settings("0.8"), context());
    List<Double> there = new ArrayList<>();
    for (int i = 0; i < EPISODES; i++) {
      there.add((double) found[2 * i]);
    }
    assertEquals(expected, slope(actions, there), 0.1);
  }

  /**
   * Actions N(s, 1 / 4) whose advantage is g a: weights exp(T g a) tilt them to the mean s + T g /
   * 4.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 0.25", "2, 1, 0.5", "1, -2, -0.5", "0, 1, 0"})
  void theLogMovesByTheTiltOfItsWeights(double temperature, double slope, double expected) {
    RandomStream random = new Seed(5).generator();
    List<Segment> log = new ArrayList<>();
    float[] advantages = new float[EPISODES];
    for (int i = 0; i < EPISODES; i++) {
      float state = (float) random.nextGaussian();
      float noise = (float) (0.5 * random.nextGaussian());
      log.add(steps(End.TERMINATED, new float[] {state, 0}, state + noise));
      advantages[i] = (float) (slope * noise);
    }
    FloatMatrix shift =
        shift(log, advantages, new AdvantageWeights(temperature, 1_000), settings("0.99"));
    for (float moved : shift.values()) {
      assertEquals(expected, moved, temperature == 0 ? 0 : 0.08);
    }
  }

  /** What nobody did in the log moves nothing, whatever it would earn. */
  @Test
  void nothingMovesWhereTheLogNeverVaries() {
    RandomStream random = new Seed(6).generator();
    List<Segment> log = new ArrayList<>();
    float[] advantages = new float[EPISODES];
    for (int i = 0; i < EPISODES; i++) {
      float state = (float) random.nextGaussian();
      log.add(steps(End.TERMINATED, new float[] {state, 0}, state));
      advantages[i] = (float) random.nextGaussian();
    }
    FloatMatrix shift = shift(log, advantages, new AdvantageWeights(1, 20), settings("0.99"));
    for (float moved : shift.values()) {
      assertEquals(0, moved, 0.03);
    }
  }

  /**
   * Actions are s^2, which no line fits, and steps weigh exp(s): the line through states N(0, 1) is
   * flat, and through those that weigh more, N(1, 1), it rises by 2. No action weighs more than
   * another in its state, so nothing moves.
   */
  @Test
  void noStateCountsForMoreThanAnother() {
    RandomStream random = new Seed(7).generator();
    List<Segment> log = new ArrayList<>();
    float[] advantages = new float[EPISODES];
    for (int i = 0; i < EPISODES; i++) {
      float state = (float) random.nextGaussian();
      log.add(steps(End.TERMINATED, new float[] {state, 0}, state * state));
      advantages[i] = state;
    }
    Map<String, String> line = new HashMap<>(SMALL);
    line.putAll(Map.of("hidden-layers", "0", "learning-rate", "0.01"));
    FloatMatrix shift =
        shift(
            log,
            advantages,
            new AdvantageWeights(1, 1_000),
            Parameters.override("test", LoggedAdvantages.Settings.defaults(), line));
    for (float moved : shift.values()) {
      assertEquals(0, moved, 0.1);
    }
  }
}
