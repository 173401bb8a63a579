package org.prefbench.nn;

import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;

/**
 * Runs a network in plain Java on the calling thread, without allocating. The output of a row
 * depends on that row alone, bit for bit, so batching and sharding change no byte; on any platform
 * it is the same, because Java rounds every operation. Not thread-safe: it owns the buffers of the
 * layers.
 */
public final class MlpEvaluator {
  private final Mlp network;
  // [layer][input][output]: an array per row, because the compiler vectorises sums of whole arrays
  // but not of stretches of one array (measured: 5 against 30 microseconds for 256 x 256).
  private final float[][][] matrices;
  private final float[][] biases;
  private final float[] before; // a layer's outputs before its activation
  private final float[] values; // a layer's inputs
  private final int[] active; // indices of the inputs that are not zero
  private float[][] tangents = new float[0][];
  private float[] tangentBefore = new float[0];

  MlpEvaluator(Mlp network) {
    this.network = network;
    float[] weights = network.liveWeights();
    matrices = new float[network.layers()][][];
    biases = new float[network.layers()][];
    for (int layer = 0, at = 0; layer < matrices.length; layer++) {
      int outputs = network.size(layer + 1);
      matrices[layer] = new float[network.size(layer)][];
      for (int i = 0; i < matrices[layer].length; i++, at += outputs) {
        matrices[layer][i] = Arrays.copyOfRange(weights, at, at + outputs);
      }
      biases[layer] = Arrays.copyOfRange(weights, at, at + outputs);
      at += outputs;
    }
    int widest = network.sizes().stream().mapToInt(Integer::intValue).max().orElseThrow();
    before = new float[widest];
    values = new float[widest];
    active = new int[widest];
  }

  /**
   * Writes the network's outputs.
   *
   * @param inputs {@code [n, inputs]}
   * @param outputs {@code [n, outputs]}, overwritten; may not be {@code inputs}
   */
  public void evaluate(FloatMatrix inputs, FloatMatrix outputs) {
    checkShape("inputs", inputs, inputs.rows(), network.inputs());
    checkShape("outputs", outputs, inputs.rows(), network.outputs());
    for (int row = 0; row < inputs.rows(); row++) {
      evaluateRow(inputs, outputs, row);
    }
  }

  /** As {@link #evaluate(FloatMatrix, FloatMatrix)}, of one row; the others stay as they are. */
  public void evaluateRow(FloatMatrix inputs, FloatMatrix outputs, int row) {
    System.arraycopy(inputs.values(), row * network.inputs(), values, 0, network.inputs());
    for (int layer = 0; layer < network.layers(); layer++) {
      forward(layer);
      activate(network.activation(layer), network.size(layer + 1));
    }
    System.arraycopy(values, 0, outputs.values(), row * network.outputs(), network.outputs());
  }

  /**
   * Returns a new matrix {@code [n, outputs]} with the network's outputs at {@code [n, inputs]}.
   */
  public FloatMatrix evaluate(FloatMatrix inputs) {
    FloatMatrix outputs = new FloatMatrix(inputs.rows(), network.outputs());
    evaluate(inputs, outputs);
    return outputs;
  }

  /**
   * Writes the outputs and their exact derivatives by the first inputs at one point (forward-mode
   * differentiation; about as dear as one evaluation per column).
   *
   * @param input {@code [inputs]}
   * @param output {@code [outputs]}, overwritten
   * @param jacobian {@code [columns, outputs]}, overwritten: row j holds the derivatives of all
   *     outputs by input j; as many columns as wanted, from the first
   */
  public void jacobian(float[] input, float[] output, FloatMatrix jacobian) {
    int columns = jacobian.rows();
    Checks.require(
        input.length == network.inputs() && output.length == network.outputs(),
        "input and output must have %d and %d values, got %d and %d",
        network.inputs(),
        network.outputs(),
        input.length,
        output.length);
    checkShape("jacobian", jacobian, columns, network.outputs());
    Checks.between("columns of the jacobian", columns, 1, network.inputs());
    if (tangents.length < columns) {
      tangents = new float[columns][values.length];
      tangentBefore = new float[values.length];
    }
    for (int j = 0; j < columns; j++) {
      Arrays.fill(tangents[j], 0, network.inputs(), 0);
      tangents[j][j] = 1;
    }
    System.arraycopy(input, 0, values, 0, input.length);
    for (int layer = 0; layer < network.layers(); layer++) {
      int outputs = network.size(layer + 1);
      Activation activation = network.activation(layer);
      forward(layer);
      for (int j = 0; j < columns; j++) {
        Arrays.fill(tangentBefore, 0, outputs, 0);
        multiply(matrices[layer], tangents[j], tangentBefore, outputs);
        for (int k = 0; k < outputs; k++) {
          tangents[j][k] = activation.derivative(before[k]) * tangentBefore[k];
        }
      }
      activate(activation, outputs);
    }
    System.arraycopy(values, 0, output, 0, output.length);
    for (int j = 0; j < columns; j++) {
      System.arraycopy(tangents[j], 0, jacobian.values(), j * output.length, output.length);
    }
  }

  /** Sets {@code before} to bias + values W. */
  private void forward(int layer) {
    int outputs = network.size(layer + 1);
    System.arraycopy(biases[layer], 0, before, 0, outputs);
    multiply(matrices[layer], values, before, outputs);
  }

  /**
   * Adds x W to y. Inputs that are zero, about half of them behind a ReLU, are skipped; the others
   * are taken four at a time, so that y is read and written once for four rows of W. The order of
   * the sums depends on x alone.
   */
  private void multiply(float[][] matrix, float[] x, float[] y, int outputs) {
    int count = 0;
    for (int i = 0; i < matrix.length; i++) {
      if (x[i] != 0) {
        active[count++] = i;
      }
    }
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      int a = active[i];
      int b = active[i + 1];
      int c = active[i + 2];
      int d = active[i + 3];
      add(y, outputs, x[a], matrix[a], x[b], matrix[b], x[c], matrix[c], x[d], matrix[d]);
    }
    for (; i < count; i++) {
      add(y, outputs, x[active[i]], matrix[active[i]]);
    }
  }

  /** A method of its own, so that the compiler sees one small loop and vectorises it. */
  private static void add(
      float[] y,
      int n,
      float xa,
      float[] a,
      float xb,
      float[] b,
      float xc,
      float[] c,
      float xd,
      float[] d) {
    for (int k = 0; k < n; k++) {
      y[k] += xa * a[k] + xb * b[k] + xc * c[k] + xd * d[k];
    }
  }

  private static void add(float[] y, int n, float xa, float[] a) {
    for (int k = 0; k < n; k++) {
      y[k] += xa * a[k];
    }
  }

  /** Sets {@code values} to the activation of {@code before}. */
  private void activate(Activation activation, int outputs) {
    if (activation == Activation.RELU) { // the usual one, without a call per entry
      for (int k = 0; k < outputs; k++) {
        values[k] = Math.max(before[k], 0f);
      }
    } else {
      for (int k = 0; k < outputs; k++) {
        values[k] = activation.apply(before[k]);
      }
    }
  }

  private static void checkShape(String name, FloatMatrix matrix, int rows, int columns) {
    Checks.require(
        matrix.rows() == rows && matrix.columns() == columns,
        "%s must be [%d, %d], got [%d, %d]",
        name,
        rows,
        columns,
        matrix.rows(),
        matrix.columns());
  }
}
