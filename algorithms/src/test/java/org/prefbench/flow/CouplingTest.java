package org.prefbench.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class CouplingTest {
  private static final FloatMatrix SOURCES =
      FloatMatrix.of(new float[] {0}, new float[] {1}, new float[] {2});
  private static final FloatMatrix TARGETS =
      FloatMatrix.of(new float[] {2.1f}, new float[] {0.1f}, new float[] {1.1f});
  private static final FloatMatrix CONTEXTS =
      FloatMatrix.of(new float[] {-3}, new float[] {0}, new float[] {3});

  @Test
  void pairedKeepsTheTriple() {
    assertArrayEquals(new int[] {0, 1, 2}, match(Coupling.PAIRED, 0));
  }

  @Test
  void optimalTransportJoinsNeighborsWhateverTheirContexts() {
    assertArrayEquals(new int[] {1, 2, 0}, match(Coupling.MINIBATCH_OT, 0));
  }

  @Test
  void aContextWeightKeepsSamplesInTheirContext() {
    // By hand, cost in y plus weight times cost in x: the cycle 0.03 + 54 w, exchanging the first
    // two 2.03 + 18 w, staying 6.03; so the best changes at w = 2/36 and at w = 4/18.
    assertArrayEquals(new int[] {1, 2, 0}, match(Coupling.MINIBATCH_OT, 0.05));
    assertArrayEquals(new int[] {1, 0, 2}, match(Coupling.MINIBATCH_OT, 0.1));
    assertArrayEquals(new int[] {0, 1, 2}, match(Coupling.MINIBATCH_OT, 0.3));
  }

  @Test
  void independentIsEveryPermutationEquallyOften() {
    RandomStream random = new Seed(3).generator();
    int[] counts = new int[27];
    int draws = 6000;
    for (int i = 0; i < draws; i++) {
      int[] m = Coupling.INDEPENDENT.match(SOURCES, TARGETS, CONTEXTS, 0, random);
      counts[9 * m[0] + 3 * m[1] + m[2]]++;
    }
    int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertEquals(6, seen.length);
    for (int count : seen) {
      assertEquals(1000, count, 5 * Math.sqrt(1000 * 5 / 6.0)); // five standard deviations
    }
  }

  @Test
  void sizesMustAgree() {
    assertThrows(
        InvalidInputException.class,
        () ->
            Coupling.MINIBATCH_OT.match(
                SOURCES, TARGETS.slice(0, 2), CONTEXTS, 0, new Seed(0).generator()));
  }

  @Test
  void pathHasTheStatedMeanSpreadAndVelocity() {
    int n = 20000;
    FloatMatrix from = new FloatMatrix(n, 1);
    FloatMatrix to = new FloatMatrix(n, 1);
    Arrays.fill(from.values(), -1);
    Arrays.fill(to.values(), 3);
    double[] times = new double[n];
    Arrays.fill(times, 0.25);
    FloatMatrix points = new FloatMatrix(n, 1);
    new ProbabilityPath(0.5).sample(times, from, to, new Seed(4).generator(), points);
    double sum = 0;
    double squares = 0;
    for (float y : points.values()) {
      sum += y;
      squares += (double) y * y;
    }
    double mean = sum / n;
    assertEquals(0, mean, 5 * 0.5 / Math.sqrt(n)); // 0.25 * 3 + 0.75 * -1
    assertEquals(0.25, squares / n - mean * mean, 5 * 0.25 * Math.sqrt(2.0 / n));
    new ProbabilityPath(0.5).velocity(from, to, points);
    for (float velocity : points.values()) {
      assertEquals(4, velocity); // from the source to the target, not back
    }
    assertThrows(InvalidInputException.class, () -> new ProbabilityPath(-0.1));
  }

  @Test
  void withoutSpreadThePathIsTheStraightLine() {
    FloatMatrix points = new FloatMatrix(3, 1);
    double[] times = {0, 0.5, 1};
    new ProbabilityPath(0).sample(times, SOURCES, TARGETS, new Seed(4).generator(), points);
    assertArrayEquals(new float[] {0, 0.55f, 1.1f}, points.values(), 1e-6f);
    assertTrue(new ProbabilityPath(0).sigma() == 0);
  }

  private static int[] match(Coupling coupling, double contextWeight) {
    return coupling.match(SOURCES, TARGETS, CONTEXTS, contextWeight, new Seed(0).generator());
  }
}
