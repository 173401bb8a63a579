package org.prefbench.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.report.Report;
import org.prefbench.report.document.Terminal;
import org.prefbench.store.TrialRow;

/** The closed forms, against values computed elsewhere (Monte Carlo and quadrature in Python). */
class Oracle1dCheckTest {
  /** T(0) = Phi^-1(sqrt(3/4)) by Python 3.11: statistics.NormalDist().inv_cdf(0.75 ** 0.5). */
  @Test
  void mapAtTheMedian() {
    assertEquals(1.1077977027777515, Oracle1dCheck.map(0), 1e-12);
  }

  /** {@code P(T(Y) <= T(y)) = P(Y <= y)}: T carries 1 - (1 - Phi)^2 into Phi^2. */
  @Test
  void mapCarriesTheSmallerOfTwoIntoTheLarger() {
    var normal = org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1);
    for (double y = -6; y <= 6; y += 0.25) {
      double below = normal.cumulativeProbability(y);
      double image = normal.cumulativeProbability(Oracle1dCheck.map(y));
      assertEquals(1 - (1 - below) * (1 - below), image * image, 1e-9, "at " + y);
    }
  }

  /** Means 1.1664 and 2.489, variance 1.1454: quadrature in double precision elsewhere. */
  @Test
  void momentsOfTheImageOfTheReference() {
    assertEquals(1.1664, Oracle1dCheck.moment(Oracle1dCheck::map, 1), 1e-3);
    double mean = Oracle1dCheck.moment(Oracle1dCheck::map, 1);
    assertEquals(1.1454, Oracle1dCheck.moment(Oracle1dCheck::map, 2) - mean * mean, 1e-3);
    assertEquals(
        2.489, Oracle1dCheck.moment(y -> Oracle1dCheck.map(Oracle1dCheck.map(y)), 1), 2e-3);
  }

  /** A map that is the closed form plus 0.04 at one point and samples with the exact moments. */
  private static ReportData data(double error) {
    List<Probe> probes = new ArrayList<>();
    double[][] way = new double[121][];
    for (int i = 0; i < way.length; i++) {
      double source = -3 + i * 0.05;
      way[i] = new double[] {1, source, Oracle1dCheck.map(source) + (i == 60 ? error : 0)};
    }
    List<String> columns = List.of("time", "source_0", "position_0");
    probes.add(new Probe("transport", "gaussian-1d-random-v0", "pfm-rejected", 0, columns, way));
    double mean = 1 / Math.sqrt(Math.PI);
    double spread = Math.sqrt((1 - 1 / Math.PI) / 2); // sample variance of two values a apart
    for (String method : List.of("pfm-rejected", "best-of-two", "pfm", "pfm-twice")) {
      double center = method.equals("pfm") ? 1.1664 : mean;
      double[][] draws = {{center - spread}, {center + spread}};
      probes.add(
          new Probe("samples", "gaussian-1d-random-v0", method, 0, List.of("action_0"), draws));
    }
    List<TrialRow> rows = List.of(Rows.row("gaussian-1d-random-v0", "pfm", 0, 1));
    return new ReportData(ScoreTable.of(rows, ReportOptions.of(rows)), rows, probes);
  }

  @Test
  void boundsHoldWithinTheirTolerance() {
    for (TheoryCheck.Result result : new Oracle1dCheck().check(data(0.04))) {
      assertNotEquals(TheoryCheck.Verdict.FAILS, result.verdict(), result.toString());
    }
  }

  @Test
  void aMapThatIsOffFails() {
    TheoryCheck.Result map = new Oracle1dCheck().check(data(0.06)).get(0);
    assertEquals(TheoryCheck.Verdict.FAILS, map.verdict());
    assertEquals("0.0600", map.measured());
    assertEquals("≤ 0.0500", map.expected());
  }

  @Test
  void theReportShowsChecksAndClosedForm() {
    Report report = Report.of(data(0.06), List.of(new Oracle1dCheck()));
    String page = new String(report.files().get("table.md"), StandardCharsets.UTF_8);
    assertTrue(page.contains("| largest error of the learned map on [-2, 2] "), page);
    assertTrue(page.contains("fails"), page);
    assertTrue(Terminal.of(report.summary()).contains("fails"), Terminal.of(report.summary()));
    Probe closedForm = new Oracle1dCheck().closedForms(data(0)).get(0);
    assertEquals(121, closedForm.values().length);
  }
}
