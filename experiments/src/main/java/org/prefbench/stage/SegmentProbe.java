package org.prefbench.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;

/**
 * Compares a policy's segments with the reference's from start states that no method has seen, by
 * their true returns: the sums of their rewards. One line of numbers, NaN where a policy has no
 * such thing; {@code _error} is the standard error of the mean over start states.
 *
 * <pre>
 * starts               start states, each with two segments of the reference
 * reference            mean return of the first segment
 * planner_gain         what the better of the two has above their mean
 * policy_gain          the policy's segment less the first one, drawn from the same streams
 * preferred_gain       the better segment less the worse: what a perfect map would gain there
 * flow_gain            the first segment moved by the map and executed to its end, less itself
 * flow_gain_rejected   the same of the worse segment
 * alignment_rejected   mean cosine of map(y-) - y- and y+ - y-, with y+ the better segment
 * alignment_preferred  mean cosine of map(y+) - y+ and y- - y+: a map that draws all segments to
 *                      their mean has the same value here, so the difference is what labels taught
 * label_accuracy       share of the pairs whose order the policy's implicit reward, the sum of
 *                      log pi / pi_ref (Rafailov et al. 2023, arXiv 2305.18290), predicts
 * </pre>
 *
 * Pairs of equal returns count only for the first four and flow_gain.
 */
public final class SegmentProbe {
  /** Name of the probe. */
  public static final String SEGMENTS = "segments";

  /** Start states rolled out in lockstep; a matter of speed alone. */
  private static final int BATCH = 128;

  private final Evaluator evaluator;
  private final Policy reference;
  private final List<PreferencePair> pairs;
  private final int length;
  private final List<Object> names = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  private SegmentProbe(
      Evaluator evaluator, Policy reference, List<PreferencePair> pairs, int length) {
    this.evaluator = evaluator;
    this.reference = reference;
    this.pairs = pairs;
    this.length = length;
  }

  /**
   * Returns the header and the line.
   *
   * @param pairs held-out segments of the reference with true rewards and simulator states; two
   *     from each start
   * @param length steps of a segment that does not end early
   */
  public static List<Object[]> measure(
      Evaluator evaluator,
      Policy reference,
      List<PreferencePair> pairs,
      int length,
      Policy policy,
      Seed seed) {
    return new SegmentProbe(evaluator, reference, pairs, length).measure(policy, seed);
  }

  private List<Object[]> measure(Policy policy, Seed seed) {
    List<Segment> firsts = pairs.stream().map(PreferencePair::first).toList();
    double[] first = returns(firsts);
    double[] second = returns(pairs.stream().map(PreferencePair::second).toList());
    Seed[] streams = seed.children(0, pairs.size(), SEGMENTS);
    put("starts", pairs.size());
    put("reference", mean(first));
    double[] better = new double[first.length];
    Arrays.setAll(better, i -> Math.abs(first[i] - second[i]) / 2);
    putMean("planner_gain", better);
    // the same streams for both, so that where the policy is the reference the gain is exactly zero
    putMean(
        "policy_gain",
        less(executed(policy, firsts, streams), executed(reference, firsts, streams)));
    List<PreferencePair> decided = pairs.stream().filter(PreferencePair::decided).toList();
    List<Segment> preferred = decided.stream().map(PreferencePair::preferred).toList();
    List<Segment> rejected = decided.stream().map(PreferencePair::rejected).toList();
    double[] none = {Double.NaN};
    boolean decisive = !decided.isEmpty();
    put("preferred_gain", mean(decisive ? less(returns(preferred), returns(rejected)) : none));
    double[] gain = none;
    double[] gainRejected = none;
    double alignmentRejected = Double.NaN;
    double alignmentPreferred = Double.NaN;
    if (policy instanceof TransportPolicy flow) {
      FloatMatrix moved = flow.transport(contexts(firsts), plans(firsts));
      gain = less(executed(new Plan(moved), firsts, streams), first);
      if (decisive) {
        FloatMatrix up = flow.transport(contexts(rejected), plans(rejected));
        FloatMatrix down = flow.transport(contexts(preferred), plans(preferred));
        gainRejected = less(executed(new Plan(up), rejected, streams), returns(rejected));
        alignmentRejected = alignment(up, rejected, preferred);
        alignmentPreferred = alignment(down, preferred, rejected);
      }
    }
    putMean("flow_gain", gain);
    putMean("flow_gain_rejected", gainRejected);
    put("alignment_rejected", alignmentRejected);
    put("alignment_preferred", alignmentPreferred);
    put(
        "label_accuracy",
        decisive && policy instanceof DensityPolicy own && reference instanceof DensityPolicy base
            ? mean(predicted(own, base, preferred, rejected))
            : Double.NaN);
    return List.of(names.toArray(), values.toArray());
  }

