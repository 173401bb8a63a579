package org.prefbench.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.core.Checks;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Statistics;

/**
 * Preference flow matching on N(0, 1) with a teacher for whom more is better, against its closed
 * form (Kim et al. 2024, arXiv 2405.19806, section 4). There p0 is the law of the smaller and p1
 * that of the larger of two draws, with the distribution functions 1 - (1 - Phi)^2 and Phi^2. A
 * flow on the line keeps the order of points, so whatever the coupling the map that carries p0 into
 * p1 is
 *
 * <pre>T(y) = Phi^-1( sqrt(1 - (1 - Phi(y))^2) ).</pre>
 *
 * <p>p1 has mean 1/sqrt(pi) and variance 1 - 1/pi. Started from the reference instead of p0, as the
 * paper does when it acts, T overshoots p1, and re-applied it runs away; the moments of T and of T
 * after T on N(0, 1) follow by quadrature.
 */
public final class Oracle1dCheck implements TheoryCheck {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double MAP_TOLERANCE = 0.05;
  private static final double MOMENT_TOLERANCE = 0.03;
  private static final double OVERSHOOT_TOLERANCE = 0.06;

  @Override
  public String id() {
    return "oracle-1d";
  }

  @Override
  public List<Result> check(ReportData data) {
    List<Result> results = new ArrayList<>();
    results.add(
        Result.atMost(
            "largest error of the learned map on [-2, 2]",
            largestMapError(probe(data, "transport", "pfm-rejected")),
            MAP_TOLERANCE));
    double[] p1 = probe(data, "samples", "pfm-rejected").column("action_0");
    results.add(
        Result.within(
            "mean of the map's image of p0",
            Statistics.mean(p1),
            1 / Math.sqrt(Math.PI),
            MOMENT_TOLERANCE));
    results.add(
        Result.within(
            "variance of the map's image of p0",
            Statistics.variance(p1),
            1 - 1 / Math.PI,
            MOMENT_TOLERANCE));
    double[] best = probe(data, "samples", "best-of-two").column("action_0");
    results.add(
        Result.within(
            "mean of the exact best of two",
            Statistics.mean(best),
            1 / Math.sqrt(Math.PI),
            MOMENT_TOLERANCE));
    double[] overshoot = probe(data, "samples", "pfm").column("action_0");
    results.add(
        Result.within(
            "mean of the map's image of the reference (overshoot)",
            Statistics.mean(overshoot),
            moment(Oracle1dCheck::map, 1),
            OVERSHOOT_TOLERANCE));
    DoubleUnaryOperator twice = y -> map(map(y));
    double[] applied = probe(data, "samples", "pfm-twice").column("action_0");
    results.add(
        Result.reported(
            "mean after applying the map twice to the reference",
            Statistics.mean(applied),
            Format.text("%.4f for the exact map", moment(twice, 1))));
    results.add(
        Result.reported(
            "variance after applying the map twice to the reference",
            Statistics.variance(applied),
            String.format(
                Locale.ROOT,
                "%.4f for the exact map",
                moment(twice, 2) - moment(twice, 1) * moment(twice, 1))));
    return results;
  }

  /** Returns T at the points at which the map was measured. */
  @Override
  public List<Probe> closedForms(ReportData data) {
    Probe measured = probe(data, "transport", "pfm-rejected");
    double[][] values =
        Arrays.stream(measured.column("source_0"))
            .distinct()
            .mapToObj(source -> new double[] {source, map(source)})
            .toArray(double[][]::new);
    return List.of(
        new Probe(
            "closed-form",
            measured.task(),
            "closed-form",
            measured.run(),
            List.of("source_0", "position_0"),
            values));
  }

  /** Returns T(y). */
  static double map(double y) {
    double survival = NORMAL.survivalProbability(y);
    // 1 - sqrt(1 - s^2) is s^2 / (1 + sqrt(1 - s^2)), exact where s is small
    double square = survival * survival;
    return NORMAL.inverseSurvivalProbability(square / (1 + Math.sqrt(1 - square)));
  }

  /** Returns E[f(Y)^power] for Y ~ N(0, 1), by Simpson's rule on [-8, 8]. */
  static double moment(DoubleUnaryOperator f, int power) {
    int intervals = 4000;
    double width = 16.0 / intervals;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      double y = -8 + i * width;
      double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
      double value = f.applyAsDouble(y);
      sum += weight * NORMAL.density(y) * (power == 1 ? value : value * value);
    }
    return sum * width / 3;
  }

  private static double largestMapError(Probe transport) {
    double[] times = transport.column("time");
    double[] sources = transport.column("source_0");
    double[] positions = transport.column("position_0");
    double end = Arrays.stream(times).max().orElseThrow();
    Checks.require(end == 1, "the transport probe must reach time 1, its last time is %s", end);
    double largest = Double.NaN;
    for (int i = 0; i < times.length; i++) {
      if (times[i] == end && Math.abs(sources[i]) <= 2) {
        double error = Math.abs(positions[i] - map(sources[i]));
        largest = Double.isNaN(largest) ? error : Math.max(largest, error);
      }
    }
    Checks.require(!Double.isNaN(largest), "the transport probe has no point in [-2, 2]");
    return largest;
  }

  private static Probe probe(ReportData data, String kind, String method) {
    return data.probes(kind).stream()
        .filter(probe -> probe.method().equals(method))
        .findFirst()
        .orElseThrow(
            () ->
                Checks.unknown(
                    "method with a " + kind + " probe",
                    method,
                    data.probes(kind).stream().map(Probe::method).toList()));
  }
}
