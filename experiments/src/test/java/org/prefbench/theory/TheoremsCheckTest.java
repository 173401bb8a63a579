package org.prefbench.theory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.report.Report;
import org.prefbench.store.TrialRow;
import org.prefbench.theory.TheoryCheck.Result;
import org.prefbench.theory.TheoryCheck.Verdict;

class TheoremsCheckTest {
  private static final String TASK = "gaussian-1d-random-v0";
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final Map<String, Integer> COMPARED = new LinkedHashMap<>();

  static {
    COMPARED.put("best-of-two", 2);
    COMPARED.put("best-of-four", 4);
    COMPARED.put("best-of-eight", 8);
    COMPARED.put("pfm-once", 2);
    COMPARED.put("pfm-retrained-2", 4);
    COMPARED.put("pfm-retrained-3", 8);
    COMPARED.put("pfm-reapplied-2", 4);
    COMPARED.put("pfm-reapplied-3", 8);
  }

  /** The quantiles of Phi^N at (i + 1/2) / n: Phi^-1 of the N-th root. */
  private static double[] quantiles(int compared, int n) {
    double[] draws = new double[n];
    for (int i = 0; i < n; i++) {
      draws[i] = NORMAL.inverseCumulativeProbability(Math.pow((i + 0.5) / n, 1.0 / compared));
    }
    return draws;
  }

  private static ReportData data(String moved, double by) {
    List<Probe> probes = new ArrayList<>();
    COMPARED.forEach(
        (method, compared) -> {
          double shift = method.equals(moved) ? by : 0;
          double[][] draws =
              Arrays.stream(quantiles(compared, 10_000))
                  .mapToObj(draw -> new double[] {draw + shift})
                  .toArray(double[][]::new);
          probes.add(new Probe("samples", TASK, method, 0, List.of("action_0"), draws));
        });
    List<TrialRow> rows = List.of(Rows.row(TASK, "pfm-once", 0, 1));
    return new ReportData(ScoreTable.of(rows, ReportOptions.of(rows)), rows, probes);
  }

  private static List<String> statements(List<Result> results, Verdict verdict) {
    return results.stream().filter(r -> r.verdict() == verdict).map(Result::statement).toList();
  }

  @Test
  void drawsOfTheLawsPassAndThreeClaimsAreRefuted() {
    List<Result> results = new TheoremsCheck().check(data("", 0));
    assertEquals(List.of(), statements(results, Verdict.FAILS));
    assertEquals(
        List.of(
            "theorem 4.2, ties: distance of the end to the uniform law on the best",
            "theorem 4.2, cycle: largest distance to its limit in rounds 100 to 400",
            "theorem 4.2, moving argmax: distance of the end to all on the first favourite"),
        statements(results, Verdict.REFUTED));
    assertTrue(
        statements(results, Verdict.HOLDS)
            .contains("theorem 4.2, one best item: distance of the end to all on it"));
  }

  /**
   * A shift moves the distribution function by about itself times the largest density, 0.49 for the
   * best of two: 0.05 by 0.024, above the 0.0195 of sampling, 0.3 by more than the 0.0495 of a
   * flow.
   */
  @Test
  void theExactSamplerIsAllowedNoMoreThanSamplingError() {
    assertEquals(
        List.of("Kolmogorov distance of best-of-two to the best of 2"),
        statements(new TheoremsCheck().check(data("best-of-two", 0.05)), Verdict.FAILS)
            .subList(0, 1));
    assertEquals(
        List.of(), statements(new TheoremsCheck().check(data("pfm-once", 0.04)), Verdict.FAILS));
    assertTrue(
        statements(new TheoremsCheck().check(data("pfm-once", 0.3)), Verdict.FAILS).size() >= 1);
  }

