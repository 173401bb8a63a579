package org.prefbench.network;

import java.util.Arrays;
import org.prefbench.numeric.MatrixProduct;
import org.prefbench.numeric.Vectors;

/**
 * A network, or an ensemble of one shape, whose weights stand in an array of parameters, evaluated
 * on a batch and differentiated backwards in plain Java. Members are computed one after the other.
 *
 * <p>Every sum has a stated order, so that the bits are those of any machine. A layer's output is
 * one chain of fused multiply-adds from its bias over its inputs; the gradient of a weight one from
 * what the gradient held over the rows of the batch; that of a bias one chain of additions over the
 * rows; that of an input one over the layer's outputs, then over the members. The moments of layer
 * normalisation are sums of {@link Vectors}.
 *
 * @param shape layer sizes and activations; its weights do not count
 * @param members number of networks, 1 or more
 * @param offset where the parameters begin: layer after layer the matrices of all members {@code
 *     [members, inputs, outputs]}, then their biases {@code [members, outputs]}
 * @param normalized whether layer normalisation without gain and bias (Ba et al. 2016, arXiv
 *     1607.06450) stands before every hidden activation
 */
public record Layers(Mlp shape, int members, int offset, boolean normalized) {
  private static final float EPSILON = 1e-5f; // of layer normalisation, as usual

  /** Returns the number of parameters. */
  public int parameterCount() {
    return members * shape.weightOffset(shape.layers());
  }

  /** Returns where a member's matrix {@code [inputs, outputs]} of a layer begins. */
  public int matrix(int layer, int member) {
    return offset
        + members * shape.weightOffset(layer)
        + member * shape.size(layer) * shape.size(layer + 1);
  }

  /** Returns where a member's bias {@code [outputs]} of a layer begins. */
  public int bias(int layer, int member) {
    return matrix(layer, members) + member * shape.size(layer + 1);
  }

  /**
   * Evaluates a batch.
   *
   * @param parameters may not change until the evaluation was differentiated
   * @param inputs {@code [rows, inputs]} for all members, or {@code [members, rows, inputs]}
   * @param rows per member
   * @param workspace holds what passes between the layers; the evaluation and its outputs end with
   *     its next release
   */
  public Evaluation evaluate(float[] parameters, float[] inputs, int rows, Workspace workspace) {
    return new Evaluation(this, parameters, inputs, rows, workspace);
  }

  /** A batch's way through the layers, kept for its derivative. Not thread-safe. */
  public static final class Evaluation {
    private final Layers layers;
    private final Mlp shape;
    private final float[] parameters;
    private final int rows;
    private final boolean sharedInputs;
    private final float[] inputs;
    // [member][layer]: a layer's value before its activation, [rows, outputs]; where it is
    // normalised, after the normalisation
    private final float[][][] before;
    private final float[][][] after; // its outputs
    private final float[][][] scales; // one over the deviation of every row that was normalised
    private final float[] outputs; // [members, rows, outputs]
    private final Workspace workspace;
    private final MatrixProduct product;
    private final MatrixProduct.Packed packed;

    private Evaluation(
        Layers layers, float[] parameters, float[] inputs, int rows, Workspace workspace) {
      this.workspace = workspace;
      product = workspace.product;
      packed = workspace.packed;
      this.layers = layers;
      this.parameters = parameters;
      this.inputs = inputs;
      this.rows = rows;
      shape = layers.shape;
      sharedInputs = layers.members == 1 || inputs.length == rows * shape.inputs();
      before = new float[layers.members][shape.layers()][];
      after = new float[layers.members][shape.layers()][];
      scales = new float[layers.members][shape.layers()][];
      outputs = workspace.take(layers.members * rows * shape.outputs());
      for (int member = 0; member < layers.members; member++) {
        forward(member);
      }
    }

    /** Returns the outputs, {@code [members, rows, outputs]}; not a copy. */
    public float[] outputs() {
      return outputs;
    }

    private int inputAt(int member) {
      return sharedInputs ? 0 : member * rows * shape.inputs();
    }

