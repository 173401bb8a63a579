package org.prefbench.method.direct;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.generative.FlowPlans;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.LabelledFlow;
import org.prefbench.generative.LabelledPlans;
import org.prefbench.segment.PairArrays;

/**
 * Preference flow matching for annotators whose types are not known: a flow from noise to what the
 * annotators of one type prefer, types being found by expectation and maximisation (Kim et al.
 * 2024, arXiv 2405.19806, for the flow; Chidambaram et al. 2024, arXiv 2405.15065, for the types).
 *
 * <pre>
 * E: gamma_ak ~ share_k prod_{votes j of annotator a} sigmoid(w_k . f(j))
 * M: w_k      = argmin - E gamma_ak log sigmoid(w_k . f),  until it stays; then
 * L(theta)    = E 2 p gamma_ak || v_theta(t, (1 - t) e + t y | x) - (y - e) ||^2 / d,   e ~ N(0, I)
 * </pre>
 *
 * <p>with p = 1, 0 or 1/2 where y won, lost or tied, and k the type of the annotator {@code serve},
 * or of the most annotators if none is named. A flow has no cheap density that could say how likely
 * a vote is under a type, so the rewards that tell types apart are linear in simple features f, see
 * {@link LinearTypes}, and the flow is learned once, when the types are known. Two types of equal
 * share that want the contrary leave {@code pfm} where it began, and this one not.
 *
 * <p>It asks neither reference nor simulator when it acts. Skipped pairs are left out. With one
 * type it is {@code pfm} from noise, ties included.
 */
public final class EmPfm extends LabelledFlow<EmPfm.Hyper> {
  private static final String ID = "em-pfm";

  /** The settings. */
  public record Hyper(
      @Help("types of annotators, >= 1") int types,
      @Help("the annotator whose type's flow acts; of most annotators if empty") String serve,
      @Help("actions executed per plan, >= 1 (PFM: 1)") int rolloutFrequency,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          FlowPlans plans) {
    /** Validates. */
    public Hyper {
      Checks.between("types", types, 1, 100);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
    }
  }

  /** Creates the method. */
  public EmPfm() {
    super(
        ID,
        "Preference flow matching for a hidden type of annotators (after Chidambaram et al. 2024, arXiv 2405.15065)",
        new Hyper(2, "", 1, PLANS));
  }

  @Override
  protected int executed(Hyper hyper) {
    return hyper.rolloutFrequency;
  }

  @Override
  protected FlowPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    PairArrays pairs = PairArrays.of(input.preferences());
    int[] votes = IntStream.range(0, pairs.pairs()).toArray();
    Responsibilities who =
        LinearTypes.guess(pairs, votes, hyper.types, context.seed().child("types"));
    int type = served(hyper.serve, who, pairs.annotators());
    context.monitor().metric("served-type-share", 0, who.shares()[type]);
    LabelledPlans plans =
        plans(hyper, LabelledPairs.segments(LabelledPairs.of(input.preferences())));
    return plans.fitWeighted(
        hyper.plans, weights(pairs, who, type), hyper.rolloutFrequency, context);
  }

  private static int served(String annotator, Responsibilities who, List<String> annotators) {
    if (annotator.isEmpty()) {
      double[] shares = who.shares();
      return IntStream.range(0, shares.length)
          .boxed()
          .max(Comparator.comparingDouble(k -> shares[k]))
          .orElseThrow();
    }
    if (!annotators.contains(annotator)) {
      throw Checks.unknown("annotator of " + ID + ".serve", annotator, annotators);
    }
    return who.typeOf(annotators.indexOf(annotator));
  }

  /** Returns 2 p gamma of first and second of pair after pair, {@code [2 pairs]}. */
  private static float[] weights(PairArrays pairs, Responsibilities who, int type) {
    float[] likely = who.ofVotes(pairs.annotator(), type);
    float[] weights = new float[2 * likely.length];
    for (int i = 0; i < likely.length; i++) {
      float first = pairs.probabilityFirst()[i];
      weights[2 * i] = 2 * first * likely[i];
      weights[2 * i + 1] = 2 * (1 - first) * likely[i];
    }
    return weights;
  }
}
