package org.prefbench.run.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prefbench.algorithm.PlanDensity;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotators;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;

/**
 * How often a policy finds the better of two segments likelier (Chen et al. 2024, "Preference
 * learning algorithms do not learn preference rankings", arXiv 2405.19534), on pairs that no method
 * has seen. One line of numbers, NaN where there is no such thing:
 *
 * <pre>
 * pairs        pairs of unequal true returns that are ranked
 * reference    share that the reference ranks right: log pi_ref(better) above log pi_ref(worse)
 * reached      the same of the policy
 * flipped      of the pairs that the reference ranks wrong, the share that the policy ranks right
 * idealised    what the optimum of RLHF's objective ranks right: log pi_ref(better) - log
 *              pi_ref(worse) + logit(alpha) / beta above 0, alpha being how often the teacher prefers
 *              the better
 * </pre>
 *
 * <p>Equal densities count half. The density of a segment is that of its actions at the states that
 * it visited; that of a policy that moves plans is that of its actions as one plan, by a change of
 * variables ({@link PlanDensity}), on the first {@value #MOST_PLANS} pairs of whole segments.
 *
 * <p>It stands beside the rows, none of which depends on it, so it is no stage: a change of it
 * outdates no result, and results that were made before it lack it.
 */
public final class RankingProbe {
  /** Name of the probe. */
  public static final String RANKING = "ranking";

  /** A change of variables costs as many passes as a plan has numbers, at each of many times. */
  private static final int MOST_PLANS = 200;

  /** Answers from which a teacher's probabilities are estimated, where it does not always agree. */
  private static final int ANSWERS = 32;

  private RankingProbe() {}

  /**
   * What the idealised policy follows from.
   *
   * @param beta the weight of the divergence from the reference in the method's objective
   * @param teachers who labels
   */
  public record Ideal(double beta, Annotators teachers) {}

  /**
   * Returns the header and the line.
   *
   * @param pairs held-out segments with true rewards and simulator states; two from each start
   * @param length steps of a segment that does not end early
   * @param ideal empty where the method has no such objective, or nobody labels
   */
  public static List<Object[]> measure(
      EnvironmentFactory environment,
      Policy reference,
      List<PreferencePair> pairs,
      int length,
      Policy policy,
      Optional<Ideal> ideal,
      Seed seed) {
    List<PreferencePair> ranked = pairs.stream().filter(PreferencePair::decided).toList();
    if (!(policy instanceof DensityPolicy)) {
      ranked =
          ranked.stream()
              .filter(p -> p.first().length() == length && p.second().length() == length)
              .limit(MOST_PLANS)
              .toList();
    }
    List<Segment> segments = new ArrayList<>();
    ranked.forEach(pair -> segments.addAll(List.of(pair.preferred(), pair.rejected())));
    double[] own = margins(logDensities(environment, reference, policy, segments));
    double[] base = margins(logDensities(environment, reference, reference, segments));
    double idealised = Double.NaN;
    if (ideal.isPresent() && !ranked.isEmpty()) {
      double[] alpha = preferences(ideal.get().teachers, ranked, seed);
      idealised = mean(right(idealised(base, alpha, ideal.get().beta)));
    }
    return List.of(
        new Object[] {"pairs", "reference", "reached", "flipped", "idealised"},
        new Object[] {
          ranked.size(), mean(right(base)), mean(right(own)), flipped(base, own), idealised
        });
  }

  /** Returns the log-densities of better and worse of pair after pair; NaN where unknown. */
  private static double[] logDensities(
      EnvironmentFactory environment, Policy reference, Policy policy, List<Segment> segments) {
    double[] result = new double[segments.size()];
    Arrays.fill(result, Double.NaN);
    if (policy instanceof DensityPolicy density) {
      Arrays.setAll(result, i -> logDensity(density, segments.get(i)));
    } else if (policy instanceof TransportPolicy flow && !segments.isEmpty()) {
      Optional<PlanDensity> known = PlanDensity.of(flow);
      if (known.isPresent()) {
        PlanDensity.Origin origin = known.get().origin(flow, contexts(segments), plans(segments));
        double[] sources =
            origin
                .logDensities()
                .orElseGet(() -> rolledOut(environment, reference, segments, origin.sources()));
        Arrays.setAll(result, i -> sources[i] + origin.change()[i]);
      }
    }
    return result;
  }

  private static double logDensity(DensityPolicy policy, Segment segment) {
    FloatMatrix visited = segment.observations().slice(0, segment.length());
    return Arrays.stream(policy.logProbabilities(visited, segment.actions())).sum();
  }

