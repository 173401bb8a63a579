package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.prefbench.core.Checks;

/**
 * The parameters of a learner: networks, ensembles and free vectors one after the other in one flat
 * array, and what of it belongs to whom. Between computations nothing of it lives in native memory.
 */
final class FlatParameters {
  /** Held during a computation: the engine differentiates one loss at a time per process. */
  private static final Object ENGINE = new Object();

  private final List<Shape> shapes = new ArrayList<>(); // of the pieces of the flat array, in order
  private float[] values = new float[0];
  private ByteBuffer shared = ByteBuffer.allocateDirect(0); // what the engine reads parameters from
  private boolean sealed;

  Learner.Network network(Mlp initial) {
    Learner.Network handle = new Learner.Network(initial, shapes.size(), values.length);
    for (int layer = 0; layer < initial.layers(); layer++) {
      shapes.add(new Shape(initial.size(layer), initial.size(layer + 1)));
      shapes.add(new Shape(initial.size(layer + 1)));
    }
    append(initial.liveWeights());
    return handle;
  }

  Learner.Ensemble ensemble(List<Mlp> members) {
    Mlp first = members.get(0);
    for (Mlp member : members) {
      Checks.require(
          member.sizes().equals(first.sizes())
              && member.hidden() == first.hidden()
              && member.output() == first.output(),
          "members of an ensemble differ: %s and %s",
          first,
          member);
    }
    Learner.Ensemble handle =
        new Learner.Ensemble(first, members.size(), shapes.size(), values.length);
    for (int layer = 0; layer < first.layers(); layer++) {
      int inputs = first.size(layer);
      int outputs = first.size(layer + 1);
      shapes.add(new Shape(members.size(), inputs, outputs));
      shapes.add(new Shape(members.size(), 1, outputs));
      int from = first.weightOffset(layer);
      for (Mlp member : members) {
        append(Arrays.copyOfRange(member.liveWeights(), from, from + inputs * outputs));
      }
      for (Mlp member : members) {
        int bias = from + inputs * outputs;
        append(Arrays.copyOfRange(member.liveWeights(), bias, bias + outputs));
      }
    }
    return handle;
  }

  Learner.Vector vector(float... initial) {
    Learner.Vector handle = new Learner.Vector(initial.length, shapes.size(), values.length);
    shapes.add(new Shape(initial.length));
    append(initial);
    return handle;
  }

  Mlp read(Learner.Network handle) {
    int count = handle.initial.liveWeights().length;
    return handle.initial.withWeights(
        Arrays.copyOfRange(values, handle.offset, handle.offset + count));
  }

  List<Mlp> read(Learner.Ensemble handle) {
    Mlp shape = handle.initial;
    List<Mlp> members = new ArrayList<>();
    for (int m = 0; m < handle.members; m++) {
      float[] weights = new float[shape.liveWeights().length];
      int at = handle.offset;
      for (int layer = 0; layer < shape.layers(); layer++) {
        int to = shape.weightOffset(layer);
        int outputs = shape.size(layer + 1);
        for (int length : new int[] {shape.size(layer) * outputs, outputs}) { // matrix, bias
          System.arraycopy(values, at + m * length, weights, to, length);
          at += handle.members * length;
          to += length;
        }
      }
      members.add(shape.withWeights(weights));
    }
    return members;
  }

  float[] read(Learner.Vector handle) {
    return Arrays.copyOfRange(values, handle.offset, handle.offset + handle.length);
  }

  /** Returns the number of parameters. */
  int size() {
    return values.length;
  }

  /** Returns the parameters themselves, for Adam to change. */
  float[] values() {
    return values;
  }

  /** Puts a copy of other values in the parameters' place. */
  void set(float[] others) {
    values = others.clone();
  }

  /** Takes no more declarations; returns whether it took some until now. */
  boolean seal() {
    if (sealed) {
      return false;
    }
    Checks.require(values.length > 0, "nothing to learn: no parameters were declared");
    sealed = true;
    shared = buffer(values.length);
    return true;
  }

  /** Returns a loss without differentiating it. */
  double evaluate(Function<Pass, NDArray> loss, Metrics metrics) {
    synchronized (ENGINE) {
      try (NDManager manager = Engines.newManager()) {
        NDArray flat = view(manager, shared, values);
        return loss.apply(new Pass(manager, flat, shapes, metrics)).getFloat();
      }
    }
  }

  /** Returns a loss and leaves its derivatives by every parameter in {@code gradient}. */
  double differentiate(Function<Pass, NDArray> loss, Metrics metrics, float[] gradient) {
    synchronized (ENGINE) {
      try (NDManager manager = Engines.newManager()) {
        NDArray flat = view(manager, shared, values);
        flat.setRequiresGradient(true);
        double value;
        try (GradientCollector collector = Engines.engine().newGradientCollector()) {
          NDArray scalar = loss.apply(new Pass(manager, flat, shapes, metrics));
          collector.backward(scalar);
          value = scalar.getFloat();
        }
        // true: a view of the engine's memory, read while the manager still holds it
        ByteBuffer bytes = flat.getGradient().toByteBuffer(true);
        bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().get(gradient);
        return value;
      }
    }
  }

  /** Returns the parameters as constants of a computation. */
  Pass constants(NDManager manager) {
    return constants(manager, shared, values);
  }

  /** Returns other values of the same parameters as constants of a computation. */
  Pass constants(NDManager manager, ByteBuffer buffer, float[] others) {
    return new Pass(manager, view(manager, buffer, others), shapes, Metrics.UNSEEN);
  }

  /** Returns memory for {@code count} values that the engine can read. */
  static ByteBuffer buffer(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  /** Values as an array of the engine, which reads them from a buffer that outlives it. */
  private static NDArray view(NDManager manager, ByteBuffer buffer, float[] values) {
    buffer.clear();
    buffer.asFloatBuffer().put(values);
    return manager.create(buffer, new Shape(values.length), DataType.FLOAT32);
  }

  private void append(float[] more) {
    Checks.require(!sealed, "parameters must be declared before the first step");
    int at = values.length;
    values = Arrays.copyOf(values, at + more.length);
    System.arraycopy(more, 0, values, at, more.length);
  }
}
