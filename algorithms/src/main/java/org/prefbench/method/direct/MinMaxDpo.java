package org.prefbench.method.direct;

import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Inline;
import org.prefbench.nn.GaussianDivergence;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.segment.FineTuning;
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
public final class MinMaxDpo extends FineTuning<MinMaxDpo.Hyper> {
  private static final String ID = "minmax-dpo";

  /** The settings. */
  public record Hyper(@Inline TypedPolicies.Setting typed) {}

  /** Creates the method. */
  public MinMaxDpo() {
    super(
        ID,
        "Mixture of the hidden types' policies with the least regret (Chidambaram et al. 2024,"
            + " arXiv 2405.15065)",
        new Hyper(TypedPolicies.Setting.usual()));
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
