package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class QueryStrategyTest {
  private static final double[][] CANDIDATES = {{0, 0}, {1, 0}, {0, 3}, {0.5, 0.5}};

  private final RandomStream random = new Seed(5).generator();

  private static LinearPosterior prior() {
    return new LinearPosterior(2, 1, 1);
  }

  @ParameterizedTest
  @EnumSource
  void theTwoAreNeverTheSame(QueryStrategy strategy) {
    double[][] alike = {{1, 1}, {1, 1}, {1, 1}};
    for (int i = 0; i < 50; i++) {
      for (double[][] candidates : List.of(CANDIDATES, alike)) {
        int[] pair = strategy.choose(candidates, prior(), random);
        assertEquals(2, pair.length);
        assertNotEquals(pair[0], pair[1]);
      }
    }
  }

  /** With two arms the challenger is always the other. */
  @Test
  void ofTwoArmsBothAreAskedFor() {
    double[][] arms = {{1, 0}, {0, 1}};
    Set<Integer> leaders = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      int[] pair = QueryStrategy.TOP_TWO.choose(arms, prior(), random);
      assertEquals(1, pair[0] + pair[1]);
      leaders.add(pair[0]);
    }
    assertEquals(Set.of(0, 1), leaders, "a draw leads, not the mode");
  }

  /** One who is sure of the best asks about the best and the next best. */
  @Test
  void whoIsSureAsksAboutTheBestTwo() {
    LinearPosterior sure = prior();
    for (int i = 0; i < 100; i++) {
      sure.observe(new double[] {0, 4}, 1);
      sure.observe(new double[] {4, 0}, 1);
    }
    double[][] far = {{0, 0}, {0, 100}, {-100, -100}, {0, 50}};
    assertArrayEquals(new int[] {1, 3}, QueryStrategy.TOP_TWO.choose(far, sure, random));
  }

  /** Before any answer P differs most where the difference is longest: between 1 and 2. */
  @Test
  void disagreementIsAboutLongDifferencesThatAreNotKnown() {
    int[] longest = {1, 2};
    assertArrayEquals(longest, QueryStrategy.DISAGREEMENT.choose(CANDIDATES, prior(), random));
    LinearPosterior known = prior();
    for (int i = 0; i < 100; i++) {
      known.observe(new double[] {0, 10}, 1);
    }
    // the second weight is surely positive; only 0 and 1 differ in the first alone
    assertArrayEquals(
        new int[] {0, 1}, QueryStrategy.DISAGREEMENT.choose(CANDIDATES, known, random));
  }

  /**
   * The sum of the weights is known to be 0 and their difference to be large: 0 and 3 are alike.
   */
  @Test
  void entropyIsLargestWhereTheAnswerIsATossUp() {
    LinearPosterior known = prior();
    for (int i = 0; i < 100; i++) {
      known.observe(new double[] {2, 2}, 0.5);
      known.observe(new double[] {2, -2}, 1);
    }
    double[][] candidates = {{0, 0}, {4, -4}, {-4, 4}, {1, 1}};
    assertArrayEquals(new int[] {0, 3}, QueryStrategy.ENTROPY.choose(candidates, known, random));
  }

  /** The squares of distances from (1, -3): 10 for no question, 0 for itself, whichever side. */
  @Test
  void kCentreGoesWhereNothingWasAsked() {
    LinearPosterior posterior = prior();
    int[] first = QueryStrategy.K_CENTRE.choose(CANDIDATES, posterior, random);
    assertArrayEquals(new int[] {1, 2}, first, "the longest difference");
    posterior.observe(new double[] {-1, 3}, 1);
    // 0 and 1 are 1 from nothing; 2 and 0 are 1 from what was asked; 2 and 3 are 0.5; 1 and 3 0.5
    int[] second = QueryStrategy.K_CENTRE.choose(CANDIDATES, posterior, random);
    assertTrue(Set.of(List.of(0, 1), List.of(0, 2)).contains(List.of(second[0], second[1])));
  }
}
