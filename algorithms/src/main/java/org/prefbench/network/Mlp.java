package org.prefbench.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.LittleEndian;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * A fully connected network as a value: layer sizes, activations and weights. Immutable and
 * shareable. {@link #evaluator} runs it in plain Java, a learner trains a copy.
 */
public final class Mlp {
  private final int[] sizes;
  private final Activation hidden;
  private final Activation output;
  private final float[] weights;

  /**
   * Creates a network.
   *
   * @param sizes inputs, hidden layers, outputs; at least two numbers
   * @param hidden the activation after every layer but the last
   * @param output the activation after the last layer
   * @param weights layer after layer the matrix {@code [inputs, outputs]}, row after row, then the
   *     bias {@code [outputs]}; copied
   */
  public Mlp(List<Integer> sizes, Activation hidden, Activation output, float[] weights) {
    this(sizes.stream().mapToInt(Integer::intValue).toArray(), hidden, output, weights.clone());
    Checks.require(this.sizes.length >= 2, "a network needs inputs and outputs, got %s", sizes);
    for (int size : this.sizes) {
      Checks.atLeast("layer size", size, 1);
    }
    Checks.require(
        weights.length == weightCount(this.sizes),
        "a network of sizes %s needs %d weights, got %d",
        sizes,
        weightCount(this.sizes),
        weights.length);
  }

  private Mlp(int[] sizes, Activation hidden, Activation output, float[] weights) {
    this.sizes = sizes;
    this.hidden = hidden;
    this.output = output;
    this.weights = weights;
  }

  /**
   * Returns a network with initial weights and biases uniform in +-1/sqrt(inputs of the layer), the
   * law of PyTorch's {@code Linear}, and no activation after the last layer.
   */
  public static Mlp initial(List<Integer> sizes, Activation hidden, Seed seed) {
    return initial(sizes, hidden, Activation.IDENTITY, seed);
  }

  /** Returns a network as {@link #initial(List, Activation, Seed)}, with an output activation. */
  public static Mlp initial(List<Integer> sizes, Activation hidden, Activation output, Seed seed) {
    int[] layers = sizes.stream().mapToInt(Integer::intValue).toArray();
    float[] weights = new float[weightCount(layers)];
    int at = 0;
    for (int layer = 0; layer + 1 < layers.length; layer++) {
      RandomStream random = seed.child(layer).generator();
      double bound = 1 / Math.sqrt(layers[layer]);
      int end = at + (layers[layer] + 1) * layers[layer + 1];
      while (at < end) {
        weights[at++] = (float) random.uniform(-bound, bound);
      }
    }
    return new Mlp(sizes, hidden, output, weights);
  }

  /**
   * Returns the sizes {@code inputs, width, .., width, outputs} with {@code depth} hidden layers.
   */
  public static List<Integer> sizes(int inputs, int width, int depth, int outputs) {
    Integer[] sizes = new Integer[depth + 2];
    Arrays.fill(sizes, width);
    sizes[0] = inputs;
    sizes[depth + 1] = outputs;
    return List.of(sizes);
  }

  /** Returns the same network with other weights, copied. */
  public Mlp withWeights(float[] other) {
    return new Mlp(sizes(), hidden, output, other);
  }

  /**
   * Returns the same network with the last layer's weights and biases multiplied by {@code factor},
   * so that it starts near zero.
   */
  public Mlp withScaledOutput(double factor) {
    float[] scaled = weights.clone();
    for (int i = weightOffset(sizes.length - 2); i < scaled.length; i++) {
      scaled[i] *= (float) factor;
    }
    return new Mlp(sizes, hidden, output, scaled);
  }

  /** Returns the layer sizes: inputs, hidden layers, outputs. */
  public List<Integer> sizes() {
    return Arrays.stream(sizes).boxed().toList();
  }

  /** Returns the number of inputs. */
  public int inputs() {
    return sizes[0];
  }

  /** Returns the number of outputs. */
  public int outputs() {
    return sizes[sizes.length - 1];
  }

  /** Returns the activation after every layer but the last. */
  public Activation hidden() {
    return hidden;
  }

  /** Returns the activation after the last layer. */
  public Activation output() {
    return output;
  }

  /** Returns a copy of the weights, laid out as the constructor says. */
  public float[] weights() {
    return weights.clone();
  }

  /** Writes the network; the same network gives the same bytes. */
  public void write(DataOutput file) throws IOException {
    LittleEndian.writeInts(file, sizes);
    file.writeUTF(hidden.name());
    file.writeUTF(output.name());
    LittleEndian.writeFloats(file, weights);
  }

  /** Reads what {@link #write} wrote. */
  public static Mlp read(DataInput file) throws IOException {
    return new Mlp(
        Arrays.stream(LittleEndian.readInts(file)).boxed().toList(),
        Checks.constant("activation", Activation.class, file.readUTF()),
        Checks.constant("activation", Activation.class, file.readUTF()),
        LittleEndian.readFloats(file));
  }

  /** Returns a new evaluator; it is not thread-safe, so one per thread. */
  public MlpEvaluator evaluator() {
    return new MlpEvaluator(this);
  }

  /**
   * Returns whether the other object is a network with the same layers and bitwise equal weights.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Mlp that
        && Arrays.equals(sizes, that.sizes)
        && hidden == that.hidden
        && output == that.output
        && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(sizes) + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return "Mlp" + Arrays.toString(sizes);
  }

  /** Returns the weights themselves, which nobody may change. */
  public float[] liveWeights() {
    return weights;
  }

  /** Returns the number of layers of weights. */
  public int layers() {
    return sizes.length - 1;
  }

  /** Returns the size of the inputs (0), of a hidden layer, or of the outputs. */
  public int size(int boundary) {
    return sizes[boundary];
  }

  /** Returns the activation after {@code layer}. */
  public Activation activation(int layer) {
    return layer == layers() - 1 ? output : hidden;
  }

  /** Returns where the matrix of {@code layer} begins in the weights; its bias follows it. */
  public int weightOffset(int layer) {
    int at = 0;
    for (int l = 0; l < layer; l++) {
      at += (sizes[l] + 1) * sizes[l + 1];
    }
    return at;
  }

  private static int weightCount(int[] sizes) {
    long count = 0;
    for (int l = 0; l + 1 < sizes.length; l++) {
      count += (sizes[l] + 1L) * sizes[l + 1]; // below 2^62, so that no second one can wrap around
      Checks.require(
          count <= Integer.MAX_VALUE,
          "a network of sizes %s has more than %d weights",
          Arrays.toString(sizes),
          Integer.MAX_VALUE);
    }
    return (int) count;
  }
}
