package org.prefbench.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
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
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Schedule;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.RewardModel;
import org.prefbench.rl.Iql;
import org.prefbench.rl.OfflineLearner;
import org.prefbench.rl.ReBrac;
import org.prefbench.rl.Td3Bc;
import org.prefbench.rl.Transitions;

/**
 * Updates per second of what offline methods stand on, with the defaults of their papers, on random
 * data of Walker2d's size (17 observations, 6 actions): implicit Q-learning (a value, an actor, two
 * critics, batches of 256), TD3+BC (an actor, two critics, batches of 256), ReBRAC (deeper, critics
 * normalised, batches of 1024) and an ensemble of five rewards on batches of 64 pairs of 10 steps.
 * Beside the first the same update stands call by call on the same native library.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BackboneBenchmark {
  private static final int OBSERVATIONS = 17;
  private static final int ACTIONS = 6;
  private static final int ROWS = 20_000;
  private static final int STEPS = 100;
  private static final Seed SEED = new Seed(1);

  private Transitions transitions;
  private float[] rewards;
  private PreferenceDataset pairs;

  /** Draws the data. */
  @Setup(Level.Trial)
  public void prepare() {
    RandomStream random = SEED.child("data").generator();
    float[] continues = new float[ROWS];
    Arrays.fill(continues, 1);
    transitions =
        new Transitions(
            normal(ROWS, OBSERVATIONS, random),
            normal(ROWS, ACTIONS, random),
            normal(ROWS, OBSERVATIONS, random),
            continues);
    rewards = normal(ROWS, 1, random).values();
    List<PreferencePair> labelled = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Label label = random.nextInt(2) == 0 ? Label.FIRST : Label.SECOND;
      labelled.add(new PreferencePair(segment(random), segment(random), label, "random"));
    }
    pairs = new PreferenceDataset("random-v0", labelled, Map.of());
  }

  /** Trains for {@value #STEPS} updates, standardising the data included. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public GaussianPolicy implicitQLearning() {
    return train(new Iql(few("iql", Iql.Settings.defaults())));
  }

  /** The same updates, call by call. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object implicitQLearningEager() {
    Iql.Settings settings = Iql.Settings.defaults();
    RandomStream random = SEED.generator();
    double loss = 0;
    try (EagerIql eager = new EagerIql(OBSERVATIONS, ACTIONS, settings)) {
      for (int step = 0; step < STEPS; step++) {
        int[] rows = new int[settings.fitting().batchSize()];
        Arrays.setAll(rows, i -> random.nextInt(ROWS));
        loss = eager.update(transitions, rewards, rows);
      }
    }
    return loss;
  }

  /** Trains for {@value #STEPS} updates of the critics, half as many of the actor. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public GaussianPolicy td3Bc() {
    return train(new Td3Bc(few("td3-bc", Td3Bc.Settings.defaults())));
  }

  /** Trains for {@value #STEPS} updates of the critics, half as many of the actor. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public GaussianPolicy reBrac() {
    return train(new ReBrac(few("rebrac", ReBrac.Settings.defaults())));
  }

  private static <S extends Record> S few(String name, S settings) {
    return Parameters.override(name, settings, Map.of("steps", String.valueOf(STEPS)));
  }

  private GaussianPolicy train(OfflineLearner learner) {
    return learner.train(transitions, rewards, Space.box(ACTIONS, -1, 1), context());
  }

  /** Trains for {@value #STEPS} steps. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public RewardModel rewardEnsemble() {
    Fitting fitting = Fitting.of(3e-4, Schedule.CONSTANT, 64, STEPS, 0);
    RewardModel.Setting setting =
        new RewardModel.Setting(5, 256, 3, true, RewardModel.Constant.ZERO_MEAN, fitting);
    return RewardModel.fit(pairs, setting, context());
  }

  private static TrainingContext context() {
    return new TrainingContext(SEED, new Ledger(), Monitor.SILENT);
  }

  private static Segment segment(RandomStream random) {
    return new Segment(
        normal(11, OBSERVATIONS, random),
        normal(10, ACTIONS, random),
        new FloatMatrix(10, 1),
        End.RUNNING,
        Optional.empty());
  }

  private static FloatMatrix normal(int rows, int columns, RandomStream random) {
    FloatMatrix matrix = new FloatMatrix(rows, columns);
    for (int i = 0; i < matrix.values().length; i++) {
      matrix.values()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}
