package org.prefbench.core;

import java.util.Arrays;

/**
 * The key of a random stream. Children are named, so a stream depends on its path of names alone
 * and never on how many numbers somebody else drew: {@code
 * root.child("hopper-v4").child(run).child("labels")}.
 */
public record Seed(long value) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** Returns the stream called {@code name} below this one. */
  public Seed child(String name) {
    long hash = 0xCBF29CE484222325L; // FNV-1a over UTF-16 code units, then mixed with the parent
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return new Seed(mix(mix(value + GOLDEN_GAMMA) ^ hash));
  }

  /**
   * Returns the stream numbered {@code index} below this one; distinct from every named child's
   * path.
   */
  public Seed child(long index) {
    return new Seed(mix(mix(value ^ 0x6A09E667F3BCC909L) + (index + 1) * GOLDEN_GAMMA));
  }

  /**
   * Returns the streams called {@code name} below the children numbered {@code from}, {@code from +
   * 1}, ..., as many as {@code count}: one of each kind for every episode of a batch.
   */
  public Seed[] children(int from, int count, String name) {
    Seed[] streams = new Seed[count];
    Arrays.setAll(streams, i -> child(from + i).child(name));
    return streams;
  }

  /** Returns a new generator at the start of this stream. */
  public RandomStream generator() {
    return new RandomStream(this);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014), a bijection on 64-bit words. */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
