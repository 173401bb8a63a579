package org.prefbench.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Parameters;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.method.online.SacSettings;
import org.prefbench.method.online.SoftActorCritic;
import org.prefbench.nn.Standardizer;
import org.prefbench.rl.ReplayBuffer;

/**
 * Updates of soft actor-critic per second on walker2d's sizes, batch 256, networks 256-256: ours as
 * in the paper of 2018 and with this project's defaults, and the former as eager PyTorch does it,
 * call by call on the same native library: a tensor per weight and bias, critics one after the
 * other, an optimiser of six operations per tensor.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 4, time = 5)
public class SoftActorCriticBenchmark {
  private static final int BATCH = 256;
  private static final int WIDTH = 256;

  private final RandomStream random = new Seed(1).generator();
  private ReplayBuffer buffer;
  private Standardizer none;
  private SoftActorCritic plain;
  private SoftActorCritic usual;
  private Eager eager;

  /** Fills a replay buffer with noise, which costs as much to learn from as anything else. */
  @Setup(Level.Trial)
  public void start() {
    EnvironmentSpec spec = Environments.registered().get("walker2d-v2").spec();
    int observationSize = spec.observations().size();
    int actionSize = spec.actions().size();
    buffer = new ReplayBuffer(observationSize, actionSize, 100_000);
    FloatMatrix before = new FloatMatrix(1, observationSize);
    FloatMatrix after = new FloatMatrix(1, observationSize);
    FloatMatrix action = new FloatMatrix(1, actionSize);
    for (int i = 0; i < 100_000; i++) {
      for (FloatMatrix matrix : List.of(before, after)) {
        for (int j = 0; j < observationSize; j++) {
          matrix.set(0, j, (float) random.nextGaussian());
        }
      }
      for (int j = 0; j < actionSize; j++) {
        action.set(0, j, (float) random.uniform(-1, 1));
      }
      buffer.add(before, action, random.nextGaussian(), false, after, 0);
    }
    none = Standardizer.identity(observationSize);
    SacSettings defaults = SacSettings.defaults();
    Map<String, String> paper =
        Map.of(
            "layer-normalization", "false",
            "policy-delay", "1",
            "target-rate", "0.005",
            "critic-learning-rate", "3e-4",
            "actor-learning-rate", "3e-4");
    plain = new SoftActorCritic(Parameters.override("sac", defaults, paper), spec, new Seed(2));
    usual = new SoftActorCritic(defaults, spec, new Seed(2));
    eager = new Eager(observationSize, actionSize);
  }

  /** Frees the eager tensors. */
  @TearDown(Level.Trial)
  public void stop() {
    eager.manager.close();
  }

  /** An update as in the paper. */
  @Benchmark
  public Object paper() {
    return plain.update(buffer.sample(BATCH, random), none, random);
  }

  /** An update with the project's defaults. */
  @Benchmark
  public Object defaults() {
    return usual.update(buffer.sample(BATCH, random), none, random);
  }

  /** An update as in the paper, as eager PyTorch does it. */
  @Benchmark
  public Object paperEager() {
    return eager.update(buffer.sample(BATCH, random));
  }

  /** The update in single operations of the engine. */
  private static final class Eager {
    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    private final int actionSize;
    private final Eagerly.Optimized actor;
    private final Eagerly.Optimized critics;
    private final List<NDArray> targets = new ArrayList<>();
    private double logAlpha;

    Eager(int observationSize, int actionSize) {
      this.actionSize = actionSize;
      actor =
          new Eagerly.Optimized(Eagerly.network(manager, observationSize, WIDTH, 2 * actionSize));
      List<NDArray> both = Eagerly.network(manager, observationSize + actionSize, WIDTH, 1);
      both.addAll(Eagerly.network(manager, observationSize + actionSize, WIDTH, 1));
      critics = new Eagerly.Optimized(both);
      both.forEach(weights -> targets.add(weights.duplicate()));
    }

    private NDList sample(NDManager pass, NDArray observations) {
      NDArray outputs = Eagerly.forward(actor.weights(), 0, observations);
      NDArray logStd = outputs.get(":, " + actionSize + ":").clip(-5, 2);
      NDArray noise = pass.randomNormal(new Shape(BATCH, actionSize));
      NDArray latent = outputs.get(":, :" + actionSize).add(logStd.exp().mul(noise));
      NDArray two = pass.create(2f);
      NDArray slope = Activation.softPlus(latent.mul(pass.create(-2f))).add(latent).mul(two);
      NDArray density = slope.sub(logStd).sub(noise.square().div(two)).sum(new int[] {1});
      return new NDList(latent.tanh(), density);
    }

    double update(ReplayBuffer.Batch batch) {
      try (NDManager pass = manager.newSubManager()) {
        NDArray observations = Eagerly.array(pass, batch.steps().observations());
        NDArray next = Eagerly.array(pass, batch.steps().next());
        NDArray alpha = pass.create((float) Math.exp(logAlpha));
        double loss;
        NDList after = sample(pass, next);
        NDArray inputs = next.concat(after.get(0).stopGradient(), 1);
        NDArray value =
            Eagerly.forward(targets, 0, inputs)
                .minimum(Eagerly.forward(targets, 6, inputs))
                .squeeze(1);
        NDArray y =
            value
                .sub(after.get(1).mul(alpha))
                .mul(pass.create(batch.steps().continues()).mul(0.99f))
                .add(pass.create(batch.rewards()))
                .stopGradient();
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
          NDArray taken = observations.concat(Eagerly.array(pass, batch.steps().actions()), 1);
          NDArray first =
              Eagerly.forward(critics.weights(), 0, taken).squeeze(1).sub(y).square().mean();
          NDArray second =
              Eagerly.forward(critics.weights(), 6, taken).squeeze(1).sub(y).square().mean();
          NDArray sum = first.add(second);
          collector.backward(sum);
          loss = sum.getFloat();
        }
        critics.step();
        double density;
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
          NDList chosen = sample(pass, observations);
          NDArray taken = observations.concat(chosen.get(0), 1);
          NDArray smaller =
              Eagerly.forward(critics.weights(), 0, taken)
                  .minimum(Eagerly.forward(critics.weights(), 6, taken))
                  .squeeze(1);
          collector.backward(chosen.get(1).mul(alpha).sub(smaller).mean());
          density = chosen.get(1).mean().getFloat();
        }
        actor.step();
        critics.forget();
        logAlpha -= 3e-4 * Math.signum(-(density - actionSize));
        Eagerly.follow(targets, critics, 0.005f);
        return loss;
      }
    }
  }
}
