package org.prefbench.export;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.env.Space;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.policy.onnx.OnnxGraph;

/**
 * Policies as ONNX files. A network with its standardised inputs is one; what acts by planning or
 * by integrating a flow is none, and of a flow only the velocity can be exported. Observations go
 * in as the environment gives them.
 */
public final class PolicyExport {
  private static final String OBSERVATION = "observation";

  private PolicyExport() {}

  /**
   * Returns the network of a Gaussian policy: input {@code observation [n, obs]}, outputs {@code
   * mean} and {@code log_std}, {@code [n, act]}, of the latent vector, before it is squashed where
   * the note {@code squash} says {@code tanh}.
   *
   * @throws InvalidInputException if the policy is no Gaussian one
   */
  public static byte[] distribution(Policy policy) {
    GaussianPolicy gaussian = gaussian(policy);
    int size = gaussian.actions().size();
    OnnxGraph graph = graph("mean and log of the standard deviation of actions", gaussian);
    Layers layers = new Layers(graph, gaussian.network());
    String features = layers.hidden(standardized(graph, OBSERVATION, gaussian.standardizer()));
    String mean = layers.last(features, "mean", 0, size);
    graph.output("mean", mean, size);
    graph.output("log_std", logStd(graph, gaussian, layers, features, mean), size);
    return graph.toBytes();
  }

  /**
   * Returns the network by whose output a Gaussian policy acts without sampling: input {@code
   * observation [n, obs]}, output {@code action [n, act]}, in the action's own units.
   *
   * @throws InvalidInputException if the policy is no Gaussian one
   */
  public static byte[] action(Policy policy) {
    GaussianPolicy gaussian = gaussian(policy);
    Space actions = gaussian.actions();
    int size = actions.size();
    OnnxGraph graph = graph("actions, without sampling", gaussian);
    Layers layers = new Layers(graph, gaussian.network());
    String features = layers.hidden(standardized(graph, OBSERVATION, gaussian.standardizer()));
    String action = layers.last(features, "mean", 0, size);
    if (gaussian.form() == GaussianPolicy.Form.TANH_GAUSSIAN) {
      String half = graph.constant("half_range", floats(size, actions::halfRange), size);
      String middle = graph.constant("middle", floats(size, actions::middle), size);
      action = graph.node("Add", graph.node("Mul", graph.node("Tanh", action), half), middle);
    }
    graph.output("action", action, size);
    return graph.toBytes();
  }

  /**
   * Returns the velocity network of a flow policy: input {@code point_time_context [n, d + 1 +
   * obs]}, a plan {@code y}, the time in [0, 1] and the observation at the plan's start; output
   * {@code velocity [n, d]}, dy/dt. All in the units of the environment.
   *
   * @param map which of the maps that follow each other, from 1
   * @throws InvalidInputException if the policy is no flow, or has no such map
   */
  public static byte[] velocity(Policy policy, int map) {
    if (!(policy instanceof FlowPolicy flow)) {
      throw new InvalidInputException("the policy does not act by a flow, and has no velocity");
    }
    Checks.between("map", map, 1, flow.maps().size());
    FlowMap chosen = flow.maps().get(map - 1);
    float[] scale = chosen.segments().scale();
    int d = scale.length;
    int contexts = chosen.contexts().size();
    float[] means = new float[d + 1 + contexts];
    float[] scales = new float[means.length];
    System.arraycopy(chosen.segments().mean(), 0, means, 0, d);
    System.arraycopy(chosen.contexts().mean(), 0, means, d + 1, contexts);
    System.arraycopy(scale, 0, scales, 0, d);
    scales[d] = 1; // time is not scaled
    System.arraycopy(chosen.contexts().scale(), 0, scales, d + 1, contexts);
    String input = "point_time_context";
    OnnxGraph graph = new OnnxGraph("velocity of a flow of plans", input, means.length);
    graph.note("plan", d + " values, " + flow.length() + " steps");
    Layers layers = new Layers(graph, chosen.field());
    String scaled =
        layers.last(
            layers.hidden(standardized(graph, input, new Standardizer(means, scales))), "v", 0, d);
    graph.output("velocity", graph.node("Mul", scaled, graph.constant("unit", scale, d)), d);
    return graph.toBytes();
  }

