package org.prefbench.generative.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * A velocity v(t, y | x) on images: a U-Net (Ronneberger et al. 2015, arXiv 1505.04597) of residual
 * blocks that are told time and context (Ho et al. 2020, "Denoising diffusion probabilistic
 * models", arXiv 2006.11239), with one block on either side of each of three sizes and as many
 * channels everywhere:
 *
 * <pre>
 * y -> convolution -> block -> half -> block -> half -> block -> twice + block -> twice + block -> v
 * block(h) = h + convolution(silu(norm( convolution(silu(norm(h))) + linear(silu(e)) )))
 * e        = linear(silu(linear( sines and cosines of t, x )))
 * </pre>
 *
 * <p>Convolutions are 3 x 3; halving takes means of 2 x 2, doubling repeats; what stood before the
 * halving is put beside what comes back. Norms are over groups of channels, without gain and bias.
 * The last convolution of a block and of the whole start at zero, so that the field starts as one
 * that stands still. A plan whose length is no square of a multiple of four is filled up with
 * zeros.
 *
 * <p>Convolutions run in the engine, whose sums depend on the processor: unlike those of {@link
 * org.prefbench.network.Mlp}, outputs have the same bits on one kind of machine only. Immutable.
 *
 * @param channels a multiple of {@value #LEAST}
 * @param size the coordinates of y
 * @param contexts the coordinates of x
 * @param weights parameter after parameter in the order of {@link #shapes}
 */
record UNet(int channels, int size, int contexts, float[] weights) {
  private static final int GROUPS = 8;

  /** A norm over a single channel would take away what the channel is told of time and context. */
  static final int LEAST = 2 * GROUPS;

  private static final int BLOCKS = 5;
  private static final int HALVINGS = 4; // by which the side is divided
  private static final double LONGEST_WAVE = 10_000; // Ho et al. 2020
  private static final float TINY = 1e-5f;

  /** The first parameter of a block, after those of the embedding and the first convolution. */
  private static final int FIRST_BLOCK = 6;

  private static final int PER_BLOCK = 8;

  /** Validates the sizes. */
  UNet {
    Checks.require(
        channels >= LEAST && channels % LEAST == 0,
        "channels must be a multiple of %d, got %d",
        LEAST,
        channels);
    Checks.require(
        weights.length == total(shapes(channels, contexts)),
        "a U-Net of %d channels given %d numbers has %d weights, got %d",
        channels,
        contexts,
        total(shapes(channels, contexts)),
        weights.length);
  }

  /** Returns a network that stands still. */
  static UNet initial(int channels, int size, int contexts, Seed seed) {
    List<long[]> shapes = shapes(channels, contexts);
    float[] weights = new float[total(shapes)];
    int at = 0;
    for (int p = 0; p < shapes.size(); p++) {
      int end = at + (int) count(shapes.get(p));
      RandomStream random = seed.child(p).generator();
      double bound = zero(p, shapes.size()) ? 0 : 1 / Math.sqrt(inputs(shapes, p));
      while (at < end) {
        weights[at++] = (float) random.uniform(-bound, bound);
      }
    }
    return new UNet(channels, size, contexts, weights);
  }

  /** Returns the same network with other weights. */
  UNet with(float[] others) {
    return new UNet(channels, size, contexts, others);
  }

  /** Returns the pixels along either side of the image that a plan of {@link #size} fills. */
  int side() {
    int side = HALVINGS;
    while (side * side < size) {
      side += HALVINGS;
    }
    return side;
  }

  /** Returns the shapes of the parameters, in their order; every weight has its bias behind it. */
  List<long[]> shapes() {
    return shapes(channels, contexts);
  }

  private static List<long[]> shapes(int channels, int contexts) {
    long c = channels;
    List<long[]> shapes = new ArrayList<>();
    linear(shapes, c + contexts, HALVINGS * c);
    linear(shapes, HALVINGS * c, HALVINGS * c);
    convolution(shapes, 1, c, 3);
    for (int block = 0; block < BLOCKS; block++) {
      long in = block < 3 ? c : 2 * c; // those on the way back have what stood before beside them
      convolution(shapes, in, c, 3);
      linear(shapes, HALVINGS * c, c);
      convolution(shapes, c, c, 3);
      convolution(shapes, in, c, 1); // of what goes past the block
    }
    convolution(shapes, c, 1, 3);
    return shapes;
  }

  private static void linear(List<long[]> shapes, long inputs, long outputs) {
    shapes.add(new long[] {inputs, outputs});
    shapes.add(new long[] {outputs});
  }

  private static void convolution(List<long[]> shapes, long inputs, long outputs, long kernel) {
    shapes.add(new long[] {outputs, inputs, kernel, kernel});
    shapes.add(new long[] {outputs});
  }

  /**
   * Returns whether a parameter starts at zero: of a block's second convolution, and of the last.
   */
  private static boolean zero(int parameter, int parameters) {
    int within = (parameter - FIRST_BLOCK) % PER_BLOCK;
    return parameter >= parameters - 2 || parameter >= FIRST_BLOCK && (within == 4 || within == 5);
  }

  private static double inputs(List<long[]> shapes, int parameter) {
    long[] shape =
        shapes.get(parameter).length > 1 ? shapes.get(parameter) : shapes.get(parameter - 1);
    return shape.length == 2 ? shape[0] : (double) shape[1] * shape[2] * shape[3];
  }

  private static long count(long... shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static int total(List<long[]> shapes) {
    return (int) shapes.stream().mapToLong(UNet::count).sum();
  }

  /** Returns plans as images, {@code [n, side^2]}, filled up with zeros. */
  FloatMatrix images(FloatMatrix plans) {
    int pixels = side() * side();
    return pixels == size ? plans : plans.beside(new FloatMatrix(plans.rows(), pixels - size));
  }

  /**
   * Returns sines and cosines of the times, and the contexts behind them, {@code [n, channels +
   * contexts]}.
   */
  FloatMatrix conditions(double[] times, FloatMatrix given) {
    FloatMatrix waves = new FloatMatrix(times.length, channels);
    int half = channels / 2;
    for (int i = 0; i < times.length; i++) {
      for (int j = 0; j < half; j++) {
        double angle = 1000 * times[i] * StrictMath.pow(LONGEST_WAVE, -j / (double) half);
        waves.set(i, j, (float) StrictMath.sin(angle));
        waves.set(i, half + j, (float) StrictMath.cos(angle));
      }
    }
    return waves.beside(given);
  }

  /**
   * Returns the velocities, {@code [n, size]}.
   *
   * @param parameters gives the parameter of a number in its shape
   * @param images as {@link #images}
   * @param conditions as {@link #conditions}
   */
  NDArray forward(IntFunction<NDArray> parameters, NDArray images, NDArray conditions) {
    long n = images.getShape().get(0);
    Forward pass = new Forward(parameters);
    NDArray e = pass.linear(pass.silu(pass.linear(conditions)));
    NDArray h = pass.convolution(images.reshape(n, 1, side(), side()), 1);
    NDArray fine = pass.block(h, e);
    NDArray middle = pass.block(half(fine), e);
    NDArray coarse = pass.block(half(middle), e);
    NDArray back = pass.block(twice(coarse).concat(middle, 1), e);
    back = pass.block(twice(back).concat(fine, 1), e);
    NDArray v = pass.convolution(pass.silu(norm(back)), 1).reshape(n, -1);
    return v.get(":, :" + size);
  }

  /** The parameters, taken one after the other. */
  private static final class Forward {
    private final IntFunction<NDArray> parameters;
    private int next;

    Forward(IntFunction<NDArray> parameters) {
      this.parameters = parameters;
    }

    NDArray linear(NDArray x) {
      return x.matMul(parameters.apply(next++)).add(parameters.apply(next++));
    }

    NDArray convolution(NDArray x, long padding) {
      return Conv2d.conv2d(
              x,
              parameters.apply(next++),
              parameters.apply(next++),
              new Shape(1, 1),
              new Shape(padding, padding))
          .singletonOrThrow();
    }

    NDArray silu(NDArray x) {
      return x.mul(Activation.sigmoid(x)); // the engine's own takes a number, see nn.Pass
    }

    NDArray block(NDArray x, NDArray e) {
      NDArray h = convolution(silu(norm(x)), 1);
      NDArray told = linear(silu(e));
      h = h.add(told.reshape(told.getShape().get(0), -1, 1, 1));
      h = convolution(silu(norm(h)), 1);
      return convolution(x, 0).add(h);
    }
  }

  private static NDArray half(NDArray x) {
    return Pool.avgPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false, true);
  }

  private static NDArray twice(NDArray x) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), s.get(2), 1, s.get(3), 1)
        .broadcast(s.get(0), s.get(1), s.get(2), 2, s.get(3), 2)
        .reshape(s.get(0), s.get(1), 2 * s.get(2), 2 * s.get(3));
  }

  private static NDArray norm(NDArray x) {
    Shape s = x.getShape();
    int[] within = {2};
    NDArray groups = x.reshape(s.get(0), GROUPS, -1);
    NDArray centred = groups.sub(groups.mean(within, true));
    NDArray variance = centred.square().mean(within, true);
    return centred.div(variance.add(TINY).sqrt()).reshape(s);
  }
}
