package org.prefbench.generative;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;

/**
 * A velocity v(t, y | x) while a learner trains it: declares the network of a {@link FlowMap} and
 * gives velocities that can be differentiated. Points y and contexts x are in the scales of the
 * map.
 */
public final class VelocityNetwork {
  private final Learner learner;
  private final Learner.Network network;

  /** The size of the network. */
  public record Settings(
      @Help("width of the hidden layers") int hiddenSize,
      @Help("number of hidden ReLU layers") int hiddenLayers) {
    /** Validates. */
    public Settings {
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 1);
    }
  }

  /** Declares a network on {@code size} coordinates of y and {@code contexts} of x. */
  public VelocityNetwork(Learner learner, Settings settings, int size, int contexts, Seed seed) {
    this.learner = learner;
    network =
        learner.network(
            Mlp.initial(
                Mlp.sizes(
                    FlowMap.inputs(size, contexts),
                    settings.hiddenSize(),
                    settings.hiddenLayers(),
                    size),
                Activation.RELU,
                seed));
  }

  /**
   * Returns the velocities {@code [n, d]}.
   *
   * @param times t, {@code [n]}
   * @param points y, {@code [n, d]}
   * @param contexts x, {@code [n, context]}
   */
  public NDArray at(Pass pass, double[] times, FloatMatrix points, FloatMatrix contexts) {
    int d = points.columns();
    int size = contexts.columns();
    FloatMatrix inputs = new FloatMatrix(times.length, FlowMap.inputs(d, size));
    float[] values = inputs.values();
    for (int i = 0; i < times.length; i++) {
      int row = i * inputs.columns();
      System.arraycopy(points.values(), i * d, values, row, d);
      values[row + d] = (float) times[i];
      System.arraycopy(contexts.values(), i * size, values, row + d + 1, size);
    }
    return pass.forward(network, pass.array(inputs));
  }

  /** Returns the network as it stands. */
  public Mlp read() {
    return learner.read(network);
  }
}
