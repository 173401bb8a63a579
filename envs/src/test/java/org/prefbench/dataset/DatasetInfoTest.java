package org.prefbench.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;

class DatasetInfoTest {
  /** An episode of the pendulum's sizes with the given rewards, every action alike. */
  private static Segment episode(float action, End end, float... rewards) {
    FloatMatrix actions = new FloatMatrix(rewards.length, 1);
    Arrays.fill(actions.values(), action);
    return new Segment(
        new FloatMatrix(rewards.length + 1, 3),
        actions,
        new FloatMatrix(rewards.length, 1, rewards),
        end,
        Optional.empty());
  }

  @Test
  void numbersWorkedOutByHand() {
    TrajectoryDataset dataset =
        new TrajectoryDataset(
            "pendulum-v1",
            List.of(
                episode(2, End.TERMINATED, 1, 1), // return 2, both actions at the bound 2
                episode(1.979f, End.TRUNCATED, 4), // return 4, not near the bound by half a percent
                episode(-3, End.TRUNCATED, 5, 0, 1), // return 6, all beyond the bound -2
                episode(1.981f, End.RUNNING, 100, 100)), // near; cut: its return does not count
            Map.of());
    DatasetInfo info = DatasetInfo.of(dataset);
    assertEquals(4, info.episodes());
    assertEquals(8, info.steps());
    assertEquals(0.25, info.terminatedShare());
    assertEquals(2, info.truncated());
    // population deviation of 2, 4, 6: sqrt((4 + 0 + 4) / 3)
    assertEquals(new DatasetInfo.Summary(3, 4, Math.sqrt(8.0 / 3), 2, 6), info.returns());
    assertEquals(2, info.lengths().mean());
    // bins of width 0.4 from 2: 4 falls on the edge of bin 5, 6 in the last
    assertEquals(DoubleMatrix.of(new double[][] {{2}, {4}, {6}}), info.episodeReturns());
    assertEquals(List.of(1L, 0L, 0L, 0L, 0L, 1L, 0L, 0L, 0L, 1L), info.histogram());
    assertEquals(OptionalDouble.of(7.0 / 8), info.saturation());
    assertEquals(dataset.contentHash(), info.contentHash());
    double random = scores().random();
    double expert = scores().expert();
    assertEquals(
        100 * (4 - random) / (expert - random), info.normalizedScore().orElseThrow(), 1e-9);
  }

  private static org.prefbench.env.ReferenceScores scores() {
    return org.prefbench.env.Environments.registered()
        .get("pendulum-v1")
        .spec()
        .scores()
        .orElseThrow();
  }

  @Test
  void aSingleCutEpisodeIsCounted() {
    DatasetInfo info =
        DatasetInfo.of(
            new TrajectoryDataset("nowhere-v0", List.of(episode(0, End.RUNNING, 3, 4)), Map.of()));
    assertEquals(7, info.returns().mean());
    assertEquals(0, info.returns().standardDeviation());
    assertEquals(OptionalDouble.empty(), info.saturation());
    assertEquals(OptionalDouble.empty(), info.normalizedScore());
  }
}
