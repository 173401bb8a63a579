package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.prefbench.core.FloatMatrix;

/**
 * One computation of a loss: gives the learner's parameters and the data as arrays of the engine.
 * All of its arrays die with it, none before.
 *
 * <p>A number that a loss multiplies or divides by, or compares with, is a {@link #scalar}, not an
 * argument of the engine's own {@code mul(2f)}: that wraps the number in memory that Java's garbage
 * collector may free as soon as the product is known, although the derivative still reads it. The
 * gradient is then wrong, and only in the rare step in which the collector runs. {@code add},
 * {@code sub} and {@code clip} take numbers safely, as their derivatives read none.
 */
public final class Pass {
  private final NDManager manager;
  private final NDArray[] pieces;
  private final Metrics metrics;

  Pass(NDManager manager, NDArray flat, List<Shape> shapes, Metrics metrics) {
    this.manager = manager;
    this.metrics = metrics;
    pieces = new NDArray[shapes.size()];
    if (pieces.length == 1) {
      pieces[0] = flat.reshape(shapes.get(0));
      return;
    }
    long[] bounds = new long[pieces.length - 1];
    long at = 0;
    for (int i = 0; i < bounds.length; i++) {
      at += shapes.get(i).size();
      bounds[i] = at;
    }
    NDList parts = flat.split(bounds); // one operation, whose derivative is one concatenation
    for (int i = 0; i < pieces.length; i++) {
      Shape shape = shapes.get(i);
      pieces[i] = shape.dimension() == 1 ? parts.get(i) : parts.get(i).reshape(shape);
    }
  }

  /**
   * Returns whether what {@link #metric} is told goes on the learning curve, as it does in a few
   * steps of a training only. A loss asks before it works out what it does not need itself.
   */
  public boolean watched() {
    return metrics != Metrics.UNSEEN;
  }

  /**
   * Puts the mean of values over the rows of this computation on the learning curve; changes
   * nothing of what is learned, and does nothing unless {@link #watched}.
   *
   * @param name in kebab case; the same over held-out rows is called {@code validation-} and this
   * @param values one per row, or as many as there are; any shape
   */
  public void metric(String name, NDArray values) {
    if (watched()) {
      metrics.add(name, values.toFloatArray());
    }
  }

  /**
   * Returns the parameters of another learner as constants of this computation: networks give their
   * outputs, but no derivative reaches their weights.
   */
  public Pass constants(Learner other) {
    return other.constants(manager);
  }

  /** Returns a target's values as constants, like {@link #constants(Learner)}. */
  public Pass constants(Learner.Target target) {
    return target.constants(manager);
  }

  /** Returns a matrix as a constant array {@code [rows, columns]}. */
  public NDArray array(FloatMatrix matrix) {
    return array(matrix.values(), matrix.rows(), matrix.columns());
  }

  /** Returns values as a constant array of a shape. */
  public NDArray array(float[] values, long... shape) {
    return manager.create(FloatBuffer.wrap(values), new Shape(shape));
  }

  /** Returns a number as a constant array without dimensions. */
  public NDArray scalar(float value) {
    return array(new float[] {value});
  }

  /** Returns the rows at {@code indices} as a constant array {@code [indices, columns]}. */
  public NDArray rows(FloatMatrix matrix, int[] indices) {
    return array(matrix.select(indices));
  }

  /** Returns the entries at {@code indices} as a constant array {@code [indices]}. */
  public NDArray rows(float[] values, int[] indices) {
    float[] selected = new float[indices.length];
    for (int i = 0; i < indices.length; i++) {
      selected[i] = values[indices[i]];
    }
    return array(selected, selected.length);
  }

  /** Returns the network's outputs {@code [.., outputs]} at {@code [.., inputs]}. */
  public NDArray forward(Learner.Network network, NDArray inputs) {
    return forward(network.initial, network.piece, inputs);
  }

  /**
   * Returns the outputs of all members {@code [members, n, outputs]}.
   *
   * @param inputs {@code [n, inputs]}, the same for all, or {@code [members, n, inputs]}
   */
  public NDArray forward(Learner.Ensemble ensemble, NDArray inputs) {
    return forward(ensemble.initial, ensemble.piece, inputs);
  }

  /**
   * Returns the outputs of all members {@code [members, n, outputs]} with layer normalisation
   * without gain and bias (Ba et al. 2016, arXiv 1607.06450) before every hidden activation.
   *
   * @param inputs {@code [n, inputs]}, the same for all, or {@code [members, n, inputs]}
   */
  public NDArray forwardNormalized(Learner.Ensemble ensemble, NDArray inputs) {
    Mlp shape = ensemble.initial;
    NDArray x = inputs;
    for (int layer = 0; layer < shape.layers(); layer++) {
      x = x.matMul(pieces[ensemble.piece + 2 * layer]).add(pieces[ensemble.piece + 2 * layer + 1]);
      if (layer + 1 < shape.layers()) {
        int width = shape.size(layer + 1);
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        NDList normalized =
            LayerNorm.layerNorm(
                x, new Shape(width), array(ones, width), array(new float[width], width), 1e-5f);
        x = normalized.get(0);
      }
      x = shape.activation(layer).apply(x);
    }
    return x;
  }

  /** Returns the outputs {@code [.., outputs]} of a network that is not trained. */
  public NDArray forward(Mlp frozen, NDArray inputs) {
    NDArray x = inputs;
    for (int layer = 0; layer < frozen.layers(); layer++) {
      int rows = frozen.size(layer);
      int columns = frozen.size(layer + 1);
      FloatBuffer weights = FloatBuffer.wrap(frozen.liveWeights());
      int from = frozen.weightOffset(layer);
      weights.position(from).limit(from + rows * columns);
      NDArray matrix = manager.create(weights.slice(), new Shape(rows, columns));
      weights.limit(from + (rows + 1) * columns).position(from + rows * columns);
      NDArray bias = manager.create(weights.slice(), new Shape(columns));
      x = frozen.activation(layer).apply(x.matMul(matrix).add(bias));
    }
    return x;
  }

  /** Returns the vector's values {@code [length]}. */
  public NDArray value(Learner.Vector vector) {
    return pieces[vector.piece];
  }

  private NDArray forward(Mlp shape, int piece, NDArray inputs) {
    NDArray x = inputs;
    for (int layer = 0; layer < shape.layers(); layer++) {
      NDArray product = x.matMul(pieces[piece + 2 * layer]).add(pieces[piece + 2 * layer + 1]);
      x = shape.activation(layer).apply(product);
    }
    return x;
  }
}
