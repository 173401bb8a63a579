package org.prefbench.policy.onnx;

import java.util.List;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.policy.outside.PolicyNetwork;

/** Networks for tests, and what they compute, by the plain sums of their definition. */
public final class OnnxNetworks {
  private OnnxNetworks() {}

  /**
   * A fully connected network with ReLU after all layers but the last.
   *
   * @param weights by layer {@code [inputs, outputs]}, row after row
   * @param biases by layer
   */
  public record Dense(int[] sizes, float[][] weights, float[][] biases) {
    /** Returns weights and biases uniform in +-1/sqrt(inputs). */
    public static Dense of(Seed seed, int... sizes) {
      float[][] weights = new float[sizes.length - 1][];
      float[][] biases = new float[sizes.length - 1][];
      for (int layer = 0; layer < weights.length; layer++) {
        RandomStream random = seed.child(layer).generator();
        double bound = 1 / Math.sqrt(sizes[layer]);
        weights[layer] = new float[sizes[layer] * sizes[layer + 1]];
        biases[layer] = new float[sizes[layer + 1]];
        for (int k = 0; k < weights[layer].length; k++) {
          weights[layer][k] = (float) random.uniform(-bound, bound);
        }
        for (int k = 0; k < biases[layer].length; k++) {
          biases[layer][k] = (float) random.uniform(-bound, bound);
        }
      }
      return new Dense(sizes, weights, biases);
    }

    /** Returns the outputs of one row, in doubles. */
    public double[] evaluate(float[] row) {
      double[] x = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        x[i] = row[i];
      }
      for (int layer = 0; layer < weights.length; layer++) {
        double[] y = new double[sizes[layer + 1]];
        for (int k = 0; k < y.length; k++) {
          y[k] = biases[layer][k];
          for (int i = 0; i < x.length; i++) {
            y[k] += x[i] * weights[layer][i * y.length + k];
          }
          y[k] = layer + 1 < weights.length ? Math.max(y[k], 0) : y[k];
        }
        x = y;
      }
      return x;
    }

    /** Returns the network as a file whose only output has this name. */
    public byte[] onnx(String output) {
      OnnxGraph graph = new OnnxGraph("a test", "observation", sizes[0]);
      graph.output(output, last(graph), sizes[sizes.length - 1]);
      return graph.toBytes();
    }

    /** Adds the layers to a graph and returns the name of the last one's values. */
    public String last(OnnxGraph graph) {
      String value = "observation";
      for (int layer = 0; layer < weights.length; layer++) {
        String matrix = graph.constant("w" + layer, weights[layer], sizes[layer], sizes[layer + 1]);
        String bias = graph.constant("b" + layer, biases[layer], sizes[layer + 1]);
        value = graph.node("Gemm", value, matrix, bias);
        value = layer + 1 < weights.length ? graph.node("Relu", value) : value;
      }
      return value;
    }
  }

  /** Returns standard normal rows. */
  public static FloatMatrix rows(int rows, int columns, Seed seed) {
    RandomStream random = seed.generator();
    FloatMatrix matrix = new FloatMatrix(rows, columns);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = (float) random.nextGaussian();
    }
    return matrix;
  }

  /** Prints twice six, by a network. */
  public static void main(String[] arguments) {
    OnnxGraph graph = new OnnxGraph("twice", "x", 1);
    graph.output("y", graph.node("Add", "x", "x"), 1);
    try (PolicyNetwork.Evaluator evaluator =
        OnnxNetwork.of("twice", graph.toBytes()).evaluator(List.of())) {
      System.out.println(evaluator.evaluate(FloatMatrix.of(new float[] {6})).get(0, 0));
    }
  }
}