  private static GaussianPolicy gaussian(Policy policy) {
    if (policy instanceof GaussianPolicy gaussian) {
      return gaussian;
    } else if (policy instanceof FlowPolicy flow) {
      throw new InvalidInputException(
          "the policy moves plans by "
              + flow.maps().size()
              + " flows, which is no network; --velocity exports the network of one");
    }
    throw new InvalidInputException(
        "the policy is no network: Gaussian policies can be exported, and the velocities of flows;"
            + " what plans, is scripted, or came from outside cannot");
  }

  private static OnnxGraph graph(String what, GaussianPolicy policy) {
    OnnxGraph graph = new OnnxGraph(what, OBSERVATION, policy.network().inputs());
    Space actions = policy.actions();
    graph.note("low", Arrays.toString(actions.low()));
    graph.note("high", Arrays.toString(actions.high()));
    graph.note("squash", policy.form() == GaussianPolicy.Form.TANH_GAUSSIAN ? "tanh" : "none");
    return graph;
  }

  private static String standardized(OnnxGraph graph, String input, Standardizer standardizer) {
    int size = standardizer.size();
    String mean = graph.constant("input_mean", standardizer.mean(), size);
    String scale = graph.constant("input_scale", standardizer.scale(), size);
    return graph.node("Div", graph.node("Sub", input, mean), scale);
  }

  /**
   * Deviations of the network's, kept in their range, or fixed ones, as often as there are rows.
   */
  private static String logStd(
      OnnxGraph graph, GaussianPolicy policy, Layers layers, String features, String mean) {
    int size = policy.actions().size();
    float low = GaussianPolicy.MIN_LOG_STD;
    float high = GaussianPolicy.MAX_LOG_STD;
    float[] fixed = policy.logStd();
    if (fixed.length == 0) {
      return graph.node(
          "Clip",
          layers.last(features, "log_std", size, 2 * size),
          graph.constant("least", new float[] {low}),
          graph.constant("most", new float[] {high}));
    }
    for (int j = 0; j < size; j++) {
      fixed[j] = Math.max(low, Math.min(high, fixed[j]));
    }
    String row = graph.constant("log_stds", fixed, 1, size);
    return graph.node("Expand", row, graph.node("Shape", mean));
  }

  private static float[] floats(int size, IntFunction<Double> values) {
    float[] result = new float[size];
    for (int j = 0; j < size; j++) {
      result[j] = values.apply(j).floatValue();
    }
    return result;
  }

  /** The layers of a network as operators. */
  private record Layers(OnnxGraph graph, Mlp network) {
    /** Adds all layers but the last. */
    String hidden(String input) {
      String value = input;
      for (int layer = 0; layer + 1 < network.layers(); layer++) {
        value = layer(layer, value, "layer_" + layer, 0, network.size(layer + 1));
      }
      return value;
    }

    /** Adds some of the outputs of the last layer. */
    String last(String input, String name, int from, int to) {
      return layer(network.layers() - 1, input, name, from, to);
    }

    private String layer(int layer, String input, String name, int from, int to) {
      int inputs = network.size(layer);
      int outputs = network.size(layer + 1);
      int width = to - from;
      float[] all = network.weights();
      int at = network.weightOffset(layer);
      float[] matrix = new float[inputs * width];
      for (int i = 0; i < inputs; i++) {
        System.arraycopy(all, at + i * outputs + from, matrix, i * width, width);
      }
      int bias = at + inputs * outputs;
      String sum =
          graph.node(
              "Gemm",
              input,
              graph.constant(name + "_weights", matrix, inputs, width),
              graph.constant(
                  name + "_bias", Arrays.copyOfRange(all, bias + from, bias + to), width));
      return activated(network.activation(layer), sum);
    }

    private String activated(Activation activation, String x) {
      return switch (activation) {
        case IDENTITY -> x;
        case RELU -> graph.node("Relu", x);
        case LEAKY_RELU -> graph.node("LeakyRelu", x); // its slope below 0 is 0.01 by default
        case SILU -> graph.node("Mul", x, graph.node("Sigmoid", x));
        case TANH -> graph.node("Tanh", x);
      };
    }
  }
}
