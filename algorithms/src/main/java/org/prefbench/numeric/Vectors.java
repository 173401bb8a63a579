package org.prefbench.numeric;

import java.util.Arrays;

/**
 * Sums over parts of arrays, in single precision, and what else the machine's vectors do faster
 * than a loop. A sum is divided into {@value Kernel#CHAINS} chains, entry i belonging to chain
 * {@code i % 16}; each is added in the order of its entries, then the upper half of the chains to
 * the lower half, and so on until one is left. So the bits are the same on every machine.
 */
public final class Vectors {
  private final Kernel kernel;
  private final float[] chains = new float[Kernel.CHAINS];

  /** Computes with the machine's vectors where it can. Not thread-safe. */
  public Vectors() {
    this(Kernels.BEST);
  }

  Vectors(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Returns the sum of {@code count} entries from {@code at}. */
  public float sum(float[] x, int at, int count) {
    Arrays.fill(chains, 0);
    int whole = count - count % Kernel.CHAINS;
    kernel.addToChains(x, at, whole, chains);
    for (int i = whole; i < count; i++) {
      chains[i - whole] += x[at + i];
    }
    return total();
  }

  /** Returns the sum of the products of {@code count} entries, rounded once with each addition. */
  public float dot(float[] x, int xAt, float[] y, int yAt, int count) {
    Arrays.fill(chains, 0);
    int whole = count - count % Kernel.CHAINS;
    kernel.addToChains(x, xAt, y, yAt, whole, chains);
    for (int i = whole; i < count; i++) {
      chains[i - whole] = Math.fma(x[xAt + i], y[yAt + i], chains[i - whole]);
    }
    return total();
  }

  /** Sets {@code dy[i]} to 0 wherever {@code y[i]} is not above 0, for i below {@code count}. */
  public void keepWherePositive(float[] y, float[] dy, int count) {
    kernel.keepWherePositive(y, dy, count);
  }

  private float total() {
    for (int half = Kernel.CHAINS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        chains[i] += chains[i + half];
      }
    }
    return chains[0];
  }
}
