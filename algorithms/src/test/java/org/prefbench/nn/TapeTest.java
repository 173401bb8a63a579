package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;

/** Losses and derivatives against the same computation done by the engine from end to end. */
class TapeTest {
  private static final Seed SEED = new Seed(41);
  private static final float TOLERANCE = 2e-5f;
  private static final FloatMatrix STATES = numbers(13, 4, SEED.child("states"));
  private static final FloatMatrix ACTIONS = numbers(13, 2, SEED.child("actions"));

  @ParameterizedTest
  @EnumSource
  void everyActivation(Activation activation) {
    Mlp network = Mlp.initial(List.of(4, 7, 6, 2), activation, Activation.TANH, SEED);
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Network handle = learner.network(network);
    float[] derivative =
        learner.gradient(
            pass ->
                pass.forward(handle, pass.array(STATES)).sub(pass.array(ACTIONS)).square().mean());
    float[] expected =
        byEngine(
            List.of(network),
            (manager, networks) ->
                networks
                    .get(0)
                    .forward(array(manager, STATES))
                    .sub(array(manager, ACTIONS))
                    .square()
                    .mean());
    assertArrayEquals(expected, derivative, TOLERANCE);
  }

  /** An actor's action into two critics whose weights are constants, beside its own entropy. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anActorThroughItsCritics(boolean normalized) {
    Mlp actor = Mlp.initial(List.of(4, 7, 2), Activation.RELU, SEED.child("actor"));
    Mlp first = Mlp.initial(List.of(6, 8, 5, 1), Activation.RELU, SEED.child("first"));
    Mlp second = Mlp.initial(List.of(6, 8, 5, 1), Activation.RELU, SEED.child("second"));
    float[] initial = {0.3f, -0.2f};
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Network mean = learner.network(actor);
    Learner.Vector logStd = learner.vector(initial);
    Learner other = new Learner(Adam.of(1), new Ledger());
    Learner.Ensemble critics = other.ensemble(List.of(first, second));
    float[] derivative =
        learner.gradient(
            pass -> {
              NDArray states = pass.array(STATES);
              NDArray deviations = pass.value(logStd);
              NDArray chosen =
                  pass.forward(mean, states).add(deviations.exp().mul(pass.array(ACTIONS))).tanh();
              Pass constants = pass.constants(other);
              NDArray inputs = states.concat(chosen, 1);
              NDArray values =
                  normalized
                      ? constants.forwardNormalized(critics, inputs)
                      : constants.forward(critics, inputs);
              return values.get(0).minimum(values.get(1)).mean().neg().sub(deviations.sum());
            });
    float[] expected =
        byEngine(
            List.of(actor, vector(initial), first, second),
            (manager, networks) -> {
              NDArray states = array(manager, STATES);
              NDArray deviations = networks.get(1).arrays.get(1);
              NDArray chosen =
                  networks
                      .get(0)
                      .forward(states)
                      .add(deviations.exp().mul(array(manager, ACTIONS)))
                      .tanh();
              NDArray inputs = states.concat(chosen, 1);
              NDArray one = networks.get(2).forward(inputs, normalized);
              NDArray two = networks.get(3).forward(inputs, normalized);
              return one.minimum(two).mean().neg().sub(deviations.sum());
            });
    // of the engine's answer: the actor; the vector, which stands as the bias of a layer whose one
    // weight is a constant 0 as far as the loss goes; what follows are the critics' constants
    int weights = actor.weights().length;
    float[] own = Arrays.copyOf(expected, weights + initial.length);
    System.arraycopy(expected, weights + initial.length, own, weights, initial.length);
    assertArrayEquals(own, derivative, TOLERANCE);
  }

  /**
   * One network three times in a row, as a flow that is solved by steps, and then a value of it.
   */
  @Test
  void aNetworkThroughItself() {
    Mlp field = Mlp.initial(List.of(4, 6, 4), Activation.SILU, SEED.child("field"));
    Mlp value = Mlp.initial(List.of(4, 5, 1), Activation.RELU, SEED.child("value"));
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Network velocity = learner.network(field);
    Learner.Network judge = learner.network(value);
    float[] derivative =
        learner.gradient(
            pass -> {
              NDArray y = pass.array(STATES);
              for (int step = 0; step < 3; step++) {
                y = y.add(pass.forward(velocity, y));
              }
              return pass.forward(judge, y).mean();
            });
    float[] expected =
        byEngine(
            List.of(field, value),
            (manager, networks) -> {
              NDArray y = array(manager, STATES);
              for (int step = 0; step < 3; step++) {
                y = y.add(networks.get(0).forward(y));
              }
              return networks.get(1).forward(y).mean();
            });
    assertArrayEquals(expected, derivative, TOLERANCE);
  }

