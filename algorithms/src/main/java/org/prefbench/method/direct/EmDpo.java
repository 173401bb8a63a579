package org.prefbench.method.direct;

import java.util.List;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.segment.FineTuning;
import org.prefbench.segment.PairArrays;

/**
 * Direct preference optimisation of annotators whose types are not known (Chidambaram et al. 2024,
 * "Direct preference optimization with unobserved preference heterogeneity", arXiv 2405.15065,
 * algorithm 1): a policy for each type, by expectation and maximisation.
 *
 * <pre>
 * E: gamma_ak ~ prior_ak prod_{votes j of annotator a} sigmoid(beta u_k(j))
 * M: theta_k = argmin - E gamma_ak log sigmoid(beta u_k),   u_k = D_k(winner) - D_k(loser)
 * </pre>
 *
 * <p>What acts is the policy of one type, that of the annotator {@code serve}, or of the most
 * annotators if none is named: what each of them would be given. All types are trained.
 *
 * <p>Differs from the paper: expectation and maximisation begin with types that rewards linear in
 * simple features find from several random starts, for copies of one policy are alike, and this
 * guess stays a weak part of the prior; a round of maximisation is a part of the gradient steps,
 * not a training to the end; shares keep a tenth of an even share; continuous actions under a
 * Gaussian; ties are votes of one half for either side; skipped pairs are left out. With one type
 * it is {@code dpo}. The reference needs a density, so it must come from {@code bc}.
 */
public final class EmDpo extends FineTuning<EmDpo.Hyper> {
  private static final String ID = "em-dpo";

  /** The settings. */
  public record Hyper(
      @Inline TypedPolicies.Setting typed,
      @Help("the annotator whose type's policy acts; of most annotators if empty") String serve) {}

  /** Creates the method. */
  public EmDpo() {
    super(
        ID,
        "DPO with a policy for each hidden type of annotator (Chidambaram et al. 2024, arXiv"
            + " 2405.15065)",
        new Hyper(TypedPolicies.Setting.usual(), ""));
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static Policy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, ID);
    PairArrays pairs = PairArrays.of(input.preferences());
    List<String> annotators = pairs.annotators();
    if (!hyper.serve.isEmpty() && !annotators.contains(hyper.serve)) {
      throw Checks.unknown("annotator of " + ID + ".serve", hyper.serve, annotators);
    }
    int served = annotators.indexOf(hyper.serve);
    return served(
        TypedPolicies.fit(hyper.typed, reference, pairs, context, typed -> served(typed, served)),
        served);
  }

  private static Policy served(TypedPolicies typed, int annotator) {
    Responsibilities who = typed.responsibilities();
    if (annotator >= 0) {
      return typed.policies().get(who.typeOf(annotator));
    }
    double[] shares = who.shares();
    int most = 0;
    for (int k = 1; k < shares.length; k++) {
      most = shares[k] > shares[most] ? k : most;
    }
    return typed.policies().get(most);
  }
}
