package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.prefbench.core.Checks;
import org.prefbench.network.Layers;
import org.prefbench.network.Mlp;

/**
 * The parameters of a learner: networks, ensembles and free vectors one after the other in one flat
 * array, and what of it belongs to whom. Between computations nothing of it lives in native memory.
 */
final class FlatParameters {
  /** Held during a computation: the engine differentiates one loss at a time per process. */
  private static final Object ENGINE = new Object();

  private float[] values = new float[0];
  private boolean sealed;

  Learner.Network network(Mlp initial) {
    Learner.Network handle = new Learner.Network(initial, values.length);
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
    Learner.Ensemble handle = new Learner.Ensemble(first, members.size(), values.length);
    for (int layer = 0; layer < first.layers(); layer++) {
      int inputs = first.size(layer);
      int outputs = first.size(layer + 1);
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
    Learner.Vector handle = new Learner.Vector(initial.length, values.length);
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
    Layers layers = handle.layers(false);
    List<Mlp> members = new ArrayList<>();
    for (int m = 0; m < handle.members; m++) {
      float[] weights = new float[shape.liveWeights().length];
      for (int layer = 0; layer < shape.layers(); layer++) {
        int to = shape.weightOffset(layer);
        int outputs = shape.size(layer + 1);
        int matrix = shape.size(layer) * outputs;
        System.arraycopy(values, layers.matrix(layer, m), weights, to, matrix);
        System.arraycopy(values, layers.bias(layer, m), weights, to + matrix, outputs);
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
    return true;
  }

  /** Returns a loss without differentiating it. */
  double evaluate(Function<Pass, NDArray> loss, Metrics metrics) {
    synchronized (ENGINE) {
      try (NDManager manager = Engines.newManager();
          Tape tape = new Tape(false)) {
        return loss.apply(new Pass(manager, tape, values, metrics)).getFloat();
      }
    }
  }

  /** Returns a loss and leaves its derivatives by every parameter in {@code gradient}. */
  double differentiate(Function<Pass, NDArray> loss, Metrics metrics, float[] gradient) {
    synchronized (ENGINE) {
      try (NDManager manager = Engines.newManager();
          Tape tape = new Tape(true);
          GradientCollector collector = Engines.engine().newGradientCollector()) {
        NDArray scalar = loss.apply(new Pass(manager, tape, values, metrics));
        double value = scalar.getFloat();
        Arrays.fill(gradient, 0);
        tape.differentiate(collector, manager, scalar, gradient);
        return value;
      }
    }
  }

  private void append(float[] more) {
    Checks.require(!sealed, "parameters must be declared before the first step");
    int at = values.length;
    values = Arrays.copyOf(values, at + more.length);
    System.arraycopy(more, 0, values, at, more.length);
  }
}
