package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Score;
import org.prefbench.segment.WinnerLoss;

/**
 * What every loss of winners and losers must do, whatever it is, looked at for all that are
 * registered, with their defaults: the slips that accuracy does not show.
 */
class DirectChecksTest {
  private static final double LOG_2 = Math.log(2);

  /** The loss where the policy is a uniform reference over two arms, by hand. */
  private static final Map<String, Double> IDLE =
      Map.ofEntries(
          Map.entry("cdpo", LOG_2),
          Map.entry("rdpo", LOG_2),
          Map.entry("dpop", LOG_2),
          Map.entry("rpo", LOG_2),
          Map.entry("cpl-kl", LOG_2),
          Map.entry("cpl-bc", LOG_2),
          // log(1 + exp(0.1 (1 / 2 - 1) log(1 / 2)))
          Map.entry("cpl", Math.log1p(Math.exp(0.05 * LOG_2))),
          Map.entry("dppo", LOG_2),
          Map.entry("ipo", 25.0), // 1 / (4 tau^2)
          Map.entry("sppo", 25.0), // (eta / 2)^2
          Map.entry("simpo", Math.log1p(Math.exp(1))), // gamma 1
          Map.entry("slic", 1.0),
          Map.entry("kto", 0.5));

  /** Losses that do not know the reference, up to a constant. */
  private static final Set<String> WITHOUT_REFERENCE =
      Set.of("simpo", "slic", "cpl", "cpl-bc", "dppo");

  /** Losses whose pairs without a winner pull at nothing where the policy is the reference. */
  private static final Set<String> STILL_AT_TIES = Set.of("cdpo", "rdpo", "ipo", "kto", "sppo");

  private static final float[] HALVES = logs(0.5, 0.5);
  private static final float[] UNEVEN = logs(0.7, 0.3);

  record Row(String id, WinnerLoss loss) {
    @Override
    public String toString() {
      return id;
    }
  }

  static Stream<Row> rows() {
    return Algorithms.registered().all().stream()
        .filter(factory -> factory instanceof ContrastiveMethod)
        .map(factory -> row((ContrastiveMethod<?>) factory));
  }

  private static <H extends Record> Row row(ContrastiveMethod<H> method) {
    return new Row(method.id(), method.loss(method.defaults().loss()));
  }

  @Test
  void allAreHere() {
    Set<String> ids = rows().map(Row::id).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(IDLE.keySet()), ids);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void doingNothingCostsWhatItMust(Row row) {
    for (double p : new double[] {0, 0.3, 0.5, 1}) {
      double loss = Arms.two(p).lossAndGradient(row.loss, HALVES, HALVES)[0];
      assertEquals(IDLE.get(row.id), loss, 1e-5, "P = " + p);
    }
  }

  /** One that takes the wrong side for the winner learns as fast, and the wrong thing. */
  @ParameterizedTest
  @MethodSource("rows")
  void theWinnerBecomesLikelier(Row row) {
    for (double p : new double[] {1, 0}) {
      double[] logs = Arms.two(p).minimise(row.loss, Arms.SOFTMAX, new float[2], 100).logs();
      assertTrue(
          (logs[0] - logs[1]) * (p - 0.5) > 1e-3, "P = " + p + ": " + List.of(logs[0], logs[1]));
    }
  }

  /** The two orders of a pair are the same pair. */
  @ParameterizedTest
  @MethodSource("rows")
  void exchangingTheSidesChangesNothing(Row row) {
    double[] shares = {1, 2, 3};
    double[][] wins = {{0.5, 0.9, 0.3}, {0.1, 0.5, 0.8}, {0.7, 0.2, 0.5}};
    Arms arms = Arms.drawn(shares, wins);
    float[] logs = logs(0.5, 0.3, 0.2);
    float[] reference = logs(0.2, 0.3, 0.5);
    double[] expected = arms.lossAndGradient(row.loss, logs, reference);
    assertArrayEquals(expected, arms.exchanged().lossAndGradient(row.loss, logs, reference), 1e-4);
    assertArrayEquals(
        expected,
        arms.reversed().lossAndGradient(row.loss, logs, reference),
        1e-4,
        "the order of pairs in a batch matters");
  }

  /** Nobody wins: where the loss is one of log-ratios, nothing moves. */
  @ParameterizedTest
  @MethodSource("rows")
  void tiesAloneLeaveTheReference(Row row) {
    double[] pull = Arms.two(0.5).lossAndGradient(row.loss, UNEVEN, UNEVEN);
    if (STILL_AT_TIES.contains(row.id)) {
      assertArrayEquals(new double[2], new double[] {pull[1], pull[2]}, 1e-6);
    }
  }

  /** They drive densities together if the loss knows no reference and nothing else. */
  @Test
  void tiesAloneEqualiseDensitiesWithoutReference() {
    WinnerLoss unbiased = new Cpl().loss(new Cpl.Hyper(new Contrast(1, 1, Score.LOG_DENSITY)));
    for (WinnerLoss loss : List.of(unbiased, new SimPo().loss(new SimPo.Hyper(2, 0.5)))) {
      double[] logs = Arms.two(0.5).minimise(loss, Arms.SOFTMAX, UNEVEN, 2_000).logs();
      assertEquals(logs[0], logs[1], 1e-3);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theReferenceCountsWhereItIsSaidTo(Row row) {
    float[] now = logs(0.6, 0.4);
    float[] far = logs(1 - 1e-6, 1e-6);
    double[] one = Arms.two(0.8).lossAndGradient(row.loss, now, HALVES);
    double[] other = Arms.two(0.8).lossAndGradient(row.loss, now, far);
    boolean same = Math.abs(one[1] - other[1]) < 1e-6 && Math.abs(one[2] - other[2]) < 1e-6;
    assertEquals(WITHOUT_REFERENCE.contains(row.id), same, one[1] + " and " + other[1]);
  }

  /** Rock, paper and scissors are alike: no loss of pairs may choose among them. */
  @ParameterizedTest
  @MethodSource("rows")
  void aCycleMovesNothing(Row row) {
    double[] logs = Arms.cycle().minimise(row.loss, Arms.SOFTMAX, new float[3], 200).logs();
    for (double log : logs) {
      assertEquals(Math.log(1.0 / 3), log, 1e-4);
    }
  }

  private static float[] logs(double... probabilities) {
    float[] logs = new float[probabilities.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(probabilities[i]);
    }
    return logs;
  }
}