  /** Returns the true returns of segments that a policy makes from where the given ones start. */
  private double[] executed(Policy policy, List<Segment> starts, Seed[] streams) {
    double[] returns = new double[starts.size()];
    for (int from = 0; from < returns.length; from += BATCH) {
      int to = Math.min(from + BATCH, returns.length);
      VectorEnvironment copies = new VectorEnvironment(evaluator.environment(), to - from);
      for (int i = from; i < to; i++) {
        copies.reset(i - from, starts.get(i).states().orElseThrow().row(0));
      }
      EnvironmentAccess access = new EnvironmentAccess(copies, evaluator.lookAhead(), new Ledger());
      Policy part = policy instanceof Plan plan ? plan.rows(from, to) : policy;
      try (Actor actor = part.start(access, Arrays.copyOfRange(streams, from, to))) {
        for (int t = 0; t < length && !copies.allFinished(); t++) {
          copies.step(actor.act(copies.observations()));
          for (int i = from; i < to; i++) {
            returns[i] += copies.reward(i - from); // 0 where the episode is over
          }
        }
      }
    }
    return returns;
  }

  /** One plan per copy, executed whatever happens. */
  private record Plan(FloatMatrix actions) implements Policy {
    Plan rows(int from, int to) {
      return new Plan(actions.slice(from, to));
    }

    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      FloatMatrix chosen = new FloatMatrix(seeds.length, environment.spec().actions().size());
      int[] step = {0};
      return observations -> {
        int size = chosen.columns();
        for (int i = 0; i < seeds.length; i++) {
          System.arraycopy(
              actions.values(),
              i * actions.columns() + step[0] * size,
              chosen.values(),
              i * size,
              size);
        }
        step[0]++;
        return chosen;
      };
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  private static double[] returns(List<Segment> segments) {
    return segments.stream().mapToDouble(Segment::sumOfRewards).toArray();
  }

  private static FloatMatrix contexts(List<Segment> segments) {
    FloatMatrix contexts =
        new FloatMatrix(segments.size(), segments.get(0).observations().columns());
    for (int i = 0; i < contexts.rows(); i++) {
      contexts.setRow(i, segments.get(i).observations().row(0));
    }
    return contexts;
  }

  /** Returns the actions of segments, {@code [n, length * act]}, filled up with zeros. */
  private FloatMatrix plans(List<Segment> segments) {
    FloatMatrix plans =
        new FloatMatrix(segments.size(), length * segments.get(0).actions().columns());
    for (int i = 0; i < plans.rows(); i++) {
      float[] actions = segments.get(i).actions().values();
      System.arraycopy(actions, 0, plans.values(), i * plans.columns(), actions.length);
    }
    return plans;
  }

  /** Returns the mean cosine of {@code moved - from} and {@code to - from}. */
  private double alignment(FloatMatrix moved, List<Segment> from, List<Segment> to) {
    FloatMatrix sources = plans(from);
    FloatMatrix targets = plans(to);
    double[] cosines = new double[sources.rows()];
    for (int i = 0; i < cosines.length; i++) {
      double product = 0;
      double own = 0;
      double other = 0;
      for (int k = 0; k < sources.columns(); k++) {
        double move = (double) moved.get(i, k) - sources.get(i, k);
        double wanted = (double) targets.get(i, k) - sources.get(i, k);
        product += move * wanted;
        own += move * move;
        other += wanted * wanted;
      }
      cosines[i] = own == 0 || other == 0 ? 0 : product / Math.sqrt(own * other);
    }
    return mean(cosines);
  }

  /**
   * Returns 1 where the better segment has the larger implicit reward, 1/2 where both are equal.
   */
  private static double[] predicted(
      DensityPolicy policy,
      DensityPolicy reference,
      List<Segment> preferred,
      List<Segment> rejected) {
    double[] above = logRatios(policy, reference, preferred);
    double[] below = logRatios(policy, reference, rejected);
    double[] right = new double[above.length];
    Arrays.setAll(right, i -> (1 + Math.signum(above[i] - below[i])) / 2);
    return right;
  }

  private static double[] logRatios(
      DensityPolicy policy, DensityPolicy reference, List<Segment> segments) {
    double[] sums = new double[segments.size()];
    for (int i = 0; i < sums.length; i++) {
      Segment segment = segments.get(i);
      FloatMatrix visited = segment.observations().slice(0, segment.length());
      double[] own = policy.logProbabilities(visited, segment.actions());
      double[] base = reference.logProbabilities(visited, segment.actions());
      for (int t = 0; t < own.length; t++) {
        sums[i] += own[t] - base[t];
      }
    }
    return sums;
  }

  private static double[] less(double[] a, double[] b) {
    double[] differences = new double[a.length];
    Arrays.setAll(differences, i -> a[i] - b[i]);
    return differences;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private void putMean(String name, double[] samples) {
    double mean = mean(samples);
    double squares = Arrays.stream(samples).map(value -> (value - mean) * (value - mean)).sum();
    put(name, mean);
    put(name + "_error", Math.sqrt(squares / (samples.length - 1) / samples.length));
  }

  private void put(String name, double value) {
    names.add(name);
    values.add(value);
  }
}
