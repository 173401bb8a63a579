package org.prefbench.network;

import org.prefbench.numeric.Vectors;

/** The function applied to every output of a layer, in plain Java. */
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
    void multiplyByDerivative(Vectors vectors, float[] x, float[] y, float[] dy) {}
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
    void apply(float[] entries, int from, int to) { // without a call per entry
      for (int i = from; i < to; i++) {
        entries[i] = Math.max(entries[i], 0f);
      }
    }

    @Override
    void multiplyByDerivative(Vectors vectors, float[] x, float[] y, float[] dy) {
      vectors.keepWherePositive(y, dy, dy.length);
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
    void apply(float[] entries, int from, int to) {
      for (int i = from; i < to; i++) {
        entries[i] = Math.max(entries[i], LEAK * entries[i]);
      }
    }

    @Override
    void multiplyByDerivative(Vectors vectors, float[] x, float[] y, float[] dy) {
      int one = Float.floatToRawIntBits(1f);
      int leak = Float.floatToRawIntBits(LEAK);
      for (int i = 0; i < dy.length; i++) {
        int mask = positive(x[i]);
        dy[i] *= Float.intBitsToFloat(one & mask | leak & ~mask);
      }
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
    void multiplyByDerivative(Vectors vectors, float[] x, float[] y, float[] dy) {
      for (int i = 0; i < dy.length; i++) {
        dy[i] *= 1 - y[i] * y[i];
      }
    }
  };

  private static final float LEAK = 0.01f;

  /** Returns the value at {@code x}, the same on every platform. */
  abstract float apply(float x);

  /** Returns the derivative at {@code x}; at a kink, the one from the left. */
  abstract float derivative(float x);

  /** Replaces the entries {@code from} to {@code to}, exclusively, by the values there. */
  void apply(float[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      entries[i] = apply(entries[i]);
    }
  }

  /**
   * Multiplies {@code dy}, the derivative of something by the values y at x, by that of y by x.
   *
   * @param y the values at {@code x}
   */
  void multiplyByDerivative(Vectors vectors, float[] x, float[] y, float[] dy) {
    for (int i = 0; i < x.length; i++) {
      dy[i] *= derivative(x[i]);
    }
  }

  /**
   * All ones where {@code x > 0}, else zeros: what a branch would decide, which the processor
   * guesses wrong half the time.
   */
  private static int positive(float x) {
    int bits = Float.floatToRawIntBits(x);
    return (-bits & ~bits) >> 31;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