  private static FloatMatrix contexts(List<Segment> segments) {
    return FloatMatrix.stack(segments.stream().map(s -> s.observations().slice(0, 1)).toList());
  }

  /** The actions of segments of one length as plans, {@code [n, length * act]}. */
  private static FloatMatrix plans(List<Segment> segments) {
    int size = segments.get(0).actions().values().length;
    FloatMatrix plans = new FloatMatrix(segments.size(), size);
    for (int i = 0; i < plans.rows(); i++) {
      plans.setRow(i, segments.get(i).actions().values());
    }
    return plans;
  }

  /**
   * Returns the log-densities of plans as roll-outs of the reference from where the segments start:
   * what it makes of each action in the state that the actions before it led to, as long as the
   * task goes on.
   */
  private static double[] rolledOut(
      EnvironmentFactory environment, Policy reference, List<Segment> segments, FloatMatrix plans) {
    double[] logs = new double[segments.size()];
    if (!(reference instanceof DensityPolicy density)) {
      Arrays.fill(logs, Double.NaN);
      return logs;
    }
    VectorEnvironment copies = new VectorEnvironment(environment, logs.length);
    for (int i = 0; i < logs.length; i++) {
      copies.reset(i, segments.get(i).states().orElseThrow().row(0));
    }
    int size = environment.spec().actions().size();
    FloatMatrix actions = new FloatMatrix(logs.length, size);
    for (int t = 0; t < plans.columns() / size && !copies.allFinished(); t++) {
      for (int i = 0; i < logs.length; i++) {
        System.arraycopy(
            plans.values(), i * plans.columns() + t * size, actions.values(), i * size, size);
      }
      double[] step = density.logProbabilities(copies.observations(), actions);
      for (int i = 0; i < logs.length; i++) {
        logs[i] += copies.finished(i) ? 0 : step[i];
      }
      copies.step(actions);
    }
    return logs;
  }

  /** Returns what the first of each two has more than the second. */
  private static double[] margins(double[] logs) {
    double[] margins = new double[logs.length / 2];
    Arrays.setAll(margins, i -> logs[2 * i] - logs[2 * i + 1]);
    return margins;
  }

  /**
   * Returns by how much the optimum of RLHF's objective finds the better likelier, in nats.
   *
   * @param margins by how much the reference does
   * @param alpha how often the better is preferred
   */
  static double[] idealised(double[] margins, double[] alpha, double beta) {
    double[] result = new double[margins.length];
    Arrays.setAll(
        result, i -> margins[i] + (StrictMath.log(alpha[i]) - StrictMath.log1p(-alpha[i])) / beta);
    return result;
  }

  /** Returns 1 for each margin that is positive, 1/2 for zero. */
  static double[] right(double... margins) {
    return Arrays.stream(margins)
        .map(m -> Double.isNaN(m) ? m : (1 + Math.signum(m)) / 2)
        .toArray();
  }

  private static double flipped(double[] base, double[] own) {
    int[] wrong = IntStream.range(0, base.length).filter(i -> base[i] < 0).toArray();
    return mean(right(Arrays.stream(wrong).mapToDouble(i -> own[i]).toArray()));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /** Returns how often the teachers prefer the better of each pair; a tie is half a time. */
  static double[] preferences(Annotators teachers, List<PreferencePair> pairs, Seed seed) {
    double[] sums = new double[pairs.size()];
    int[] counts = new int[pairs.size()];
    for (int answer = 0; answer < ANSWERS; answer++) {
      Seed stream = seed.child(RANKING).child(answer);
      List<Query> queries =
          IntStream.range(0, pairs.size())
              .mapToObj(
                  i ->
                      new Query(pairs.get(i).preferred(), pairs.get(i).rejected(), stream.child(i)))
              .toList();
      List<PreferencePair> answers = teachers.answer(queries);
      boolean alike = true;
      for (int i = 0; i < counts.length; i++) {
        Label label = answers.get(i).label();
        if (label != Label.SKIP) {
          alike &= counts[i] == 0 || sums[i] == counts[i] * label.probabilityFirst();
          sums[i] += label.probabilityFirst();
          counts[i]++;
        }
      }
      if (answer == 1 && alike) {
        break; // the teacher throws no dice
      }
    }
    Arrays.setAll(sums, i -> counts[i] == 0 ? 0.5 : sums[i] / counts[i]);
    return sums;
  }
}
