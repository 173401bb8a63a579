package org.prefbench.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.statistics.Format;

/**
 * The theorems of preference flow matching (Kim et al. 2024, arXiv 2405.19806, section 4), where
 * they hold and where they do not.
 *
 * <p><b>Laws.</b> With N(0, 1) as reference and a teacher for whom more is better the preferred law
 * is that of the best of two draws, and n rounds lead to the best of 2^n ({@link BestOfLaw}). A
 * flow learned from the reference's own law (training-source reference) is on the line the map
 * Phi^-1(sqrt(Phi)), so it leads there when it is re-applied as well as when another is trained.
 * The study's draws are held against these laws by Kolmogorov's distance and by their divergence
 * from N(0, 1). For the exact sampler only the sampling error is allowed; a learned flow may add
 * {@link #LEARNED} for every application.
 *
 * <p><b>Theorem 4.1.</b> The preferred law p1 = 2 f p maximises E[log f] - KL(. || p). For every
 * law q the objective is -log 2 - KL(q || p1), so this holds for any preferences at all, cyclic
 * ones too.
 *
 * <p><b>Theorem 4.2.</b> The iteration is said to converge to the uniform law on the items that the
 * reference's draws lose to most, argmax of E_{j ~ p}[P(i, j)]. Without error ({@link
 * PreferenceIteration}) it does so under Bradley-Terry preferences with one best item, and more
 * generally wherever one item is preferred to every other at least as often as any third item is.
 * Not so in three examples:
 *
 * <ul>
 *   <li><em>ties</em>: items of equal reward keep the ratio of their shares in every round, so the
 *       limit is the reference restricted to the best items, not the uniform law on them;
 *   <li><em>cycle</em>: with each of three items preferred to the next, the product of the shares
 *       falls in every round (by the inequality of the means, because the gains f - 1/2 add up to
 *       zero), so the laws spiral to the boundary, where no item keeps the lead: the one that is
 *       preferred to it grows by up to 1.8 a round;
 *   <li><em>moving argmax</em>: c is preferred to a and to b by little, a to b by much. Among draws
 *       of a reference that is mostly b, a wins most; but c gains in every round, because it is
 *       preferred to both, and ends with everything.
 * </ul>
 */
public final class TheoremsCheck implements TheoryCheck {
  /** What a learned flow may add to a distance or divergence, per application. */
  static final double LEARNED = 0.01;

  /** How far rounding may take exact computations. */
  private static final double ROUNDING = 1e-9;

  /** How many draws each of the study's methods should be the best of; true if it has no error. */
  private record Target(BestOfLaw law, int applications) {
    boolean exact() {
      return applications == 0;
    }
  }

  private static final Map<String, Target> TARGETS = new LinkedHashMap<>();

  static {
    TARGETS.put("best-of-two", new Target(new BestOfLaw(2), 0));
    TARGETS.put("best-of-four", new Target(new BestOfLaw(4), 0));
    TARGETS.put("best-of-eight", new Target(new BestOfLaw(8), 0));
    TARGETS.put("pfm-once", new Target(new BestOfLaw(2), 1));
    TARGETS.put("pfm-retrained-2", new Target(new BestOfLaw(4), 2));
    TARGETS.put("pfm-retrained-3", new Target(new BestOfLaw(8), 3));
    TARGETS.put("pfm-reapplied-2", new Target(new BestOfLaw(4), 2));
    TARGETS.put("pfm-reapplied-3", new Target(new BestOfLaw(8), 3));
  }

  @Override
  public String id() {
    return "theory";
  }

  @Override
  public List<Result> check(ReportData data) {
    List<Result> results = new ArrayList<>();
    TARGETS.forEach(
        (method, target) -> {
          double[] draws = draws(data, method);
          results.add(distance(method, target, draws));
          results.add(divergence(method, target, draws));
        });
    results.add(powers());
    results.addAll(objective());
    results.addAll(oneBest());
    results.addAll(ties());
    results.addAll(cycle());
    results.addAll(movingArgmax());
    return results;
  }

  private static Result distance(String method, Target target, double[] draws) {
    return Result.atMost(
        Format.text("Kolmogorov distance of %s to the best of %d", method, target.law().compared()),
        target.law().distance(draws),
        BestOfLaw.samplingDistance(draws.length) + LEARNED * target.applications());
  }

