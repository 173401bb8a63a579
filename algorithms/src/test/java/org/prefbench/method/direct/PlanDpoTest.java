package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** Plans of two steps on a line, whatever is observed, where the optimum is known. */
class PlanDpoTest {
  private static final EnvironmentSpec LINE =
      Environments.registered().get("gaussian-1d-v0").spec();
  private static final int PAIRS = 6_000;

  /**
   * Data have first actions around 3, then around -1; the pairs' plans deviate by 1/2 from that.
   * With reward 2 a_1 + 7 a_2 and beta 2 the optimum moves the first action's mean by its variance
   * times 2 / beta, to 3.25; what the second earns moves the second alone. The standard error of
   * the weight 2 is 1 / sqrt(n E[d^2 s (1 - s)]) with n = 6,000, d the difference of first actions,
   * of variance 1/2, and log-odds of deviation 5.1, hence E[s (1 - s)] = 0.078: 0.07, and 0.01 of
   * the mean.
   */
  @Test
  void theFirstActionOfThePlanMovesByItsOwnReward() {
    RecordingMonitor watcher = new RecordingMonitor(2);
    GaussianPolicy policy = train(PAIRS, watcher);
    double mean = policy.network().weights()[1]; // the observation is 0 wherever one acts
    assertEquals(3.25, mean, 0.04);
    assertEquals(0.5, Math.exp(policy.logStd()[0]), 0.02);
    assertEquals(LINE.actions(), policy.actions());
    assertTrue(watcher.values("cloning-loss").size() > 50);
    assertEquals(2, watcher.validationLosses().size());
  }

  @Test
  void episodesMustBeAsLongAsPlans() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> train(input(List.of(segment(3)), 4), new RecordingMonitor()));
    assertTrue(error.getMessage().startsWith("plans of 2 steps need"), error.getMessage());
  }

  private static GaussianPolicy train(int pairs, RecordingMonitor watcher) {
    RandomStream random = new Seed(5).generator();
    List<Segment> episodes = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      episodes.add(segment(3 + (float) random.nextGaussian(), -1 + (float) random.nextGaussian()));
    }
    return train(input(episodes, pairs), watcher);
  }

  private static GaussianPolicy train(TrainingInput input, RecordingMonitor watcher) {
    Map<String, String> set =
        Map.of(
            "beta", "2",
            "hidden-layers", "0",
            "learning-rate", "0.02",
            "warm-up", "0",
            "batch-size", "512",
            "steps", "600",
            "cloning-learning-rate", "0.05",
            "cloning-steps", "600");
    return (GaussianPolicy)
        ConfiguredAlgorithm.of(new PlanDpo(), set)
            .algorithm()
            .train(input, new TrainingContext(new Seed(4), new Ledger(), watcher));
  }

  private static TrainingInput input(List<Segment> episodes, int pairs) {
    RandomStream random = new Seed(8).generator();
    List<PreferencePair> labelled = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      float[] first = plan(random);
      float[] second = plan(random);
      double odds = 2 * (first[0] - second[0]) + 7 * (first[1] - second[1]);
      boolean wins = random.nextDouble() < 1 / (1 + StrictMath.exp(-odds));
      labelled.add(
          new PreferencePair(
              segment(first), segment(second), wins ? Label.FIRST : Label.SECOND, "hand"));
    }
    return new TrainingInput(
        LINE,
        Optional.empty(),
        new TrajectoryDataset(LINE.id(), episodes, Map.of()),
        new PreferenceDataset(LINE.id(), labelled, Map.of()),
        Optional.empty(),
        Optional.empty());
  }

  private static float[] plan(RandomStream random) {
    return new float[] {
      3 + 0.5f * (float) random.nextGaussian(), -1 + 0.5f * (float) random.nextGaussian()
    };
  }

  private static Segment segment(float... actions) {
    return new Segment(
        new FloatMatrix(actions.length + 1, 1),
        new FloatMatrix(actions.length, 1, actions),
        new FloatMatrix(actions.length, 1),
        End.RUNNING,
        Optional.empty());
  }
}
