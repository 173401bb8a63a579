package org.prefbench.method.direct;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Inline;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianDivergence;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Policy;
import org.prefbench.segment.Beta;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.SegmentArrays;

/**
 * One policy for annotators of several hidden types that none of them regrets much (Chidambaram et
 * al. 2024, "Direct preference optimization with unobserved preference heterogeneity", arXiv
 * 2405.15065, algorithm 2): the policies of all types as in {@code em-dpo}, and of these the
 * mixture
 *
 * <pre>
 * min over w max over types i of sum_j w_j R_ij,   R_ij = V_i(pi_i) - V_i(pi_j)
 * V_i(pi)  = E_{segments of pi} beta D_i = beta k E_s [ KL(pi || pi_ref) - KL(pi || pi_i) ]
 * </pre>
 *
 * <p>where beta D_i is the reward that the policy of type i implies. A policy is drawn at the start
 * of every episode and acts to its end.
 *
 * <p>Differs from the paper: the expectation over actions is exact, over states it is the mean over
 * those of the pairs, whatever policy acts, for no simulator is at hand; k is their mean number in
 * a segment. The rest differs as in {@code em-dpo}. The reference needs a density, so it must come
 * from {@code bc}.
 */
public final class MinMaxDpo implements AlgorithmFactory<MinMaxDpo.Hyper> {
  private static final String ID = "minmax-dpo";

  /** The settings. */
  public record Hyper(@Inline TypedPolicies.Setting typed) {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "Mixture of the hidden types' policies with the least regret (Chidambaram et al. 2024,"
        + " arXiv 2405.15065)";
  }

  @Override
  public Family family() {
    return Family.DIRECT;
  }

  @Override
  public Hyper defaults() {
    Fitting fitting =
        Fitting.of(1e-5, Schedule.COSINE, 64, 2_000, 0.1)
            .clipped(10)
            .warmedUp(100)
            .keeping(Fitting.Keep.BEST);
    return new Hyper(new TypedPolicies.Setting(new Beta(0.1), 2, 5, true, fitting));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(ID);
    GaussianHead.checkReference(prospect, ID);
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static Policy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, ID);
    PairArrays pairs = PairArrays.of(input.preferences());
    double beta = hyper.typed.strength().beta();
    TypedPolicies typed =
        TypedPolicies.fit(
            hyper.typed, reference, pairs, context, some -> mixture(some, reference, beta));
    double[] weights = weights(typed, reference, beta);
    for (int k = 0; k < weights.length; k++) {
      context.monitor().metric("mixture-" + (k + 1), hyper.typed.fitting().steps(), weights[k]);
    }
    return mixture(typed, reference, beta);
  }

  private static MixturePolicy mixture(TypedPolicies typed, GaussianPolicy reference, double beta) {
    return new MixturePolicy(
        List.copyOf(typed.policies()),
        Arrays.stream(weights(typed, reference, beta)).boxed().toList());
  }

  private static double[] weights(TypedPolicies typed, GaussianPolicy reference, double beta) {
    SegmentArrays segments = typed.pairs().segments();
    int[] steps = segments.steps();
    FloatMatrix states = reference.standardizer().apply(segments.observations().select(steps));
    return RegretGame.solve(
        regrets(typed.policies(), reference, states, beta * steps.length / segments.segments()));
  }

  /**
   * Returns R, {@code [types][policies]}.
   *
   * @param states standardised, {@code [n, obs]}
   * @param scale beta k
   */
  static double[][] regrets(
      List<GaussianPolicy> policies, GaussianPolicy reference, FloatMatrix states, double scale) {
    int types = policies.size();
    double[][] regrets = new double[types][types];
    for (int j = 0; j < types; j++) {
      double away = mean(GaussianDivergence.of(policies.get(j), reference, states));
      for (int i = 0; i < types; i++) {
        double apart = mean(GaussianDivergence.of(policies.get(j), policies.get(i), states));
        regrets[i][j] = -scale * (away - apart);
      }
    }
    for (int i = 0; i < types; i++) {
      double own = -regrets[i][i];
      for (int j = 0; j < types; j++) {
        regrets[i][j] += own;
      }
    }
    return regrets;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }
}
