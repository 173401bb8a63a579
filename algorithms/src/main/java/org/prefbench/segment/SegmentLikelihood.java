package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianDivergence;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;

/**
 * How likely a policy in training finds the actions of segments, given the states in which they
 * were taken, alone and relative to the reference that it starts from:
 *
 * <pre>
 * log pi(segment) = sum_t discount^t log pi(a_t | s_t)
 * D(segment)      = sum_t discount^t [ log pi(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * </pre>
 *
 * <p>Sums, not means: D of a longer segment is larger. The dynamics cancel in D, so each segment
 * counts at the states that it visited itself (as in Hejna et al. 2023, "Contrastive preference
 * learning", arXiv 2310.13639).
 */
public final class SegmentLikelihood {
  private static final int BATCH = 256; // segments at a time, a matter of memory

  private final int length;
  private final GaussianHead policy;
  private final FloatMatrix observations; // [segments, length * obs], standardised
  private final FloatMatrix latents; // [segments, length * act], actions before any squashing
  private final FloatMatrix volumes; // [segments, length], see GaussianPolicy.logVolumes
  private final FloatMatrix reference; // [segments, length], log-densities of the latents
  private final FloatMatrix mask; // [segments, length]
  private final GaussianPolicy start;

  /**
   * Declares a copy of the reference in {@code learner}; the reference itself stays.
   *
   * @param trainStd whether standard deviations that do not depend on the state are trained too
   */
  public SegmentLikelihood(
      SegmentArrays segments, GaussianPolicy reference, Learner learner, boolean trainStd) {
    length = segments.length();
    start = reference;
    policy = new GaussianHead(learner, reference, trainStd);
    observations = segments.perSegment(reference.standardizer().apply(segments.observations()));
    FloatMatrix flatLatents = reference.latents(segments.actions());
    latents = segments.perSegment(flatLatents);
    mask = segments.mask();
    double[] logVolumes = reference.logVolumes(flatLatents);
    volumes = new FloatMatrix(segments.segments(), length);
    for (int i = 0; i < logVolumes.length; i++) {
      volumes.values()[i] = (float) logVolumes[i];
    }
    this.reference = referenceLogs();
  }

  /**
   * Returns the log-densities of the latents under the reference, worked out as those of its copy
   * are: so the log-ratios of an untouched copy are zero to the last bit, whatever they are
   * multiplied by.
   */
  private FloatMatrix referenceLogs() {
    FloatMatrix logs = new FloatMatrix(volumes.rows(), length);
    Learner untouched = new Learner(Adam.of(1), new Ledger());
    GaussianHead head = new GaussianHead(untouched, start);
    for (int from = 0; from < logs.rows(); from += BATCH) {
      int[] segments = IntStream.range(from, Math.min(from + BATCH, logs.rows())).toArray();
      int first = from * length;
      untouched.evaluate(
          pass -> {
            NDArray some = logs(pass, head, segments);
            float[] values = some.toFloatArray();
            System.arraycopy(values, 0, logs.values(), first, values.length);
            return some.sum();
          });
    }
    return logs;
  }

  /**
   * Returns log pi of some segments, {@code [segments]}, in nats.
   *
   * @param discount weight of a step relative to the one before, 1 for none
   */
  public NDArray logs(Pass pass, int[] segments, double discount) {
    return sums(pass, segments, discount, volumes);
  }

  /**
   * Returns D of some segments, {@code [segments]}, in nats.
   *
   * @param discount weight of a step relative to the one before, 1 for none
   */
  public NDArray logRatios(Pass pass, int[] segments, double discount) {
    // a squashed action's volume is in both densities of the ratio and cancels
    return sums(pass, segments, discount, reference);
  }

  /**
   * Returns KL(pi || pi_ref) at every step of some segments, in nats, padding left out; in closed
   * form.
   */
  public double[] divergences(int... segments) {
    int columns = observations.columns() / length;
    int[] steps =
        Arrays.stream(segments)
            .flatMap(segment -> IntStream.range(segment * length, (segment + 1) * length))
            .filter(step -> mask.values()[step] == 1)
            .toArray();
    FloatMatrix all = new FloatMatrix(mask.values().length, columns, observations.values());
    return GaussianDivergence.of(policy.policy(), start, all.select(steps));
  }

  /** Returns the policy as it stands. */
  public GaussianPolicy policy() {
    return policy.policy();
  }

  /** The weighted sums of the latents' log-densities less what is subtracted at each step. */
  private NDArray sums(Pass pass, int[] segments, double discount, FloatMatrix subtracted) {
    return logs(pass, policy, segments)
        .reshape(segments.length, length)
        .sub(pass.rows(subtracted, segments))
        .mul(pass.array(weights(segments, discount)))
        .sum(new int[] {1});
  }

  /** The latents' log-densities under a head, {@code [segments * length]}. */
  private NDArray logs(Pass pass, GaussianHead head, int[] segments) {
    long steps = (long) length * segments.length;
    return head.logProbabilities(
        pass,
        pass.rows(observations, segments).reshape(steps, -1),
        pass.rows(latents, segments).reshape(steps, -1));
  }

  /** The weights of the steps of some segments: 0 for padding. */
  private FloatMatrix weights(int[] segments, double discount) {
    FloatMatrix weights = mask.select(segments);
    double weight = 1;
    for (int t = 0; t < length; t++, weight *= discount) {
      for (int i = 0; i < segments.length; i++) {
        weights.set(i, t, (float) (weight * weights.get(i, t)));
      }
    }
    return weights;
  }
}
