package org.prefbench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/** Curves and ratios worked out by hand. */
class RunBootstrapTest {
  private static final RunBootstrap BOOTSTRAP = new RunBootstrap(4_000, 0.95, new Seed(1));
  private static final double[] PLACES = {0, 1, 3};

  @Test
  void aCurveCrossesZeroWhereTheLineBetweenItsPointsDoes() {
    // from 2 at 0 to -6 at 1: a quarter of the way; from 1 at 1 to -3 at 3: half a unit of two
    assertEquals(
        List.of(new SignChange.Change(0.25, 1)),
        SignChange.changes(PLACES, new double[] {2, -6, -1}));
    assertEquals(
        List.of(new SignChange.Change(1.5, 1)),
        SignChange.changes(PLACES, new double[] {0, 1, -3}));
    assertEquals(
        List.of(new SignChange.Change(0.5, -1), new SignChange.Change(2, 1)),
        SignChange.changes(PLACES, new double[] {-1, 1, -1}));
    // over a zero in the middle, and never
    assertEquals(
        List.of(new SignChange.Change(1, 1)), SignChange.changes(PLACES, new double[] {5, 0, -1}));
    assertEquals(List.of(), SignChange.changes(PLACES, new double[] {5, 0, 1}));
    assertEquals(List.of(), SignChange.changes(PLACES, new double[] {0, 0, 0}));
  }

  @Test
  void aCurveThatStaysOnOneSideChangesBeyondAnEnd() {
    double[] above = {1, 2, 3};
    double[] below = {-1, -2, -3};
    assertEquals(Double.POSITIVE_INFINITY, SignChange.place(PLACES, above, 1));
    assertEquals(Double.NEGATIVE_INFINITY, SignChange.place(PLACES, below, 1));
    assertEquals(Double.POSITIVE_INFINITY, SignChange.place(PLACES, below, -1));
    assertTrue(Double.isNaN(SignChange.place(PLACES, new double[] {-1, 1, 1}, 1)));
    assertTrue(Double.isNaN(SignChange.place(PLACES, new double[3], 1)));
  }

  /** Runs that are all alike have one change, and nothing else can be drawn from them. */
  @Test
  void equalRunsChangeAtOnePlace() {
    double[][][] values = {{{2, -6, -1}, {2, -6, -1}, {2, -6, -1}}};
    SignChange change = BOOTSTRAP.signChange(PLACES, values);
    assertEquals(new Interval(0.25, 0.25, 0.25, 3), change.place());
    assertEquals(1, change.sign());
    assertEquals(1, change.count());
    assertEquals(0, change.without());
  }

  /**
   * Two runs, of which one is drawn: 2, -1, -1 changes at 2/3, 1, 1, 1 never, each in half of the
   * replicates; their mean 1.5, 0, 0 does not change, so that the share is of those with none.
   */
  @Test
  void howOftenThereIsNoneIsCounted() {
    double[][][] values = {{{2, -1, -1}, {1, 1, 1}}};
    SignChange none = BOOTSTRAP.signChange(PLACES, values);
    assertFalse(none.place().exists());
    assertEquals(0, none.sign());
    assertEquals(0.5, none.without(), 0.03);
    // 2, -2, -1 and 1, 1, 1: the mean 1.5, -0.5, 0 changes at 3/4, a replicate at 1/2 or beyond
    SignChange half = BOOTSTRAP.signChange(PLACES, new double[][][] {{{2, -2, -1}, {1, 1, 1}}});
    assertEquals(0.75, half.place().estimate(), 1e-12);
    assertEquals(0.5, half.place().low(), 1e-12);
    assertEquals(Double.POSITIVE_INFINITY, half.place().high());
    assertEquals(0.5, half.without(), 0.03);
    SignChange single = BOOTSTRAP.signChange(PLACES, new double[][][] {{{2, -2, -1}}});
    assertEquals(0.5, single.place().estimate(), 1e-12);
    assertFalse(single.place().bounded());
    assertTrue(Double.isNaN(single.without()));
  }

  /** A replicate of n - 1 of n runs has the variance of the mean: that of Student's interval. */
  @Test
  void theSpreadOfReplicatesIsThatOfTheMean() {
    RandomStream random = new Seed(2).generator();
    double[][][] pairs = new double[40][5][2];
    double[][] values = new double[40][5];
    for (int dataset = 0; dataset < 40; dataset++) {
      for (int run = 0; run < 5; run++) {
        values[dataset][run] = 3 + random.nextGaussian();
        pairs[dataset][run] = new double[] {values[dataset][run], 1};
      }
    }
    Interval ratio = BOOTSTRAP.ratio(pairs);
    Student mean = Student.of(values);
    assertEquals(mean.mean(), ratio.estimate(), 1e-12);
    // 160 degrees of freedom are nearly normal; percentiles of 4,000 replicates have errors of 3 %
    assertEquals(1.96 * mean.error(), mean.mean() - ratio.low(), 0.15 * mean.error());
    assertEquals(1.96 * mean.error(), ratio.high() - mean.mean(), 0.15 * mean.error());
  }

  /** Numerator and denominator of a run go together: what is half in each run is half. */
  @Test
  void aRunBringsBothSidesOfARatio() {
    Interval ratio =
        BOOTSTRAP.ratio(new double[][][] {{{1, 2}, {4, 8}, {3, 6}}, {{5, 10}, {1, 2}}});
    assertEquals(0.5, ratio.estimate(), 1e-12);
    assertTrue(ratio.flat());
    assertEquals(5, ratio.values());
    assertFalse(BOOTSTRAP.ratio(new double[][][] {{{1, 2}}}).bounded());
  }
}