    private void forward(int member) {
      float[] x = inputs;
      int at = inputAt(member);
      for (int layer = 0; layer < shape.layers(); layer++) {
        int width = shape.size(layer + 1);
        float[] z = workspace.take(rows * width);
        int bias = layers.bias(layer, member);
        for (int row = 0; row < rows; row++) {
          System.arraycopy(parameters, bias, z, row * width, width);
        }
        packed.set(parameters, layers.matrix(layer, member), shape.size(layer), width, false);
        product.add(x, at, false, rows, packed, z, 0);
        boolean last = layer + 1 == shape.layers();
        if (layers.normalized && !last) {
          scales[member][layer] = normalize(z, width);
        }
        Activation activation = shape.activation(layer);
        float[] y = z;
        if (activation != Activation.IDENTITY) {
          y = workspace.take(z.length);
          System.arraycopy(z, 0, y, 0, z.length);
          activation.apply(y, 0, y.length);
        }
        before[member][layer] = z;
        after[member][layer] = y;
        x = y;
        at = 0;
      }
      System.arraycopy(x, 0, outputs, member * x.length, x.length);
    }

    /** Brings every row to mean 0 and deviation 1; returns one over the deviations. */
    private float[] normalize(float[] z, int width) {
      float[] scales = new float[rows];
      for (int row = 0; row < rows; row++) {
        int at = row * width;
        float mean = workspace.vectors.sum(z, at, width) / width;
        for (int j = at; j < at + width; j++) {
          z[j] -= mean;
        }
        float variance = workspace.vectors.dot(z, at, z, at, width) / width;
        float scale = (float) (1 / Math.sqrt(variance + EPSILON));
        for (int j = at; j < at + width; j++) {
          z[j] *= scale;
        }
        scales[row] = scale;
      }
      return scales;
    }

    /**
     * Differentiates a scalar through the network.
     *
     * @param byOutputs its derivative by the outputs, {@code [members, rows, outputs]}
     * @param gradient by all parameters of the array, to which those of this network are added; an
     *     array of length 0 where the weights are constants
     * @param byInputs by the inputs, in their shape, to which the derivative is added; of length 0
     *     where nobody asks
     */
    public void differentiate(float[] byOutputs, float[] gradient, float[] byInputs) {
      int size = rows * shape.outputs();
      for (int member = 0; member < layers.members; member++) {
        float[] dy = workspace.take(size);
        System.arraycopy(byOutputs, member * size, dy, 0, size);
        backward(member, dy, gradient, byInputs);
      }
    }

    private void backward(int member, float[] byOutputs, float[] gradient, float[] byInputs) {
      float[] dy = byOutputs;
      for (int layer = shape.layers() - 1; layer >= 0; layer--) {
        int in = shape.size(layer);
        int width = shape.size(layer + 1);
        shape
            .activation(layer)
            .multiplyByDerivative(
                workspace.vectors, before[member][layer], after[member][layer], dy);
        if (scales[member][layer] != null) {
          throughNormalization(before[member][layer], scales[member][layer], dy, width);
        }
        int matrix = layers.matrix(layer, member);
        if (gradient.length > 0) {
          addColumnSums(dy, width, gradient, layers.bias(layer, member));
          packed.set(dy, 0, rows, width, false);
          float[] x = layer == 0 ? inputs : after[member][layer - 1];
          product.add(x, layer == 0 ? inputAt(member) : 0, true, in, packed, gradient, matrix);
        }
        if (layer > 0 || byInputs.length > 0) {
          packed.set(parameters, matrix, width, in, true);
          float[] dx = byInputs;
          if (layer > 0) {
            dx = workspace.take(rows * in);
            Arrays.fill(dx, 0);
          }
          product.add(dy, 0, false, rows, packed, dx, layer == 0 ? inputAt(member) : 0);
          dy = dx;
        }
      }
    }

    /** From the derivative by normalised values to that by the values before. */
    private void throughNormalization(float[] normal, float[] scales, float[] dy, int width) {
      for (int row = 0; row < rows; row++) {
        int at = row * width;
        float mean = workspace.vectors.sum(dy, at, width) / width;
        float slope = workspace.vectors.dot(dy, at, normal, at, width) / width;
        float scale = scales[row];
        for (int j = at; j < at + width; j++) {
          dy[j] = scale * (dy[j] - mean - normal[j] * slope);
        }
      }
    }

    private void addColumnSums(float[] dy, int width, float[] gradient, int at) {
      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < width; j++) {
          gradient[at + j] += dy[row * width + j];
        }
      }
    }
  }
}
