package org.prefbench.generative.latent;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;

/**
 * A network that tells data from draws, with leaks of 0.2 and with dropout (Srivastava et al. 2014)
 * of hidden units: those that are kept count 1 / (1 - share). It is in use in training only, so
 * that units are dropped whenever it is asked. Without dropout it learns a small set by heart, and
 * then its gradient no longer tells a generator to be as diverse as the data.
 */
final class Discriminator {
  private static final float LEAK = 0.2f;

  private final List<Learner.Network> layers;
  private final int[] sizes;
  private final float dropout;

  /**
   * Declares the layers.
   *
   * @param sizes of the inputs, of the hidden layers and 1
   * @param dropout the share of hidden units that each row of a batch does without, in [0, 1)
   */
  Discriminator(Learner learner, List<Integer> sizes, double dropout, Seed seed) {
    Checks.require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), but is %s", dropout);
    this.sizes = sizes.stream().mapToInt(Integer::intValue).toArray();
    this.dropout = (float) dropout;
    layers =
        IntStream.range(1, sizes.size())
            .mapToObj(
                layer ->
                    learner.network(
                        Mlp.initial(
                            sizes.subList(layer - 1, layer + 1),
                            Activation.IDENTITY,
                            seed.child(layer))))
            .toList();
  }

  /**
   * Returns what it says of inputs, {@code [n, 1]}.
   *
   * @param parameters gives its weights, which may be constants of {@code pass}
   * @param inputs {@code [n, inputs]}
   * @param random chooses the units that are dropped
   */
  NDArray of(Pass pass, Pass parameters, NDArray inputs, RandomStream random) {
    NDArray values = parameters.forward(layers.get(0), inputs);
    for (int layer = 1; layer < layers.size(); layer++) {
      NDArray hidden = values.maximum(values.mul(pass.scalar(LEAK)));
      if (dropout > 0) {
        hidden = hidden.mul(kept(pass, (int) inputs.getShape().get(0), sizes[layer], random));
      }
      values = parameters.forward(layers.get(layer), hidden);
    }
    return values;
  }

  private NDArray kept(Pass pass, int rows, int units, RandomStream random) {
    float[] factors = new float[rows * units];
    float kept = 1 / (1 - dropout);
    for (int i = 0; i < factors.length; i++) {
      factors[i] = random.nextDouble() < dropout ? 0 : kept;
    }
    return pass.array(factors, rows, units);
  }
}