  /** Four standard errors of the mean of log ratios, with the learned error on top. */
  private static Result divergence(String method, Target target, double[] draws) {
    BestOfLaw law = target.law();
    double n = law.compared();
    return Result.within(
        Format.text("KL of %s from the reference%s", method, target.exact() ? "" : ", in cells"),
        measured(target, draws),
        target.exact() ? law.divergence() : BestOfLaw.divergence(law.cells()),
        4 * (n - 1) / n / Math.sqrt(draws.length) + LEARNED * target.applications());
  }

  /** The ratio of the densities is known where the law is; else draws are counted in cells. */
  private static double measured(Target target, double[] draws) {
    return target.exact()
        ? Arrays.stream(draws).map(target.law()::logRatio).average().orElseThrow()
        : BestOfLaw.divergence(BestOfLaw.cells(draws));
  }

  /** On ten ranked items, drawn evenly, the distribution function after n rounds is F^(2^n). */
  private static Result powers() {
    int items = 10;
    double[] even = new double[items];
    Arrays.fill(even, 1.0 / items);
    List<double[]> laws = PreferenceIteration.ranking(items).run(even, 5);
    double largest = 0;
    for (int round = 0; round < laws.size(); round++) {
      double below = 0;
      for (int k = 0; k < items; k++) {
        below += laws.get(round)[k];
        double exact = StrictMath.pow((k + 1.0) / items, StrictMath.pow(2, round));
        largest = Math.max(largest, Math.abs(below - exact));
      }
    }
    return exact("iteration without error: F after n rounds minus F^(2^n), n to 5", largest);
  }

  private static List<Result> objective() {
    double identity = 0;
    double nearest = Double.POSITIVE_INFINITY;
    for (IterationExample example : IterationExample.ALL) {
      double[] reference = example.reference();
      double[] preferred = example.preferences().next(reference);
      RandomStream random = new Seed(0).child("theory").child(example.name()).generator();
      for (int k = 0; k < 10_000; k++) {
        double[] law = law(random, reference.length);
        double objective = example.preferences().objective(law, reference);
        double expected = -StrictMath.log(2) - PreferenceIteration.divergence(law, preferred);
        identity = Math.max(identity, Math.abs(objective - expected));
        nearest =
            Math.min(nearest, example.preferences().objective(preferred, reference) - objective);
      }
    }
    return List.of(
        exact("theorem 4.1: objective of 40,000 laws minus (-log 2 - KL(. || p1))", identity),
        new Result(
            "theorem 4.1: by how much p1 beats the best of them",
            Format.text("%.1e", nearest),
            "> 0",
            nearest > 0 ? Verdict.HOLDS : Verdict.FAILS));
  }

  /** Returns a law drawn evenly from all laws: exponential variables over their sum. */
  private static double[] law(RandomStream random, int items) {
    double[] law = new double[items];
    for (int i = 0; i < items; i++) {
      law[i] = -StrictMath.log(1 - random.nextDouble());
    }
    double sum = Arrays.stream(law).sum();
    return Arrays.stream(law).map(value -> value / sum).toArray();
  }

  private static List<Result> oneBest() {
    return List.of(
        claim(
            "theorem 4.2, one best item: distance of the end to all on it",
            PreferenceIteration.distance(
                IterationExample.ONE_BEST.end(), IterationExample.ONE_BEST.claimed())));
  }

  private static List<Result> ties() {
    double[] reference = IterationExample.TIES.reference();
    double both = reference[2] + reference[3];
    double[] restricted = {0, 0, reference[2] / both, reference[3] / both};
    double ratio = 0;
    for (double[] law : IterationExample.TIES.laws()) {
      ratio = Math.max(ratio, Math.abs(law[2] / law[3] - reference[2] / reference[3]));
    }
    return List.of(
        claim(
            "theorem 4.2, ties: distance of the end to the uniform law on the best",
            PreferenceIteration.distance(
                IterationExample.TIES.end(), IterationExample.TIES.claimed())),
        exact(
            "ties: distance of the end to the reference restricted to the best",
            PreferenceIteration.distance(IterationExample.TIES.end(), restricted)),
        exact("ties: change of the ratio of the best items' shares, any round", ratio));
  }

