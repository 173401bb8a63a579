package org.prefbench.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/** Outputs and derivatives against a plain computation in double precision. */
class LayersTest {
  private static final Seed SEED = new Seed(23);
  private static final int OFFSET = 5; // parameters of others before those of the network
  private static final int ROWS = 11;

  record Form(
      Activation hidden, Activation output, int members, boolean shared, boolean normalized) {}

  static Stream<Form> forms() {
    List<Form> forms = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      forms.add(new Form(activation, Activation.IDENTITY, 1, true, false));
      forms.add(new Form(activation, Activation.TANH, 3, true, false));
      forms.add(new Form(activation, Activation.IDENTITY, 2, false, true));
    }
    forms.add(new Form(Activation.RELU, Activation.IDENTITY, 2, true, true));
    return forms.stream();
  }

  @Test
  void aLayerWorkedOutByHand() {
    Mlp shape = new Mlp(List.of(2, 2), Activation.RELU, Activation.RELU, new float[6]);
    Layers layers = new Layers(shape, 1, 0, false);
    float[] parameters = {1, -1, 2, 3, 0.5f, -4}; // W = [[1, -1], [2, 3]], b = [0.5, -4]
    Layers.Evaluation evaluation =
        layers.evaluate(parameters, new float[] {1, 2, -1, 1}, 2, new Workspace());
    assertArrayEquals(new float[] {5.5f, 1, 1.5f, 0}, evaluation.outputs());
    float[] gradient = new float[6];
    float[] byInputs = new float[4];
    evaluation.differentiate(new float[] {1, 10, 100, 1000}, gradient, byInputs);
    // the second output of the second row is cut off by the ReLU: x W + b = [1.5, 0] there
    assertArrayEquals(new float[] {1 - 100, 10, 2 + 100, 20, 101, 10}, gradient);
    assertArrayEquals(new float[] {1 - 10, 2 + 30, 100, 200}, byInputs);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void outputsAndDerivativesAreThoseOfDoublePrecision(Form form) {
    Mlp shape = Mlp.initial(List.of(4, 9, 7, 3), form.hidden, form.output, SEED);
    Layers layers = new Layers(shape, form.members, OFFSET, form.normalized);
    float[] parameters = numbers(OFFSET + layers.parameterCount(), 0.5, SEED.child("parameters"));
    int sets = form.shared ? 1 : form.members;
    float[] inputs = numbers(sets * ROWS * 4, 1, SEED.child("inputs"));
    float[] weights = numbers(form.members * ROWS * 3, 1, SEED.child("weights"));

    Layers.Evaluation evaluation = layers.evaluate(parameters, inputs, ROWS, new Workspace());
    Reference reference = new Reference(form, shape, weights);
    double[] expected = reference.outputs(doubles(parameters), doubles(inputs));
    assertArrayEquals(expected, doubles(evaluation.outputs()), 2e-5);

    float[] gradient = new float[parameters.length];
    float[] byInputs = new float[inputs.length];
    Arrays.fill(gradient, 1); // to which the derivative is added
    Arrays.fill(byInputs, 2);
    evaluation.differentiate(weights, gradient, byInputs);
    for (int i = 0; i < OFFSET; i++) {
      assertEquals(1, gradient[i], "a parameter of somebody else");
    }
    for (int i = OFFSET; i < gradient.length; i++) {
      double slope = reference.slope(doubles(parameters), i, doubles(inputs), -1);
      assertEquals(slope, gradient[i] - 1, 1e-3 + 1e-4 * Math.abs(slope), "parameter " + i);
    }
    for (int i = 0; i < byInputs.length; i++) {
      double slope = reference.slope(doubles(parameters), -1, doubles(inputs), i);
      assertEquals(slope, byInputs[i] - 2, 1e-3 + 1e-4 * Math.abs(slope), "input " + i);
    }
  }

  @Test
  void constantWeightsGetNoDerivative() {
    Mlp shape = Mlp.initial(List.of(4, 9, 3), Activation.RELU, SEED);
    Layers layers = new Layers(shape, 1, 0, false);
    float[] inputs = numbers(ROWS * 4, 1, SEED.child("inputs"));
    float[] weights = numbers(ROWS * 3, 1, SEED.child("weights"));
    Layers.Evaluation evaluation = layers.evaluate(shape.weights(), inputs, ROWS, new Workspace());
    float[] both = new float[inputs.length];
    evaluation.differentiate(weights, new float[layers.parameterCount()], both);
    float[] alone = new float[inputs.length];
    evaluation.differentiate(weights, new float[0], alone);
    assertArrayEquals(both, alone, 0f);
  }

  /** The same networks in double precision, one entry at a time. */
  private record Reference(Form form, Mlp shape, float[] weights) {
    double[] outputs(double[] parameters, double[] inputs) {
      List<Integer> sizes = shape.sizes();
      double[] result = new double[form.members * ROWS * 3];
      for (int member = 0; member < form.members; member++) {
        for (int row = 0; row < ROWS; row++) {
          int from = ((form.shared ? 0 : member * ROWS) + row) * 4;
          double[] x = Arrays.copyOfRange(inputs, from, from + 4);
          int at = OFFSET;
          for (int layer = 0; layer + 1 < sizes.size(); layer++) {
            int in = sizes.get(layer);
            int out = sizes.get(layer + 1);
            int matrix = at + member * in * out;
            int bias = at + form.members * in * out + member * out;
            double[] z = new double[out];
            for (int j = 0; j < out; j++) {
              z[j] = parameters[bias + j];
              for (int i = 0; i < in; i++) {
                z[j] += x[i] * parameters[matrix + i * out + j];
              }
            }
            boolean last = layer + 2 == sizes.size();
            if (form.normalized && !last) {
              normalize(z);
            }
            for (int j = 0; j < out; j++) {
              z[j] = value(last ? form.output : form.hidden, z[j]);
            }
            x = z;
            at += form.members * (in + 1) * out;
          }
          System.arraycopy(x, 0, result, (member * ROWS + row) * 3, 3);
        }
      }
      return result;
    }

    /** The central difference of the weighted sum of outputs by one parameter or one input. */
    double slope(double[] parameters, int parameter, double[] inputs, int input) {
      double step = 1e-6;
      double[] sums = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] p = parameters.clone();
        double[] x = inputs.clone();
        double move = side == 0 ? -step : step;
        if (parameter >= 0) {
          p[parameter] += move;
        } else {
          x[input] += move;
        }
        double[] y = outputs(p, x);
        for (int i = 0; i < y.length; i++) {
          sums[side] += weights[i] * y[i];
        }
      }
      return (sums[1] - sums[0]) / (2 * step);
    }

    private static void normalize(double[] z) {
      double mean = Arrays.stream(z).average().orElseThrow();
      double variance = Arrays.stream(z).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      for (int j = 0; j < z.length; j++) {
        z[j] = (z[j] - mean) / Math.sqrt(variance + 1e-5);
      }
    }

    private static double value(Activation activation, double x) {
      return switch (activation) {
        case IDENTITY -> x;
        case RELU -> Math.max(x, 0);
        case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
        case SILU -> x / (1 + Math.exp(-x));
        case TANH -> Math.tanh(x);
      };
    }
  }

  private static float[] numbers(int count, double scale, Seed seed) {
    RandomStream random = seed.generator();
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (scale * random.nextGaussian());
    }
    return numbers;
  }

  private static double[] doubles(float[] numbers) {
    double[] result = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      result[i] = numbers[i];
    }
    return result;
  }
}
