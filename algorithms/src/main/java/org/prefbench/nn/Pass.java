package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.prefbench.core.FloatMatrix;
import org.prefbench.network.Layers;
import org.prefbench.network.Mlp;

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
  private final Tape tape;
  private final float[] parameters;
  private final boolean constant;
  private final Metrics metrics;

  /** A computation with parameters, which may not change while it lives. */
  Pass(NDManager manager, Tape tape, float[] parameters, Metrics metrics) {
    this(manager, tape, parameters, false, metrics);
  }

  private Pass(
      NDManager manager, Tape tape, float[] parameters, boolean constant, Metrics metrics) {
    this.manager = manager;
    this.tape = tape;
    this.parameters = parameters;
    this.constant = constant;
    this.metrics = metrics;
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
    return new Pass(manager, tape, other.live(), true, Metrics.UNSEEN);
  }

  /** Returns a target's values as constants, like {@link #constants(Learner)}. */
  public Pass constants(Learner.Target target) {
    return new Pass(manager, tape, target.live(), true, Metrics.UNSEEN);
  }

  /**
   * Returns what {@code values} works out, as a constant of this computation: no derivative goes
   * through it, which spares the way back through the networks that it evaluates.
   */
  public NDArray fixed(Supplier<NDArray> values) {
    return tape.fixed(values);
  }

  /** Returns a matrix as a constant array {@code [rows, columns]}. */
  public NDArray array(FloatMatrix matrix) {
    return array(matrix.values(), matrix.rows(), matrix.columns());
  }

  /** Returns values as a constant array of a shape. */
  public NDArray array(float[] values, long... shape) {
    NDArray array = manager.create(FloatBuffer.wrap(values), new Shape(shape));
    tape.remember(array, values);
    return array;
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
    return tape.forward(manager, network.layers(), false, parameters, !constant, inputs);
  }

  /**
   * Returns the outputs of all members {@code [members, n, outputs]}.
   *
   * @param inputs {@code [n, inputs]}, the same for all, or {@code [members, n, inputs]}
   */
  public NDArray forward(Learner.Ensemble ensemble, NDArray inputs) {
    return tape.forward(manager, ensemble.layers(false), true, parameters, !constant, inputs);
  }

  /**
   * Returns the outputs of all members {@code [members, n, outputs]} with layer normalisation
   * without gain and bias (Ba et al. 2016, arXiv 1607.06450) before every hidden activation.
   *
   * @param inputs {@code [n, inputs]}, the same for all, or {@code [members, n, inputs]}
   */
  public NDArray forwardNormalized(Learner.Ensemble ensemble, NDArray inputs) {
    return tape.forward(manager, ensemble.layers(true), true, parameters, !constant, inputs);
  }

  /** Returns the outputs {@code [.., outputs]} of a network that is not trained. */
  public NDArray forward(Mlp frozen, NDArray inputs) {
    Layers layers = new Layers(frozen, 1, 0, false);
    return tape.forward(manager, layers, false, frozen.liveWeights(), false, inputs);
  }

  /** Returns the vector's values {@code [length]}. */
  public NDArray value(Learner.Vector vector) {
    return tape.vector(manager, vector, parameters, !constant);
  }
}
