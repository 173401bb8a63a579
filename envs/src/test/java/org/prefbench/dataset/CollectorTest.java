package org.prefbench.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.verification.DatasetVerifier;
import org.prefbench.dataset.verification.Verification;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.UniformPolicy;

class CollectorTest {
  @TempDir Path folder;

  private static TrajectoryDataset collect(String environment, int workers, long steps) {
    EnvironmentFactory factory = Environments.registered().get(environment);
    return new Collector(factory, new UniformPolicy().in(factory.spec().actions()))
        .withWorkers(workers)
        .steps(steps, new Seed(11), Map.of("behavior", "random"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pendulum-v1", "mountain-car-continuous-v0", "acrobot-continuous-v0"})
  void anyNumberOfWorkersGivesTheSameBytes(String environment) throws IOException {
    TrajectoryDataset one = collect(environment, 1, 20_011);
    assertEquals(20_011, one.steps());
    Path file = folder.resolve("1.hdf5");
    Datasets.write(file, one);
    for (int workers = 2; workers <= 3; workers++) {
      TrajectoryDataset many = collect(environment, workers, 20_011);
      assertEquals(one, many);
      Path other = folder.resolve(workers + ".hdf5");
      Datasets.write(other, many);
      assertEquals(-1, Files.mismatch(file, other));
    }
  }

  @Test
  void theLastEpisodeIsCutAndEarlierStepsDoNotDependOnHowManyFollow() {
    TrajectoryDataset few = collect("pendulum-v1", 2, 450);
    assertEquals(List.of(200, 200, 50), few.episodes().stream().map(Segment::length).toList());
    assertEquals(
        List.of(End.TRUNCATED, End.TRUNCATED, End.RUNNING),
        few.episodes().stream().map(Segment::end).toList());
    // 450 steps run in blocks of 3 episodes, 9000 in blocks of 32
    TrajectoryDataset many = collect("pendulum-v1", 2, 9_000);
    assertEquals(few.episodes().subList(0, 2), many.episodes().subList(0, 2));
    assertEquals(few.episodes().get(2), many.episodes().get(2).slice(0, 50));
    assertNotEquals(few.episodes().get(0), few.episodes().get(1));
  }

  @Test
  void keepsTheLogDensityOfEveryAction() {
    Segment episode = collect("pendulum-v1", 1, 10).episodes().get(0);
    // uniform on [-2, 2]: log 1/4, D4RL's minus the log volume
    for (float value : episode.actionLogProbabilities().orElseThrow().values()) {
      assertEquals((float) -Math.log(4), value);
    }
    EnvironmentFactory factory = Environments.registered().get("pendulum-v1");
    assertEquals(
        Optional.empty(),
        new Collector(factory, new UniformPolicy())
            .episodes(1, new Seed(1), Map.of())
            .episodes()
            .get(0)
            .actionLogProbabilities());
  }

  @Test
  void anythingCollectedReplays() {
    for (String environment : List.of("pendulum-v1", "mountain-car-continuous-v0")) {
      Verification result = DatasetVerifier.verify(collect(environment, 2, 2_500));
      assertTrue(result.passed(), result.toString());
    }
  }

  @Test
  void tellsItsProgressUpToTheEnd() {
    List<Long> heard = new ArrayList<>();
    EnvironmentFactory factory = Environments.registered().get("point-mass-v0");
    new Collector(factory, new UniformPolicy())
        .withProgress(
            (done, total) -> {
              assertEquals(100, total);
              heard.add(done);
            })
        .episodes(100, new Seed(1), Map.of());
    assertEquals(LongStream.rangeClosed(1, 100).boxed().toList(), heard);
  }

  @Test
  void keepsWhatHappenedStepByStep() {
    // counts up by the action 1; episode i ends when the count reaches 2 or 3
    List<Segment> episodes =
        new Collector(Counting.FACTORY, new Ones()).episodes(40, new Seed(5), Map.of()).episodes();
    assertEquals(40, episodes.size());
    assertEquals(2, episodes.stream().map(Segment::length).distinct().count());
    for (Segment episode : episodes) {
      int length = episode.length();
      float[] counts = length == 2 ? new float[] {0, 1, 2} : new float[] {0, 1, 2, 3};
      assertArrayEquals(counts, episode.observations().values());
      for (int t = 0; t < length; t++) {
        assertEquals(1, episode.actions().get(t, 0));
        assertEquals(10 * (t + 1), episode.rewards().get(t, 0)); // 10 x the count afterwards
        assertEquals(t, episode.states().orElseThrow().get(t, 0)); // before the action
        assertEquals(length, episode.states().orElseThrow().get(t, 1));
      }
      assertEquals(End.TERMINATED, episode.end());
    }
    TrajectoryDataset cut =
        new Collector(Counting.FACTORY, new Ones()).steps(100, new Seed(5), Map.of());
    assertEquals(
        episodes.subList(0, 30),
        cut.episodes().subList(0, 30),
        "the same episodes come first however much is asked for");
    assertEquals(100, cut.steps());
    assertEquals(Map.of("seed", "5", "steps", "100"), cut.provenance());
    assertEquals(List.of("count", "goal"), cut.stateFields().stream().map(f -> f.name()).toList());
  }

  /** Always the action 1. */
  private record Ones() implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      FloatMatrix ones = new FloatMatrix(seeds.length, 1);
      Arrays.fill(ones.values(), 1);
      return observations -> ones;
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  /** Counts; terminates at a goal of 2 or 3 that the seed chooses; rewards 10 times the count. */
  private static final class Counting implements Environment {
    static final EnvironmentSpec SPEC =
        new EnvironmentSpec(
            "counting-v0",
            "Count",
            Space.unbounded(1),
            Space.box(1, -1, 1),
            Stream.of("count", "goal").map(name -> new StateField(name, 1)).toList(),
            1,
            5,
            Optional.empty());
    static final EnvironmentFactory FACTORY =
        new EnvironmentFactory() {
          @Override
          public EnvironmentSpec spec() {
            return SPEC;
          }

          @Override
          public Environment create() {
            return new Counting();
          }
        };
    private double count;
    private double goal;

    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public void reset(Seed seed, double[] observation) {
      count = 0;
      goal = 2 + seed.generator().nextInt(2);
      observe(observation);
    }

    @Override
    public void step(double[] action, StepResult result) {
      count += action[0];
      result.reward = 10 * count;
      result.terminated = count >= goal;
      observe(result.observation);
    }

    @Override
    public void observe(double[] observation) {
      observation[0] = count;
    }

    @Override
    public void readState(double[] state) {
      state[0] = count;
      state[1] = goal;
    }

    @Override
    public void writeState(double[] state) {
      count = state[0];
      goal = state[1];
    }
  }
}
