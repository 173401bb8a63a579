package org.prefbench.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.segment.Line.pair;
import static org.prefbench.segment.Line.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

class ContrastiveMethodTest {
  private static final EnvironmentSpec LINE =
      Environments.registered().get("gaussian-1d-v0").spec();

  private static final GaussianPolicy STANDARD_NORMAL =
      new GaussianPolicy(
          GaussianPolicy.Form.GAUSSIAN,
          LINE.actions(),
          Standardizer.identity(1),
          new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
          new float[1]);

  /** Squares of what a margin misses to 2. */
  private static final class Squares extends ContrastiveMethod<Squares.Hyper> {
    record Hyper() {}

    private final Score score;

    Squares(Score score) {
      super("squares", "Squares, for this test (2024)", Normalise.SUM, new Hyper());
      this.score = score;
    }

    @Override
    protected Score score(Hyper hyper) {
      return score;
    }

    @Override
    public WinnerLoss loss(Hyper hyper) {
      return (pass, batch, winner, loser) ->
          winner.logRatios().sub(loser.logRatios()).sub(2).square();
    }
  }

  private static List<PreferencePair> twoArms() {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Label label = i < 6 ? Label.FIRST : i < 8 ? Label.SECOND : Label.TIE;
      pairs.add(pair(segment(1), segment(-1), label, "hand"));
    }
    return pairs;
  }

  /**
   * Two arms, a = 1 and a = -1, with labels of 6 wins, 2 losses and 2 ties: the mean target is (6 -
   * 2) / 10 * 2 = 0.8. N(m, 1) has a margin of 2 m, minus squared distances one of 4 m. At the end
   * the decided pairs have a mean margin of (6 - 2) / 8 * 0.8 = 0.4 towards their winner, and 6 of
   * 8 are told right. D of the arms is m - m^2 / 2 and -m - m^2 / 2.
   */
  @Test
  void oneLossMakesAMethod() {
    RecordingMonitor watcher = new RecordingMonitor();
    GaussianPolicy policy = train(Score.LOG_DENSITY, watcher);
    double mean = policy.network().weights()[1];
    assertEquals(0.4, mean, 1e-3);
    assertEquals(0, policy.logStd()[0], "deviations stay");
    assertEquals(0.4, last(watcher, "margin"), 1e-3);
    assertEquals(0.75, last(watcher, "implicit-accuracy"));
    double middle = -mean * mean / 2;
    assertEquals(middle + 0.2, last(watcher, "log-ratio-winner"), 1e-3);
    assertEquals(middle - 0.2, last(watcher, "log-ratio-loser"), 1e-3);
    assertEquals(mean * mean / 2, last(watcher, "kl"), 1e-3);
    assertEquals(0.2, train(Score.SQUARED_DISTANCE, Monitor.SILENT).network().weights()[1], 1e-3);
    // |1 - m| and |-1 - m| differ by 2 m
    assertEquals(0.4, train(Score.DISTANCE, Monitor.SILENT).network().weights()[1], 1e-3);
  }

  /** Deviations may be trained; distances refuse to. */
  @Test
  void deviationsAreTrainedOnRequestAlone() {
    Map<String, String> std = Map.of("train-std", "true");
    ConfiguredAlgorithm.of(new Squares(Score.LOG_DENSITY), std);
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> ConfiguredAlgorithm.of(new Squares(Score.DISTANCE), std));
    assertTrue(error.getMessage().startsWith("squares.train-std must be"), error.getMessage());
  }

  /**
   * The mean goes up to 0.4, where the divergence is 0.08: with a budget of 0.02 it stops at 0.2
   * and what a hundredth of the training adds, whether or not anybody watches.
   */
  @Test
  void trainingEndsWhereTheBudgetDoes() {
    Map<String, String> slowly = Map.of("learning-rate", "0.002", "kl-budget", "0.02");
    RecordingMonitor watcher = new RecordingMonitor();
    double mean = train(Score.LOG_DENSITY, watcher, slowly).network().weights()[1];
    assertEquals(0.2, mean, 0.02);
    assertTrue(mean * mean / 2 > 0.02, "it stops behind the budget, not before: " + mean);
    assertEquals(mean * mean / 2, last(watcher, "kl"), 1e-6);
    double unwatched = train(Score.LOG_DENSITY, Monitor.SILENT, slowly).network().weights()[1];
    assertEquals(mean, unwatched);
    Map<String, String> enough = Map.of("learning-rate", "0.002", "kl-budget", "0.09");
    Map<String, String> none = Map.of("learning-rate", "0.002");
    assertArrayEquals(
        train(Score.LOG_DENSITY, Monitor.SILENT, none).network().weights(),
        train(Score.LOG_DENSITY, Monitor.SILENT, enough).network().weights());
  }

  @Test
  void theBudgetIsPositive() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> ConfiguredAlgorithm.of(new Squares(Score.LOG_DENSITY), Map.of("kl-budget", "0")));
    assertTrue(error.getMessage().contains("kl-budget must be > 0, got 0"), error.getMessage());
  }

  private static double last(RecordingMonitor watcher, String name) {
    List<Double> values = watcher.values(name);
    return values.get(values.size() - 1);
  }

  private static GaussianPolicy train(Score score, Monitor monitor) {
    return train(score, monitor, Map.of("learning-rate", "0.02"));
  }

  private static GaussianPolicy train(Score score, Monitor monitor, Map<String, String> more) {
    Map<String, String> set = new HashMap<>(more);
    set.putAll(Map.of("warm-up", "0", "steps", "800", "validation-share", "0"));
    TrainingInput input =
        new TrainingInput(
            LINE,
            Optional.of(STANDARD_NORMAL),
            new TrajectoryDataset(LINE.id(), List.of(segment(0)), Map.of()),
            Line.dataset(twoArms().toArray(PreferencePair[]::new)),
            Optional.empty(),
            Optional.empty());
    return (GaussianPolicy)
        ConfiguredAlgorithm.of(new Squares(score), set)
            .algorithm()
            .train(input, new TrainingContext(new Seed(4), new Ledger(), monitor));
  }
}
