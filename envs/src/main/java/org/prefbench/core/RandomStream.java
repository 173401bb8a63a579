package org.prefbench.core;

import java.util.random.RandomGenerator;

/**
 * The generator xoshiro256++ (Blackman and Vigna 2021, "Scrambled linear pseudorandom number
 * generators"), with normal deviates by the polar method on {@link StrictMath}: the same numbers on
 * every platform and JDK. Not thread-safe.
 */
public final class RandomStream implements RandomGenerator {
  private long s0;
  private long s1;
  private long s2;
  private long s3;
  private double spare = Double.NaN;

  /** Creates a generator at the start of the stream {@code seed}. */
  public RandomStream(Seed seed) {
    long z = seed.value();
    s0 = Seed.mix(z += 0x9E3779B97F4A7C15L);
    s1 = Seed.mix(z += 0x9E3779B97F4A7C15L);
    s2 = Seed.mix(z += 0x9E3779B97F4A7C15L);
    s3 = Seed.mix(z + 0x9E3779B97F4A7C15L);
  }

  private RandomStream(long s0, long s1, long s2, long s3, double spare) {
    this.s0 = s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
    this.spare = spare;
  }

  /** Returns a generator that continues where the one that gave {@code state} stood. */
  public static RandomStream ofState(long[] state) {
    Checks.require(state.length == 5, "generator state must have 5 words, got %d", state.length);
    return new RandomStream(
        state[0], state[1], state[2], state[3], Double.longBitsToDouble(state[4]));
  }

  /** Returns the five words from which {@link #ofState} continues this stream. */
  public long[] state() {
    return new long[] {s0, s1, s2, s3, Double.doubleToRawLongBits(spare)};
  }

  @Override
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Returns a uniform number from the 2^53 multiples of 2^-53 in [0, 1). */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Returns a uniform number in {@code [low, high)}. */
  public double uniform(double low, double high) {
    double value = low + (high - low) * nextDouble();
    return value < high ? value : Math.max(low, Math.nextDown(high)); // the sum may round up
  }

  /**
   * Returns a standard normal deviate (Marsaglia's polar method; the second of each pair is kept).
   */
  @Override
  public double nextGaussian() {
    if (!Double.isNaN(spare)) {
      double value = spare;
      spare = Double.NaN;
      return value;
    }
    double x;
    double y;
    double r;
    do {
      x = 2 * nextDouble() - 1;
      y = 2 * nextDouble() - 1;
      r = x * x + y * y;
    } while (r >= 1 || r == 0);
    double scale = Math.sqrt(-2 * StrictMath.log(r) / r);
    spare = y * scale;
    return x * scale;
  }

  /**
   * Returns a uniform integer in {@code [0, bound)}, unbiased (Lemire 2019, rejection on the low
   * word).
   */
  @Override
  public int nextInt(int bound) {
    Checks.atLeast("bound", bound, 1);
    long product = (nextLong() >>> 32) * bound;
    int low = (int) product;
    if (Integer.compareUnsigned(low, bound) < 0) {
      int threshold = Integer.remainderUnsigned(-bound, bound);
      while (Integer.compareUnsigned(low, threshold) < 0) {
        product = (nextLong() >>> 32) * bound;
        low = (int) product;
      }
    }
    return (int) (product >>> 32);
  }

  /** Returns a uniform permutation of {@code 0 .. length-1} (Fisher and Yates). */
  public int[] permutation(int length) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
