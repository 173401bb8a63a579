package org.prefbench.env.digits;

import static org.prefbench.env.digits.HandwrittenDigits.CLASSES;
import static org.prefbench.env.digits.HandwrittenDigits.PIXELS;
import static org.prefbench.env.digits.HandwrittenDigits.SIDE;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.LittleEndian;

/**
 * Tells handwritten digits apart: a LeNet (LeCun et al. 1998, "Gradient-based learning applied to
 * document recognition") with rectified units and maxima for pooling, as is usual today.
 *
 * <pre>
 * image [28, 28], a border of 2 zeros  -> [1, 32, 32]
 * convolution 5 x 5, relu, maximum of 2 x 2  -> [6, 14, 14]
 * convolution 5 x 5, relu, maximum of 2 x 2  -> [16, 5, 5]
 * dense 120, relu, dense 84, relu, dense 10, softmax
 * </pre>
 *
 * Plain loops over floats in a stated order, so that probabilities have the same bits on every
 * machine. An instance owns its buffers and is not thread-safe.
 */
public final class DigitClassifier {
  /** The shapes of the parameters in their order; matrices are {@code [inputs, outputs]}. */
  private static final int[][] SHAPES = {
    {6, 1, 5, 5}, {6}, {16, 6, 5, 5}, {16}, {400, 120}, {120}, {120, 84}, {84}, {84, 10}, {10}
  };

  private static final int KERNEL = 5;
  private static final int PADDED = SIDE + 4;

  private final float[] weights;
  private final float[] padded = new float[PADDED * PADDED];
  private final Convolution first = new Convolution(1, 6, PADDED);
  private final Convolution second = new Convolution(6, 16, 14);
  private final float[][] dense = {new float[120], new float[84], new float[CLASSES]};

  /**
   * Creates the classifier of some parameters.
   *
   * @param weights in the order of {@link #shapes}, {@code [size()]}; not changed
   */
  public DigitClassifier(float[] weights) {
    Checks.require(
        weights.length == size(), "a classifier has %d parameters, got %d", size(), weights.length);
    this.weights = weights;
  }

  /** The parameters of the one that rewards {@code digits-v0}, read once. */
  private static final class Shipped {
    static final float[] WEIGHTS = new float[size()];

    static {
      try (InputStream in = DigitClassifier.class.getResourceAsStream("classifier.bin")) {
        LittleEndian.readFloats(new DataInputStream(in), WEIGHTS, WEIGHTS.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns the classifier that rewards {@code digits-v0}. */
  public static DigitClassifier shipped() {
    return new DigitClassifier(Shipped.WEIGHTS);
  }

  /** Returns the shapes of the parameters, in their order. */
  public static int[][] shapes() {
    return Arrays.stream(SHAPES).map(int[]::clone).toArray(int[][]::new);
  }

  /** Returns the number of parameters. */
  public static int size() {
    return Arrays.stream(SHAPES)
        .mapToInt(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
        .sum();
  }

  /**
   * Writes how likely an image is to show each digit.
   *
   * @param image brightness, row after row, {@code [784]} from {@code at}
   * @param probabilities {@code [10]}
   */
  public void classify(float[] image, int at, double[] probabilities) {
    for (int row = 0; row < SIDE; row++) {
      System.arraycopy(image, at + row * SIDE, padded, (row + 2) * PADDED + 2, SIDE);
    }
    int offset = first.pooled(padded, 0);
    offset = second.pooled(first.output, offset);
    float[] inputs = second.output;
    for (int layer = 0; layer < dense.length; layer++) {
      offset = dense(inputs, offset, dense[layer]);
      if (layer < dense.length - 1) {
        rectify(dense[layer]);
      }
      inputs = dense[layer];
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : inputs) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int digit = 0; digit < CLASSES; digit++) {
      probabilities[digit] = StrictMath.exp(inputs[digit] - largest);
      sum += probabilities[digit];
    }
    for (int digit = 0; digit < CLASSES; digit++) {
      probabilities[digit] /= sum;
    }
  }

  /** Returns the share of images that are told right. */
  public double accuracy(HandwrittenDigits digits) {
    float[] image = new float[PIXELS];
    double[] probabilities = new double[CLASSES];
    int right = 0;
    for (int digit = 0; digit < CLASSES; digit++) {
      for (int i = 0; i < digits.count(digit); i++) {
        digits.read(digit, i, image, 0);
        classify(image, 0, probabilities);
        double own = probabilities[digit];
        right += Arrays.stream(probabilities).allMatch(other -> other <= own) ? 1 : 0;
      }
    }
    return right / (double) digits.count();
  }

  /** Works out a dense layer and returns where the parameters of the next one begin. */
  private int dense(float[] inputs, int offset, float[] outputs) {
    int bias = offset + inputs.length * outputs.length;
    System.arraycopy(weights, bias, outputs, 0, outputs.length);
    for (int i = 0; i < inputs.length; i++) {
      addScaled(inputs[i], offset + i * outputs.length, outputs);
    }
    return bias + outputs.length;
  }

  private void addScaled(float scale, int from, float[] outputs) {
    for (int j = 0; j < outputs.length; j++) {
      outputs[j] += scale * weights[from + j];
    }
  }

  private static void rectify(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
  }

  /** A convolution, rectified, and the maxima of its squares of two by two. */
  private final class Convolution {
    private final int channels;
    private final int filters;
    private final int side;
    private final float[] map; // of one filter
    private final float[] output; // [filters, side of the pooled map, same]

    Convolution(int channels, int filters, int side) {
      this.channels = channels;
      this.filters = filters;
      this.side = side;
      int out = side - KERNEL + 1;
      map = new float[out * out];
      output = new float[filters * (out / 2) * (out / 2)];
    }

    /** Fills {@link #output} and returns where the parameters of the next layer begin. */
    int pooled(float[] input, int offset) {
      int out = side - KERNEL + 1;
      int bias = offset + filters * channels * KERNEL * KERNEL;
      for (int filter = 0; filter < filters; filter++) {
        Arrays.fill(map, weights[bias + filter]);
        int weight = offset + filter * channels * KERNEL * KERNEL;
        for (int channel = 0; channel < channels; channel++) {
          for (int dy = 0; dy < KERNEL; dy++) {
            for (int dx = 0; dx < KERNEL; dx++) {
              addShifted(weights[weight++], input, (channel * side + dy) * side + dx, out);
            }
          }
        }
        pool(out, filter * (out / 2) * (out / 2));
      }
      return bias + filters;
    }

    private void addShifted(float scale, float[] input, int from, int out) {
      for (int y = 0; y < out; y++) {
        int row = from + y * side;
        int to = y * out;
        for (int x = 0; x < out; x++) {
          map[to + x] += scale * input[row + x];
        }
      }
    }

    private void pool(int out, int to) {
      int at = to;
      for (int y = 0; y < out; y += 2) {
        for (int x = 0; x < out; x += 2) {
          int corner = y * out + x;
          float upper = Math.max(map[corner], map[corner + 1]);
          float lower = Math.max(map[corner + out], map[corner + out + 1]);
          output[at++] = Math.max(0, Math.max(upper, lower));
        }
      }
    }
  }
}
