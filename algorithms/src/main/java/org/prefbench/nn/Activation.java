package org.prefbench.nn;

import ai.djl.ndarray.NDArray;

/** The function applied to every output of a layer, in plain Java and in the engine. */
public enum Activation {
  /** x. */
  IDENTITY {
    @Override
    float apply(float x) {
      return x;
    }

    @Override
    float derivative(float x) {
      return 1;
    }

    @Override
    NDArray apply(NDArray x) {
      return x;
    }
  },
  /** max(x, 0). */
  RELU {
    @Override
    float apply(float x) {
      return Math.max(x, 0f);
    }

    @Override
    float derivative(float x) {
      return x > 0 ? 1 : 0;
    }

    @Override
    NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.relu(x);
    }
  },
  /** x for x > 0, else 0.01 x. */
  LEAKY_RELU {
    @Override
    float apply(float x) {
      return x > 0 ? x : LEAK * x;
    }

    @Override
    float derivative(float x) {
      return x > 0 ? 1 : LEAK;
    }

    @Override
    NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.leakyRelu(x, LEAK);
    }
  },
  /** x / (1 + exp(-x)), also known as swish. */
  SILU {
    @Override
    float apply(float x) {
      return (float) (x * sigmoid(x));
    }

    @Override
    float derivative(float x) {
      double s = sigmoid(x);
      return (float) (s * (1 + x * (1 - s)));
    }

    @Override
    NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.sigmoid(x).mul(x); // the engine's own swish: see Pass
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    float apply(float x) {
      return (float) StrictMath.tanh(x);
    }

    @Override
    float derivative(float x) {
      double t = StrictMath.tanh(x);
      return (float) (1 - t * t);
    }

    @Override
    NDArray apply(NDArray x) {
      return ai.djl.nn.Activation.tanh(x);
    }
  };

  private static final float LEAK = 0.01f;

  /** Returns the value at {@code x}, the same on every platform. */
  abstract float apply(float x);

  /** Returns the derivative at {@code x}; at a kink, the one from the left. */
  abstract float derivative(float x);

  /** Returns the value at every entry. */
  abstract NDArray apply(NDArray x);

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
