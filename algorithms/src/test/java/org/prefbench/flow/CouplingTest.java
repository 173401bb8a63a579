package org.prefbench.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

  private static int[] match(Coupling coupling, double contextWeight) {
    return coupling.match(SOURCES, TARGETS, CONTEXTS, contextWeight, new Seed(0).generator());
  }
}
