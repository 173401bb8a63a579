package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {
  @Test
  void matchesThePublishedVectorOfXoshiro256PlusPlus() {
    // State 1, 2, 3, 4: outputs of Blackman and Vigna's xoshiro256plusplus.c, as in rand_xoshiro.
    RandomStream stream =
        RandomStream.ofState(new long[] {1, 2, 3, 4, Double.doubleToRawLongBits(Double.NaN)});
    String[] expected = {
      "41943041",
      "58720359",
      "3588806011781223",
      "3591011842654386",
      "9228616714210784205",
      "9973669472204895162",
      "14011001112246962877",
      "12406186145184390807",
      "15849039046786891736",
      "10450023813501588000"
    };
    for (String value : expected) {
      assertEquals(value, Long.toUnsignedString(stream.nextLong()));
    }
  }

  @Test
  void isSeededBySplitMix64() {
    // The published outputs of splitmix64.c for seed 1234567.
    long[] state = new RandomStream(new Seed(1234567)).state();
    assertEquals("6457827717110365317", Long.toUnsignedString(state[0]));
    assertEquals("3203168211198807973", Long.toUnsignedString(state[1]));
    assertEquals("9817491932198370423", Long.toUnsignedString(state[2]));
    assertEquals("4593380528125082431", Long.toUnsignedString(state[3]));
  }

  @Test
  void continuesFromItsStateEvenBetweenTheTwoNormalsOfAPair() {
    RandomStream stream = new Seed(5).generator();
    for (int drawn = 0; drawn < 7; drawn++) {
      stream.nextGaussian();
      RandomStream again = RandomStream.ofState(stream.state());
      RandomStream twin = RandomStream.ofState(stream.state());
      for (int i = 0; i < 5; i++) {
        assertEquals(again.nextGaussian(), twin.nextGaussian());
      }
    }
    double first = RandomStream.ofState(stream.state()).nextGaussian();
    assertEquals(first, stream.nextGaussian());
    assertThrows(InvalidInputException.class, () -> RandomStream.ofState(new long[4]));
  }

  @Test
  void uniformsHaveTheMomentsAndTheShapeOfTheUniformLaw() {
    RandomStream stream = new Seed(6).generator();
    int n = 1_000_000;
    double sum = 0;
    double squares = 0;
    int[] counts = new int[100];
    for (int i = 0; i < n; i++) {
      double x = stream.nextDouble();
      sum += x;
      squares += x * x;
      counts[(int) (100 * x)]++;
    }
    assertEquals(0.5, sum / n, 4 * Math.sqrt(1.0 / 12 / n));
    assertEquals(1.0 / 3, squares / n, 4 * Math.sqrt(4.0 / 45 / n));
    assertTrue(chiSquare(counts) < 149, "99 degrees, p = 0.001: " + chiSquare(counts));
  }

  @Test
  void normalsHaveTheMomentsAndTheTailsOfTheNormalLaw() {
    RandomStream stream = new Seed(7).generator();
    int n = 1_000_000;
    double[] moments = new double[5];
    double neighbors = 0;
    double previous = 0;
    int beyondTwo = 0;
    for (int i = 0; i < n; i++) {
      double x = stream.nextGaussian();
      double power = 1;
      for (int k = 1; k <= 4; k++) {
        power *= x;
        moments[k] += power / n;
      }
      neighbors += x * previous / n;
      previous = x;
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
    }
    double unit = 4 / Math.sqrt(n); // four standard errors of a mean with variance 1
    assertEquals(0, moments[1], unit);
    assertEquals(1, moments[2], unit * Math.sqrt(2));
    assertEquals(0, moments[3], unit * Math.sqrt(15));
    assertEquals(3, moments[4], unit * Math.sqrt(96));
    assertEquals(0, neighbors, unit);
    assertEquals(0.0455002639, beyondTwo / (double) n, unit * Math.sqrt(0.0455 * 0.9545));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 100})
  void smallBoundsAreHitEvenly(int bound) {
    RandomStream stream = new Seed(8).generator();
    int[] counts = new int[bound];
    for (int i = 0; i < 100_000; i++) {
      counts[stream.nextInt(bound)]++;
    }
    int degrees = bound - 1;
    // Wilson and Hilferty's quantile at p = 0.001.
    double z = 3.09;
    double limit =
        degrees * Math.pow(1 - 2.0 / (9 * degrees) + z * Math.sqrt(2.0 / (9 * degrees)), 3);
    assertTrue(chiSquare(counts) < Math.max(limit, 11), bound + ": " + chiSquare(counts));
  }

  @Test
  void aLargeBoundIsUnbiased() {
    // Without rejection, 2^32 words fall on 3 * 2^29 values as 3, 3, 2, 3, 3, 2, ...
    int bound = 3 << 29;
    RandomStream stream = new Seed(9).generator();
    int[] counts = new int[3];
    for (int i = 0; i < 300_000; i++) {
      int value = stream.nextInt(bound);
      assertTrue(value >= 0 && value < bound);
      counts[value % 3]++;
    }
    assertTrue(chiSquare(counts) < 13.8, "2 degrees, p = 0.001: " + Arrays.toString(counts));
    assertThrows(InvalidInputException.class, () -> stream.nextInt(0));
  }

  @Test
  void permutationsAreUniform() {
    RandomStream stream = new Seed(10).generator();
    int[] counts = new int[24];
    for (int i = 0; i < 48_000; i++) {
      int[] order = stream.permutation(4);
      int[] sorted = order.clone();
      Arrays.sort(sorted);
      assertArrayEquals(new int[] {0, 1, 2, 3}, sorted);
      int rank = 0;
      for (int a = 0; a < 4; a++) {
        int smaller = 0;
        for (int b = a + 1; b < 4; b++) {
          smaller += order[b] < order[a] ? 1 : 0;
        }
        rank = rank * (4 - a) + smaller;
      }
      counts[rank]++;
    }
    assertTrue(chiSquare(counts) < 49.7, "23 degrees, p = 0.001: " + chiSquare(counts));
  }

  @Test
  void uniformStaysBelowItsUpperBoundEvenWhereTheSumRounds() {
    RandomStream stream = new Seed(11).generator();
    double low = 1;
    double high = 1 + 2 * Math.ulp(1.0);
    for (int i = 0; i < 1000; i++) {
      double x = stream.uniform(low, high);
      assertTrue(x >= low && x < high, "got " + x);
    }
    assertEquals(2, stream.uniform(2, 2));
  }

  @Test
  void childrenOfASeedAreDistinctAndUncorrelated() {
    Seed root = new Seed(12);
    Set<Long> values = new HashSet<>();
    values.add(root.value());
    int n = 50_000;
    for (int i = 0; i < n; i++) {
      values.add(root.child(i).value());
      values.add(root.child(Integer.toString(i)).value());
      values.add(root.child("episode").child(i).value());
    }
    assertEquals(3 * n + 1, values.size(), "no two of 150001 of 2^64 coincide");

    // First numbers of neighbouring children, and of parent and child, are uncorrelated.
    double neighbors = 0;
    double generations = 0;
    for (int i = 0; i < n; i++) {
      double own = root.child(i).generator().nextDouble() - 0.5;
      double next = root.child(i + 1).generator().nextDouble() - 0.5;
      double below = root.child(i).child(0).generator().nextDouble() - 0.5;
      neighbors += 12 * own * next / n;
      generations += 12 * own * below / n;
    }
    assertEquals(0, neighbors, 4 / Math.sqrt(n));
    assertEquals(0, generations, 4 / Math.sqrt(n));
  }

  @Test
  void everyBitOfTheParentReachesTheChild() {
    double changed = 0;
    int trials = 0;
    for (int bit = 0; bit < 64; bit++) {
      for (long k = 0; k < 50; k++) {
        Seed seed = new Seed(k * 0x123456789L);
        Seed flipped = new Seed(seed.value() ^ (1L << bit));
        changed += Long.bitCount(seed.child("a").value() ^ flipped.child("a").value());
        changed += Long.bitCount(seed.child(3).value() ^ flipped.child(3).value());
        trials += 2;
      }
    }
    assertEquals(32, changed / trials, 4 * 4 / Math.sqrt(trials)); // binomial(64, 1/2): deviation 4
  }

  private static double chiSquare(int[] counts) {
    double expected = Arrays.stream(counts).sum() / (double) counts.length;
    return Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected)).sum() / expected;
  }
}
