package org.prefbench.benchmark;

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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;

/**
 * Control steps of preference flow matching per second on the pendulum: look-ahead of 10 steps by a
 * 256-256 Gaussian reference, one solution of the flow, one environment step. One operation is a
 * step of all {@code copies}; multiply by it for steps of single episodes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FlowControlBenchmark {
  private static final Seed SEED = new Seed(1);

  /** Episodes in lockstep. */
  @Param({"1", "10"})
  public int copies;

  /** How the flow is solved. */
  @Param({"dormand-prince", "rk4", "midpoint"})
  public String solver;

  private VectorEnvironment environment;
  private EnvironmentAccess access;
  private Seed[] seeds;
  private Policy policy;
  private Actor actor;

  /** Trains for a while on pairs of the reference. */
  @Setup(Level.Trial)
  public void prepare() {
    EnvironmentFactory factory = Environments.registered().get("pendulum-v1");
    Simulator simulator = new Simulator(factory, true, new Ledger());
    int inputs = factory.spec().observations().size();
    Policy reference =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            factory.spec().actions(),
            Standardizer.identity(inputs),
            Mlp.initial(Mlp.sizes(inputs, 256, 2, 1), Activation.RELU, SEED),
            new float[1]);
    double[][] start = new double[1][factory.spec().stateSize()];
    TrajectoryDataset trajectories =
        new TrajectoryDataset(
            factory.spec().id(),
            PairSampler.rollOut(simulator, reference, start, 10, new Seed[] {SEED}),
            Map.of());
    PreferenceDataset pairs =
        new PreferenceDataset(
            factory.spec().id(),
            PairSampler.label(
                PairSampler.fromPolicy(
                    simulator,
                    reference,
                    trajectories,
                    PairSampler.StateDistribution.INITIAL,
                    1000,
                    10,
                    SEED),
                Labelers.create("oracle", Map.of(), Calibration.of(List.of())),
                SEED),
            Map.of());
    policy =
        ConfiguredAlgorithm.of(Algorithms.registered().get("pfm"), Map.of("solver", solver))
            .algorithm()
            .train(
                new TrainingInput(
                    factory.spec(),
                    Optional.of(reference),
                    trajectories,
                    pairs,
                    Optional.empty(),
                    Optional.empty()),
                new TrainingContext(SEED, new Ledger(), Monitor.SILENT));
    environment = new VectorEnvironment(factory, copies);
    access =
        new EnvironmentAccess(
            environment, EnvironmentAccess.LookAhead.WITHOUT_REWARDS, new Ledger());
    seeds = new Seed[copies];
    Arrays.setAll(seeds, SEED::child);
    begin();
  }

  private void begin() {
    environment.reset(seeds);
    actor = policy.start(access, seeds);
  }

  /** One control step of all copies; a finished batch of episodes starts again. */
  @Benchmark
  public FloatMatrix controlStep() {
    if (environment.allFinished()) {
      actor.close();
      begin();
    }
    FloatMatrix actions = actor.act(environment.observations());
    environment.step(actions);
    return actions;
  }
}
