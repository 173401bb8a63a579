package org.prefbench.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.FloatMatrix;

/**
 * What an update is made of where it is written call by call, as eager PyTorch does it on the same
 * native library: a tensor per weight and bias, networks one after the other. It is what benchmarks
 * of whole updates stand beside.
 */
final class Eagerly {
  private static final int LAYERS = 3;

  private Eagerly() {}

  /** Returns weights and biases of a network with two hidden layers, drawn as PyTorch does. */
  static List<NDArray> network(NDManager manager, int inputs, int width, int outputs) {
    List<NDArray> weights = new ArrayList<>();
    int[] sizes = {inputs, width, width, outputs};
    for (int layer = 0; layer < LAYERS; layer++) {
      float bound = (float) (1 / Math.sqrt(sizes[layer]));
      weights.add(manager.randomUniform(-bound, bound, new Shape(sizes[layer], sizes[layer + 1])));
      weights.add(manager.zeros(new Shape(sizes[layer + 1])));
    }
    return weights;
  }

  /** Returns the outputs of the network whose tensors begin at {@code from}. */
  static NDArray forward(List<NDArray> weights, int from, NDArray inputs) {
    NDArray x = inputs;
    for (int layer = 0; layer < LAYERS; layer++) {
      x = x.matMul(weights.get(from + 2 * layer)).add(weights.get(from + 2 * layer + 1));
      x = layer < LAYERS - 1 ? Activation.relu(x) : x;
    }
    return x;
  }

  /** Returns a matrix as a tensor. */
  static NDArray array(NDManager pass, FloatMatrix matrix) {
    return pass.create(matrix.values(), new Shape(matrix.rows(), matrix.columns()));
  }

  /** Moves targets by a share of the way to what they follow. */
  static void follow(List<NDArray> targets, Optimized followed, float rate) {
    for (int i = 0; i < targets.size(); i++) {
      try (NDArray move = followed.weights.get(i).sub(targets.get(i))) {
        targets.get(i).addi(move.muli(rate));
      }
    }
  }

  /** Tensors that are trained, by Adam of six operations per tensor. */
  static final class Optimized {
    private final List<NDArray> weights;
    private final List<NDArray> mean = new ArrayList<>();
    private final List<NDArray> square = new ArrayList<>();
    private int steps;

    Optimized(List<NDArray> weights) {
      this.weights = weights;
      for (NDArray tensor : weights) {
        tensor.setRequiresGradient(true);
        mean.add(tensor.zerosLike());
        square.add(tensor.zerosLike());
      }
    }

    List<NDArray> weights() {
      return weights;
    }

    void step() {
      steps++;
      float rate = (float) (3e-4 / (1 - Math.pow(0.9, steps)));
      float correction = (float) Math.sqrt(1 - Math.pow(0.999, steps));
      for (int i = 0; i < weights.size(); i++) {
        try (NDManager scratch = weights.get(i).getManager().newSubManager()) {
          NDArray gradient = weights.get(i).getGradient();
          gradient.attach(scratch);
          NDArray share = gradient.mul(0.1f);
          share.attach(scratch);
          mean.get(i).muli(0.9f).addi(share);
          NDArray squared = gradient.square().muli(0.001f);
          squared.attach(scratch);
          square.get(i).muli(0.999f).addi(squared);
          NDArray root = square.get(i).sqrt().divi(correction).addi(1e-8f);
          root.attach(scratch);
          NDArray move = mean.get(i).div(root).muli(rate);
          move.attach(scratch);
          NDArray held = weights.get(i).stopGradient(); // shares the tensor's memory
          held.attach(scratch);
          held.subi(move);
        }
      }
      forget();
    }

    /** Sets the gradients to zero. */
    void forget() {
      for (NDArray tensor : weights) {
        try (NDArray gradient = tensor.getGradient()) {
          gradient.subi(gradient);
        }
      }
    }
  }
}
