package org.prefbench.method.imitation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.prefbench.env.Space;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Schedule;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.NormalLine;

class FtbLightTest {
  private static final Space LINE = Space.unbounded(1);

  private static Segment action(double value) {
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1, new float[] {(float) value}),
        new FloatMatrix(1, 1),
        End.TERMINATED,
        Optional.empty());
  }

  /** Stretches of one action from N(mean, 1). */
  private static List<Segment> normal(double mean, int count) {
    RandomStream random = new Seed(6).child((long) mean).generator();
    return IntStream.range(0, count).mapToObj(i -> action(mean + random.nextGaussian())).toList();
  }

  private static double[] actions(List<Segment> stretches) {
    return stretches.stream().mapToDouble(s -> s.actions().get(0, 0)).toArray();
  }

  /** Blocks N(0, 1), N(1, 1), N(2, 1): nearest one by one the velocity is 1 wherever one is. */
  @ParameterizedTest
  @CsvSource({"0", "1"})
  void theFlowLeadsIntoTheNextBlock(int block) {
    int count = 1_500;
    List<Segment> all = new ArrayList<>();
    double[] scores = new double[3 * count];
    for (int i = 0; i < 3; i++) {
      all.addAll(normal(i, count));
      Arrays.fill(scores, i * count, (i + 1) * count, i);
    }
    FtbLight.Flow settings =
        new FtbLight.Flow(
            new VelocityNetwork.Settings(32, 2),
            new Integration(OdeMethod.MIDPOINT, 5, 1e-4),
            Fitting.of(0.004, Schedule.COSINE, 128, 800, 0));
    RecordingMonitor monitor = new RecordingMonitor();
    BlockFlow flow =
        BlockFlow.fit(
            settings, all, scores, 3, new TrainingContext(new Seed(3), new Ledger(), monitor));
    List<Segment> start = all.subList(block * count, (block + 1) * count);
    double[] moved = actions(flow.moved(start, LINE));
    double[] before = actions(start);
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double step = moved[i] - before[i];
      mean += step / count;
      squares += (step - 1) * (step - 1) / count;
    }
    assertEquals(1, mean, 0.1);
    assertTrue(squares < 0.1, "mean square of the velocity's error " + squares);
    List<Double> losses = monitor.values("flow-loss");
    assertTrue(losses.get(losses.size() - 1) < losses.get(0) / 2);
  }

  @Test
  void blocksAreClustersOfScores() {
    // begun as {0 .. 3} and {4, 5, 20, 21}, whose means are 1.5 and 12.5
    assertEquals(
        List.of(List.of(7, 6, 5, 4, 3, 2), List.of(1, 0)),
        ScoreBlocks.of(new double[] {21, 20, 5, 4, 3, 2, 1, 0}, 2).members());
    assertEquals(1, ScoreBlocks.of(new double[] {4, 4, 4}, 3).members().size());
    assertEquals(2, ScoreBlocks.of(new double[] {1, 2}, 5).members().size());
  }

  @Test
  void stretchesAndTheirScoresGoTogether() {
    Segment five =
        new Segment(
            new FloatMatrix(6, 1),
            new FloatMatrix(5, 1, new float[] {0, 1, 2, 3, 4}),
            new FloatMatrix(5, 1),
            End.TRUNCATED,
            Optional.empty());
    List<Segment> episodes = List.of(five, action(5), five);
    List<Segment> stretches = FtbLight.stretches(episodes, 2);
    assertArrayEquals(new double[] {0, 2, 0, 2}, actions(stretches));
    double[] rewards = {0, 1, 2, 3, 4, 50, 10, 11, 12, 13, 14};
    assertArrayEquals(new double[] {1, 5, 21, 25}, FtbLight.scores(episodes, rewards, 2), 1e-12);
  }

  private static GaussianPolicy train(String... changes) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "stretch", "1",
                "blocks", "4",
                "flow-hidden-size", "32",
                "flow-steps", "500",
                "reward-hidden-size", "16",
                "reward-hidden-layers", "1",
                "reward-bounded", "false",
                "reward-steps", "200",
                "hidden-size", "8",
                "steps", "600"));
    settings.put("learning-rate", "0.01");
    for (int i = 0; i < changes.length; i += 2) {
      settings.put(changes[i], changes[i + 1]);
    }
    List<PreferencePair> pairs = NormalLine.pairs(1_000);
    return (GaussianPolicy)
        NormalLine.train(new FtbLight(), settings, pairs, pairs, new Ledger(), Monitor.SILENT);
  }

  private static double mean(GaussianPolicy policy) {
    return policy
        .network()
        .evaluator()
        .evaluate(policy.standardizer().apply(new FloatMatrix(1, 1)))
        .get(0, 0);
  }

  /**
   * Actions from N(0, 1), of which more is better: the mean of the best tenth is 1.755 (the density
   * at the ninth decile, 0.1755, over 0.1). What the flow makes of them lies beyond.
   */
  @Test
  void clonesTheBestAndBeyond() {
    double best = mean(train("rounds", "0"));
    assertEquals(1.755, best, 0.12); // of 100 actions, known to within 0.04
    double beyond = mean(train());
    assertTrue(beyond > best + 0.3, best + " and then " + beyond);
  }

  @Test
  void refusesWhatCannotBe() {
    for (String[] wrong :
        new String[][] {{"stretch", "0"}, {"blocks", "1"}, {"rounds", "-1"}, {"share", "0"}}) {
      assertThrows(InvalidInputException.class, () -> train(wrong));
    }
    assertEquals(
        "ftb-light.stretch must be <= the longest of 1000 episodes, got 2",
        assertThrows(InvalidInputException.class, () -> train("stretch", "2")).getMessage());
    assertEquals(
        "ftb-light needs stretches of different scores, all have the same",
        assertThrows(
                InvalidInputException.class,
                () ->
                    BlockFlow.fit(
                        new FtbLight().defaults().flow(),
                        normal(0, 3),
                        new double[3],
                        2,
                        new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT)))
            .getMessage());
  }
}