  private static List<Result> cycle() {
    List<double[]> laws = IterationExample.CYCLE.laws();
    List<double[]> late = laws.subList(IterationExample.ROUNDS / 4, laws.size());
    double smallestLead = 1;
    for (int item = 0; item < IterationExample.CYCLE.reference().length; item++) {
      int own = item;
      smallestLead =
          Math.min(smallestLead, laws.stream().mapToDouble(law -> law[own]).max().orElseThrow());
    }
    double rise = Double.NEGATIVE_INFINITY;
    for (int round = 1; round < laws.size(); round++) {
      rise = Math.max(rise, logProduct(laws.get(round)) - logProduct(laws.get(round - 1)));
    }
    double furthest =
        late.stream()
            .mapToDouble(law -> PreferenceIteration.distance(law, IterationExample.CYCLE.claimed()))
            .max()
            .orElseThrow();
    return List.of(
        claim("theorem 4.2, cycle: largest distance to its limit in rounds 100 to 400", furthest),
        new Result(
            "cycle: each item leads once, with at least this share",
            Format.text("%.4f", smallestLead),
            "> 0.9",
            smallestLead > 0.9 ? Verdict.HOLDS : Verdict.FAILS),
        new Result(
            "cycle: largest change of the log product of shares in a round",
            Format.text("%.1e", rise),
            "< 0",
            rise < 0 ? Verdict.HOLDS : Verdict.FAILS));
  }

  private static List<Result> movingArgmax() {
    double fall = Double.POSITIVE_INFINITY;
    List<double[]> laws = IterationExample.MOVING_ARGMAX.laws();
    for (int round = 1; laws.get(round - 1)[2] < 1 - ROUNDING; round++) {
      fall = Math.min(fall, laws.get(round)[2] - laws.get(round - 1)[2]);
    }
    return List.of(
        claim(
            "theorem 4.2, moving argmax: distance of the end to all on the first favourite",
            PreferenceIteration.distance(
                IterationExample.MOVING_ARGMAX.end(), IterationExample.MOVING_ARGMAX.claimed())),
        exact(
            "moving argmax: distance of the end to all on the item preferred to each",
            PreferenceIteration.distance(
                IterationExample.MOVING_ARGMAX.end(), new double[] {0, 0, 1})),
        new Result(
            "moving argmax: smallest gain of that item in a round",
            Format.text("%.1e", fall),
            "> 0",
            fall > 0 ? Verdict.HOLDS : Verdict.FAILS));
  }

  private static double logProduct(double[] law) {
    return Arrays.stream(law).map(StrictMath::log).sum();
  }

  private static Result exact(String statement, double error) {
    return new Result(
        statement,
        Format.text("%.1e", error),
        "≤ 1e-09",
        error <= ROUNDING ? Verdict.HOLDS : Verdict.FAILS);
  }

  private static Result claim(String statement, double distance) {
    return new Result(
        statement,
        Format.text("%.4f", distance),
        "0",
        distance <= ROUNDING ? Verdict.HOLDS : Verdict.REFUTED);
  }

  /**
   * Returns the laws that draws are held against (kind {@code law}), their divergences (kind {@code
   * divergence}) and the shares of items round by round (kind {@code iteration}).
   */
  @Override
  public List<Probe> closedForms(ReportData data) {
    String task = data.table().options().tasks().get(0);
    List<Probe> probes = new ArrayList<>();
    for (int compared : new int[] {2, 4, 8}) {
      BestOfLaw law = new BestOfLaw(compared);
      double[][] density = new double[161][];
      for (int i = 0; i < density.length; i++) {
        double y = -3 + i * 0.05;
        density[i] = new double[] {compared, y, law.density(y)};
      }
      List<String> columns = List.of("compared", "action_0", "density");
      probes.add(new Probe("law", task, "best of " + compared, 0, columns, density));
    }
    TARGETS.forEach(
        (method, target) -> {
          double[][] values = {{target.law().compared(), measured(target, draws(data, method))}};
          List<String> columns = List.of("compared", "measured");
          probes.add(new Probe("divergence", task, method, 0, columns, values));
        });
    double[][] exact = new double[31][];
    for (int i = 0; i < exact.length; i++) {
      double compared = StrictMath.pow(2, i / 10.0);
      exact[i] = new double[] {compared, BestOfLaw.divergence(compared)};
    }
    List<String> line = List.of("compared", "closed_form");
    probes.add(new Probe("divergence", task, "closed form", 0, line, exact));
    for (IterationExample example : IterationExample.ALL) {
      probes.add(example.probe(task));
    }
    return probes;
  }

  private static double[] draws(ReportData data, String method) {
    return data.probes("samples").stream()
        .filter(probe -> probe.method().equals(method))
        .findFirst()
        .orElseThrow(
            () ->
                Checks.unknown(
                    "method with a samples probe",
                    method,
                    data.probes("samples").stream().map(Probe::method).toList()))
        .column("action_0");
  }
}
