package org.prefbench.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Space;
import org.prefbench.export.PolicyExport;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.network.MlpEvaluator;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.onnx.OnnxFormat;
import org.prefbench.policy.outside.PolicyNetwork;

/**
 * Microseconds per forward pass of a 64-256-256-64 network in plain Java, which acting uses, in the
 * engine, and in ONNX Runtime, which networks from outside use: shows from which batch size on the
 * others are faster.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ForwardBenchmark {
  /** Rows per pass. */
  @Param({"1", "4", "16", "64", "256"})
  public int batchSize;

  private FloatMatrix inputs;
  private FloatMatrix outputs;
  private MlpEvaluator evaluator;
  private PolicyNetwork.Evaluator onnx;
  private NDManager manager;
  private NDArray[] weights;

  /** Draws weights and inputs. */
  @Setup(Level.Trial)
  public void prepare() {
    Seed seed = new Seed(1);
    List<Integer> sizes = Mlp.sizes(64, 256, 2, 64);
    Mlp mlp = Mlp.initial(sizes, Activation.RELU, seed);
    RandomStream random = seed.child("inputs").generator();
    inputs = new FloatMatrix(batchSize, 64);
    for (int i = 0; i < inputs.values().length; i++) {
      inputs.values()[i] = (float) random.nextGaussian();
    }
    outputs = new FloatMatrix(batchSize, 64);
    evaluator = mlp.evaluator();
    GaussianPolicy policy =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            Space.unbounded(64),
            Standardizer.identity(64),
            mlp,
            new float[64]);
    onnx = new OnnxFormat().read("a network", PolicyExport.action(policy)).evaluator(List.of());
    manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    weights = new NDArray[2 * (sizes.size() - 1)];
    float[] flat = mlp.weights();
    for (int layer = 0, at = 0; layer + 1 < sizes.size(); layer++) {
      int rows = sizes.get(layer);
      int columns = sizes.get(layer + 1);
      int bias = at + rows * columns;
      weights[2 * layer] =
          manager.create(Arrays.copyOfRange(flat, at, bias), new Shape(rows, columns));
      at = bias + columns;
      weights[2 * layer + 1] = manager.create(Arrays.copyOfRange(flat, bias, at));
    }
  }

  /** Frees the engine's memory. */
  @TearDown(Level.Trial)
  public void close() {
    manager.close();
    onnx.close();
  }

  /** The pass that acting uses. */
  @Benchmark
  public FloatMatrix java() {
    evaluator.evaluate(inputs, outputs);
    return outputs;
  }

  /** The same weights in the engine, where they stay; inputs and outputs are copied in and out. */
  @Benchmark
  public float[] engine() {
    try (NDManager pass = manager.newSubManager()) {
      NDArray x = pass.create(inputs.values(), new Shape(batchSize, 64));
      for (int layer = 0; layer < weights.length; layer += 2) {
        x = x.matMul(weights[layer]).add(weights[layer + 1]);
        x = layer + 2 < weights.length ? ai.djl.nn.Activation.relu(x) : x;
      }
      return x.toFloatArray();
    }
  }

  /** The same network as a file in ONNX, with inputs that are standardised once more. */
  @Benchmark
  public FloatMatrix onnxRuntime() {
    return onnx.evaluate(inputs);
  }
}
