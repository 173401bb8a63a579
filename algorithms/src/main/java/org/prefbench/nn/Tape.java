package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.prefbench.network.Layers;
import org.prefbench.network.Workspace;

/**
 * What a computation of a loss did in plain Java between the engine's arrays. A network's outputs
 * are a fresh array of the engine; its derivative, when the engine has found it, goes on backwards
 * through the network, and from the network's inputs, where they were computed, back into the
 * engine. Networks are taken in the reverse of the order in which they were evaluated, so that a
 * derivative is complete before it goes on.
 */
final class Tape implements AutoCloseable {
  /** Of all computations, which exclude each other; see {@link FlatParameters}. */
  private static final Workspace WORKSPACE = new Workspace();

  private boolean recording;
  private final Map<NDArray, float[]> constants = new IdentityHashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final Map<Learner.Vector, NDArray> vectors = new IdentityHashMap<>();

  private record Call(
      Layers.Evaluation evaluation,
      NDArray outputs,
      NDArray inputs,
      boolean computed,
      boolean weights,
      int size) {}

  /**
   * A zero that wants a derivative. The engine does not tell whether an array was computed from one
   * that does, and refuses to differentiate one that was not; with this added, none is refused.
   */
  private static NDArray nothing(NDManager manager) {
    NDArray zero = manager.create(0f);
    zero.setRequiresGradient(true);
    return zero;
  }

  /** Creates a tape, of a computation that will be differentiated or not. */
  Tape(boolean recording) {
    this.recording = recording;
  }

  /** Ends the computation. */
  @Override
  public void close() {
    WORKSPACE.release();
  }

  /** Computes without recording. */
  NDArray fixed(Supplier<NDArray> values) {
    boolean before = recording;
    recording = false;
    try {
      return values.get();
    } finally {
      recording = before;
    }
  }

  /** Notes the values of a constant array, so that a network need not ask the engine for them. */
  void remember(NDArray array, float[] values) {
    constants.put(array, values);
  }

  /**
   * Evaluates a network, or an ensemble, in plain Java.
   *
   * @param parameters what {@code layers} reads; may not change while the computation lives
   * @param weights whether a derivative by them is wanted
   * @param inputs {@code [.., inputs]}; of an ensemble {@code [n, inputs]} for all members or
   *     {@code [members, n, inputs]}
   * @return {@code [.., outputs]}; of an ensemble {@code [members, n, outputs]}
   */
  NDArray forward(
      NDManager manager,
      Layers layers,
      boolean ensemble,
      float[] parameters,
      boolean weights,
      NDArray inputs) {
    float[] values = constants.get(inputs);
    if (values == null) {
      values = inputs.toFloatArray();
    }
    Shape shape = inputs.getShape();
    boolean perMember = ensemble && shape.dimension() == 3;
    int rows = values.length / layers.shape().inputs() / (perMember ? layers.members() : 1);
    Layers.Evaluation evaluation = layers.evaluate(parameters, values, rows, WORKSPACE);
    int outputs = layers.shape().outputs();
    long[] dimensions = shape.getShape().clone();
    dimensions[dimensions.length - 1] = outputs;
    Shape outputShape =
        ensemble ? new Shape(layers.members(), rows, outputs) : new Shape(dimensions);
    NDArray result = manager.create(FloatBuffer.wrap(evaluation.outputs()), outputShape);
    boolean computed = recording && !constants.containsKey(inputs);
    if (recording && (weights || computed)) {
      result.setRequiresGradient(true);
      NDArray start = computed ? inputs.add(nothing(manager)) : inputs;
      calls.add(new Call(evaluation, result, start, computed, weights, values.length));
    } else {
      constants.put(result, evaluation.outputs());
    }
    return result;
  }

  /**
   * Returns the values of a free vector; one array for the whole computation where it is trained.
   */
  NDArray vector(NDManager manager, Learner.Vector vector, float[] parameters, boolean trained) {
    if (!trained || !recording) {
      return create(manager, vector, parameters);
    }
    return vectors.computeIfAbsent(
        vector,
        any -> {
          NDArray array = create(manager, vector, parameters);
          array.setRequiresGradient(true);
          return array;
        });
  }

  private static NDArray create(NDManager manager, Learner.Vector vector, float[] parameters) {
    return manager.create(
        FloatBuffer.wrap(parameters, vector.offset, vector.length).slice(),
        new Shape(vector.length));
  }

  /**
   * Adds the derivative of {@code loss} by the parameters to {@code gradient}.
   *
   * @param loss a scalar that was computed on this tape
   */
  void differentiate(
      GradientCollector collector, NDManager manager, NDArray loss, float[] gradient) {
    boolean chained = calls.stream().anyMatch(call -> call.computed);
    if (chained) {
      backward(loss, manager.ones(loss.getShape()));
    } else {
      collector.backward(loss);
    }
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      float[] byInputs = new float[call.computed ? call.size : 0];
      call.evaluation.differentiate(
          derivative(call.outputs), call.weights ? gradient : new float[0], byInputs);
      if (call.computed) {
        NDArray derivative = manager.create(FloatBuffer.wrap(byInputs), call.inputs.getShape());
        backward(call.inputs, derivative);
      }
    }
    vectors.forEach(
        (vector, array) -> {
          float[] derivative = derivative(array);
          for (int j = 0; j < derivative.length; j++) {
            gradient[vector.offset + j] += derivative[j];
          }
        });
  }

  /** Goes on from a derivative that is known, and keeps what the engine needs to do so again. */
  private static void backward(NDArray array, NDArray derivative) {
    JniUtils.backward((PtNDArray) array, (PtNDArray) derivative, true, false);
  }

  private static float[] derivative(NDArray array) {
    NDArray derivative = array.getGradient();
    ByteBuffer bytes = derivative.toByteBuffer(true);
    float[] values = new float[(int) derivative.size()];
    bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
    return values;
  }
}
