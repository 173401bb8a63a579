package org.prefbench.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Space;
import org.prefbench.env.StepResult;
import org.prefbench.env.VectorEnvironment;

/**
 * Environment steps per second under uniform random actions, which are drawn before the clock
 * starts; the resets at the ends of episodes are part of the time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnvironmentBenchmark {
  private static final int STEPS = 4096;
  private static final int COPIES = 64;

  /** The environment's id. */
  @Param({
    "pendulum-v1",
    "mountain-car-continuous-v0",
    "acrobot-continuous-v0",
    "cart-pole-swing-up-v0",
    "point-mass-v0",
    "hopper-v2",
    "halfcheetah-v2",
    "walker2d-v2",
    "ant-v2"
  })
  public String id;

  private Environment single;
  private VectorEnvironment vector;
  private VectorEnvironment parallel;
  private StepResult result;
  private double[] observation;
  private double[][] actions;
  private FloatMatrix[] batches;
  private Seed seeds;
  private int maxSteps;
  private int elapsed;
  private long episodes;

  /** Creates the copies and draws the actions. */
  @Setup(Level.Trial)
  public void create() {
    EnvironmentFactory factory = Environments.registered().get(id);
    Space space = factory.spec().actions();
    RandomStream random = new Seed(1).generator();
    actions = new double[STEPS][space.size()];
    for (double[] action : actions) {
      fill(action, space, random);
    }
    batches = new FloatMatrix[STEPS / COPIES];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = new FloatMatrix(COPIES, space.size());
      for (int row = 0; row < COPIES; row++) {
        batches[i].setRow(row, actions[i * COPIES + row]);
      }
    }
    seeds = new Seed(2);
    maxSteps = factory.spec().maxSteps();
    single = factory.create();
    result = new StepResult(factory.spec());
    observation = new double[factory.spec().observations().size()];
    single.reset(seeds, observation);
    vector = new VectorEnvironment(factory, COPIES);
    parallel = new VectorEnvironment(factory, COPIES, VectorEnvironment.Stepping.PARALLEL);
  }

  private static void fill(double[] action, Space space, RandomStream random) {
    double[] low = space.low();
    double[] high = space.high();
    for (int i = 0; i < action.length; i++) {
      action[i] = random.uniform(low[i], high[i]);
    }
  }

  /** Steps one copy. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double single() {
    double sum = 0;
    for (double[] action : actions) {
      single.step(action, result);
      sum += result.reward;
      if (++elapsed == maxSteps || result.terminated) {
        single.reset(seeds.child(episodes++), observation);
        elapsed = 0;
      }
    }
    return sum;
  }

  /** Steps 64 copies in lockstep through a vector environment. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double vectorOf64() {
    return run(vector);
  }

  /** Steps 64 copies in lockstep on all cores. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double vectorOf64OnAllCores() {
    return run(parallel);
  }

  private double run(VectorEnvironment copies) {
    double sum = 0;
    for (FloatMatrix batch : batches) {
      for (int i = 0; i < COPIES; i++) {
        if (copies.finished(i)) {
          copies.reset(i, seeds.child(episodes++));
        }
      }
      copies.step(batch);
      sum += copies.reward(0);
    }
    return sum;
  }
}