  @Test
  void theFindingCountsVerdictsAndNamesWhatIsRefuted() {
    String finding = Report.of(data("", 0), List.of(new TheoremsCheck())).finding();
    assertTrue(
        finding.startsWith(
            "Of 29 statements 26 hold, none fail and 3 are refuted (theorem 4.2, ties: distance of"
                + " the end to the uniform law on the best; theorem 4.2, cycle: "),
        finding);
    List<Result> one = List.of(Result.atMost("error", 2, 1), Result.reported("mean", 1, ""));
    assertEquals(
        "Of 1 statements 0 hold, 1 fail (error) and none are refuted.", CheckFinding.of(one));
    assertTrue(CheckFinding.exists(one) && !CheckFinding.exists(one.subList(1, 2)));
  }

  /** The shares 0.2 and 0.1 keep 2 : 1, and (2/3, 1/3) is 1/6 from (1/2, 1/2). */
  @Test
  void theDistanceOfTiesIsASixth() {
    Result ties =
        new TheoremsCheck()
            .check(data("", 0)).stream()
                .filter(result -> result.verdict() == Verdict.REFUTED)
                .findFirst()
                .orElseThrow();
    assertEquals("0.1667", ties.measured());
  }

  /** By hand: (0.2, 0.7, 0.1) wins (0.81, 0.54) and less; items 3 and 4 of the ties are equal. */
  @Test
  void whatTheTheoremClaims() {
    assertArrayEquals(new double[] {1, 0, 0}, IterationExample.MOVING_ARGMAX.claimed(), 0);
    assertArrayEquals(new double[] {0, 0, 0.5, 0.5}, IterationExample.TIES.claimed(), 0);
    assertArrayEquals(
        new double[] {0.81, 0.405, 0.545},
        IterationExample.MOVING_ARGMAX.preferences().wins(new double[] {0.2, 0.7, 0.1}),
        1e-12);
  }

  /**
   * KL of the best of N from one draw, log N - (N - 1) / N: 0.193, 0.636, 1.204, 1.835 and 2.497
   * nats for 2, 4, 8, 16 and 32; phi(0) = 0.39894 is the density of the best of two at 0.
   */
  @Test
  void lawOfTheBest() {
    double[] divergences = {0.193, 0.636, 1.204, 1.835, 2.497};
    for (int n = 1; n <= 5; n++) {
      assertEquals(divergences[n - 1], new BestOfLaw(1 << n).divergence(), 5e-4);
    }
    BestOfLaw two = new BestOfLaw(2);
    assertEquals(0.3989422804014327, two.density(0), 1e-15);
    assertEquals(0.25, two.cumulative(0), 1e-15);
    assertEquals(0, two.logRatio(0), 1e-15);
    assertEquals(1, Arrays.stream(new BestOfLaw(8).cells()).sum(), 1e-12);
    assertEquals(0.0004, two.cells()[0], 1e-15); // (1/50)^2
    assertTrue(BestOfLaw.divergence(two.cells()) < two.divergence(), "cells lose information");
    assertEquals(two.divergence(), BestOfLaw.divergence(two.cells()), 1e-3);
    assertEquals(0.75, two.distance(new double[] {0}), 1e-15); // from 0 to 1 at F = 1/4
    assertEquals(0.019495, BestOfLaw.samplingDistance(10_000), 1e-6);
  }

  @Test
  void closedFormsAreWhatTheChartNeeds() {
    List<Probe> probes = new TheoremsCheck().closedForms(data("", 0));
    assertEquals(
        List.of(2.0, 4.0, 8.0),
        probes.stream()
            .filter(probe -> probe.kind().equals("law"))
            .map(probe -> probe.column("compared")[0])
            .toList());
    assertEquals(
        List.of("one-best-item", "ties", "cycle", "moving-argmax"),
        probes.stream()
            .filter(probe -> probe.kind().equals("iteration"))
            .map(Probe::method)
            .toList());
    Probe divergence =
        probes.stream().filter(p -> p.method().equals("pfm-retrained-3")).findFirst().orElseThrow();
    Probe exact =
        probes.stream().filter(p -> p.method().equals("closed form")).findFirst().orElseThrow();
    assertEquals(0.193, exact.column("closed_form")[10], 5e-4);
    assertEquals(1.204, divergence.column("measured")[0], 1e-2);
  }
}