  @Test
  void whatIsFixedIsAConstant() {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Network network = learner.network(Mlp.initial(List.of(4, 5, 2), Activation.RELU, SEED));
    Learner.Vector shift = learner.vector(0.5f, -1);
    float[] fixed =
        learner.gradient(
            pass -> {
              NDArray states = pass.array(STATES);
              NDArray goal =
                  pass.fixed(
                      () -> pass.forward(network, states.mul(states)).add(pass.value(shift)));
              return pass.forward(network, states).add(pass.value(shift)).sub(goal).square().mean();
            });
    FloatMatrix squares = STATES.copy();
    for (int i = 0; i < squares.values().length; i++) {
      squares.values()[i] *= squares.values()[i];
    }
    FloatMatrix goals = learner.read(network).evaluator().evaluate(squares);
    for (int i = 0; i < goals.values().length; i++) {
      goals.values()[i] += i % 2 == 0 ? 0.5f : -1;
    }
    float[] constant =
        learner.gradient(
            pass ->
                pass.forward(network, pass.array(STATES))
                    .add(pass.value(shift))
                    .sub(pass.array(goals))
                    .square()
                    .mean());
    assertArrayEquals(constant, fixed, 0f);
  }

  @Test
  void whatTheLossDoesNotReadHasNoDerivative() {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Network read = learner.network(Mlp.initial(List.of(4, 2), Activation.RELU, SEED));
    Learner.Network evaluated = learner.network(Mlp.initial(List.of(4, 2), Activation.RELU, SEED));
    learner.vector(1, 2, 3);
    float[] derivative =
        learner.gradient(
            pass -> {
              NDArray states = pass.array(STATES);
              pass.forward(evaluated, states);
              return pass.forward(read, states).sum();
            });
    assertEquals(13, derivative[8], 1e-4f); // by a bias: one for every row
    for (int i = 10; i < derivative.length; i++) {
      assertEquals(0, derivative[i]);
    }
  }

  /** A network as arrays of the engine, matrix and bias of every layer in turn. */
  private record InEngine(Mlp shape, List<NDArray> arrays) {
    NDArray forward(NDArray inputs) {
      return forward(inputs, false);
    }

    NDArray forward(NDArray inputs, boolean normalized) {
      NDArray x = inputs;
      for (int layer = 0; layer < shape.layers(); layer++) {
        x = x.matMul(arrays.get(2 * layer)).add(arrays.get(2 * layer + 1));
        if (normalized && layer + 1 < shape.layers()) {
          long width = shape.size(layer + 1);
          NDManager manager = x.getManager();
          NDList normal =
              LayerNorm.layerNorm(
                  x,
                  new Shape(width),
                  manager.ones(new Shape(width)),
                  manager.zeros(new Shape(width)),
                  1e-5f);
          x = normal.get(0);
        }
        x = apply(shape.activation(layer), x);
      }
      return x;
    }

    private static NDArray apply(Activation activation, NDArray x) {
      return switch (activation) {
        case IDENTITY -> x;
        case RELU -> ai.djl.nn.Activation.relu(x);
        case LEAKY_RELU -> ai.djl.nn.Activation.leakyRelu(x, 0.01f);
        case SILU -> ai.djl.nn.Activation.sigmoid(x).mul(x);
        case TANH -> x.tanh();
      };
    }
  }

  /** The derivatives of a loss by all weights of the networks, one network after the other. */
  private static float[] byEngine(
      List<Mlp> shapes, BiFunction<NDManager, List<InEngine>, NDArray> loss) {
    try (NDManager manager = Engines.newManager()) {
      List<InEngine> networks = new ArrayList<>();
      for (Mlp shape : shapes) {
        List<NDArray> arrays = new ArrayList<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
          int rows = shape.size(layer);
          int columns = shape.size(layer + 1);
          int at = shape.weightOffset(layer);
          float[] weights = shape.weights();
          arrays.add(
              manager.create(
                  FloatBuffer.wrap(Arrays.copyOfRange(weights, at, at + rows * columns)),
                  new Shape(rows, columns)));
          at += rows * columns;
          arrays.add(manager.create(Arrays.copyOfRange(weights, at, at + columns)));
        }
        arrays.forEach(array -> array.setRequiresGradient(true));
        networks.add(new InEngine(shape, arrays));
      }
      try (GradientCollector collector = Engines.engine().newGradientCollector()) {
        collector.backward(loss.apply(manager, networks));
      }
      List<Float> all = new ArrayList<>();
      for (InEngine network : networks) {
        for (NDArray array : network.arrays) {
          for (float number : array.getGradient().toFloatArray()) {
            all.add(number);
          }
        }
      }
      float[] result = new float[all.size()];
      for (int i = 0; i < result.length; i++) {
        result[i] = all.get(i);
      }
      return result;
    }
  }

  /** A vector as the bias of a layer with one input. */
  private static Mlp vector(float... values) {
    float[] weights = new float[2 * values.length];
    System.arraycopy(values, 0, weights, values.length, values.length);
    return new Mlp(List.of(1, values.length), Activation.IDENTITY, Activation.IDENTITY, weights);
  }

  private static NDArray array(NDManager manager, FloatMatrix matrix) {
    return manager.create(
        FloatBuffer.wrap(matrix.values()), new Shape(matrix.rows(), matrix.columns()));
  }

  private static FloatMatrix numbers(int rows, int columns, Seed seed) {
    RandomStream random = seed.generator();
    FloatMatrix numbers = new FloatMatrix(rows, columns);
    for (int i = 0; i < numbers.values().length; i++) {
      numbers.values()[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
