package org.prefbench.network;

import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.numeric.MatrixProduct;

/**
 * Runs a network in plain Java on the calling thread, by the same chains as {@link Layers}: the
 * output of a row depends on that row alone, bit for bit, so batching and sharding change no byte,
 * on any machine. Not thread-safe: it owns the buffers of the layers.
 */
public final class MlpEvaluator {
  private static final int BLOCK = 96; // rows at a time, so that what passes between layers is near

  private final Mlp network;
  private final MatrixProduct product = new MatrixProduct();
  private final MatrixProduct.Packed[] matrices;
  private final float[][] biases;
  private final int widest;
  private float[] values = new float[0]; // a layer's inputs, [block, widest]
  private float[] before = new float[0]; // a layer's outputs
  private float[] tangents = new float[0];
  private float[] tangentsBefore = new float[0];

  MlpEvaluator(Mlp network) {
    this.network = network;
    float[] weights = network.liveWeights();
    matrices = new MatrixProduct.Packed[network.layers()];
    biases = new float[network.layers()][];
    for (int layer = 0; layer < matrices.length; layer++) {
      int inputs = network.size(layer);
      int outputs = network.size(layer + 1);
      int at = network.weightOffset(layer);
      matrices[layer] = product.pack(weights, at, inputs, outputs, false);
      biases[layer] =
          Arrays.copyOfRange(weights, at + inputs * outputs, at + (inputs + 1) * outputs);
    }
    widest = network.sizes().stream().mapToInt(Integer::intValue).max().orElseThrow();
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
    for (int row = 0; row < inputs.rows(); row += BLOCK) {
      evaluateRows(inputs, outputs, row, Math.min(BLOCK, inputs.rows() - row));
    }
  }

  /**
   * Returns a new matrix {@code [n, outputs]} with the network's outputs at {@code [n, inputs]}.
   */
  public FloatMatrix evaluate(FloatMatrix inputs) {
    FloatMatrix outputs = new FloatMatrix(inputs.rows(), network.outputs());
    evaluate(inputs, outputs);
    return outputs;
  }

  private void evaluateRows(FloatMatrix inputs, FloatMatrix outputs, int row, int count) {
    reserve(count);
    float[] x = inputs.values();
    int at = row * network.inputs();
    for (int layer = 0; layer < network.layers(); layer++) {
      boolean last = layer + 1 == network.layers();
      float[] y = last ? outputs.values() : before;
      int from = last ? row * network.outputs() : 0;
      forward(layer, x, at, count, y, from);
      network.activation(layer).apply(y, from, from + count * network.size(layer + 1));
      if (!last) { // the next layer writes over what this one read
        before = values;
        values = y;
      }
      x = y;
      at = 0;
    }
  }

  /**
   * Writes the outputs and their exact derivatives by the first inputs at one point (forward-mode
   * differentiation).
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
    reserve(1);
    if (tangents.length < columns * widest) {
      tangents = new float[columns * widest];
      tangentsBefore = new float[columns * widest];
    }
    Arrays.fill(tangents, 0, columns * network.inputs(), 0);
    for (int j = 0; j < columns; j++) {
      tangents[j * network.inputs() + j] = 1;
    }
    System.arraycopy(input, 0, values, 0, input.length);
    for (int layer = 0; layer < network.layers(); layer++) {
      int outputs = network.size(layer + 1);
      Activation activation = network.activation(layer);
      forward(layer, values, 0, 1, before, 0);
      Arrays.fill(tangentsBefore, 0, columns * outputs, 0);
      product.add(tangents, 0, false, columns, matrices[layer], tangentsBefore, 0);
      for (int k = 0; k < outputs; k++) {
        float slope = activation.derivative(before[k]);
        for (int j = 0; j < columns; j++) {
          tangents[j * outputs + k] = slope * tangentsBefore[j * outputs + k];
        }
      }
      activation.apply(before, 0, outputs);
      float[] swapped = values;
      values = before;
      before = swapped;
    }
    System.arraycopy(values, 0, output, 0, output.length);
    System.arraycopy(tangents, 0, jacobian.values(), 0, columns * output.length);
  }

  /** Sets {@code count} rows of y, from {@code to}, to bias + x W. */
  private void forward(int layer, float[] x, int at, int count, float[] y, int to) {
    int outputs = network.size(layer + 1);
    for (int i = 0; i < count; i++) {
      System.arraycopy(biases[layer], 0, y, to + i * outputs, outputs);
    }
    product.add(x, at, false, count, matrices[layer], y, to);
  }

  private void reserve(int rows) {
    if (values.length < rows * widest) {
      values = new float[rows * widest];
      before = new float[rows * widest];
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
