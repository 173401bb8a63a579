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
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;
import org.prefbench.env.locomotion.LocomotionEnvironment;
import org.prefbench.physics.Data;
import org.prefbench.physics.Dynamics;

/**
 * Forward passes and engine steps per second on one thread, at states met under uniform random
 * actions; {@link EnvironmentBenchmark} has whole environment steps of the same tasks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PhysicsBenchmark {
  private static final int STATES = 1024;

  /** The environment's id. */
  @Param({"hopper-v2", "halfcheetah-v2", "walker2d-v2", "ant-v2"})
  public String id;

  private Data data;
  private double[][] qpos;
  private double[][] qvel;
  private double[][] controls;

  /** Collects states of random episodes. */
  @Setup(Level.Trial)
  public void create() {
    LocomotionEnvironment environment =
        (LocomotionEnvironment) Environments.registered().get(id).create();
    StepResult result = new StepResult(environment.spec());
    data = new Data(environment.model());
    qpos = new double[STATES][environment.model().nq()];
    qvel = new double[STATES][environment.model().nv()];
    controls = new double[STATES][environment.model().nu()];
    RandomStream random = new Seed(1).generator();
    environment.reset(new Seed(2), result.observation);
    for (int i = 0; i < STATES; i++) {
      environment.getState(qpos[i], qvel[i]);
      for (int j = 0; j < controls[i].length; j++) {
        controls[i][j] = random.uniform(-1, 1);
      }
      environment.step(controls[i], result);
      if (result.terminated) {
        environment.reset(new Seed(2).child(i), result.observation);
      }
    }
  }

  private void load(int i) {
    System.arraycopy(qpos[i], 0, data.qpos, 0, data.qpos.length);
    System.arraycopy(qvel[i], 0, data.qvel, 0, data.qvel.length);
    System.arraycopy(controls[i], 0, data.control, 0, data.control.length);
    data.forgetWarmStart();
  }

  /** Computes accelerations from scratch. */
  @Benchmark
  @OperationsPerInvocation(STATES)
  public double forward() {
    double sum = 0;
    for (int i = 0; i < STATES; i++) {
      load(i);
      Dynamics.forward(data);
      sum += data.qacc[0];
    }
    return sum;
  }

  /** Advances by one engine step: one forward pass for halfcheetah, four for the others. */
  @Benchmark
  @OperationsPerInvocation(STATES)
  public double engineStep() {
    double sum = 0;
    for (int i = 0; i < STATES; i++) {
      load(i);
      Dynamics.step(data);
      sum += data.qpos[0];
    }
    return sum;
  }
}
