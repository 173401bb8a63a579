package org.prefbench.method.reward;

import java.util.EnumSet;
import java.util.Set;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.OfflineMethod;
import org.prefbench.offline.Relabelling;
import org.prefbench.reward.StepClassifier;
import org.prefbench.rl.Iql;
import org.prefbench.rl.OfflineLearner;

/**
 * Fine-grained supervision (Xu et al. 2024, "Aligning large language models via fine-grained
 * supervision", arXiv 2406.02756): an annotator edits losing segments step by step, a classifier
 * learns which steps the edits improve, and its verdicts are the rewards of the logged steps.
 *
 * <pre>
 * edit (i, t)  segment i with a_t replaced by a' ~ pi_ref(. | s_t), the other actions as they were
 * mark         1, -1, 0 of a_t where segment i is better, worse or as good; of a' the contrary
 * r            as in {@link StepClassifier}: P(1 | s, a) - P(-1 | s, a)
 * pi           as in {@link Iql} on (s, a, scale r + shift, s') of every logged step
 * </pre>
 *
 * <p>A label of a whole segment says of each of its k steps a k-th of the truth; a mark says which
 * step it was. Learner, unit and zero are those of {@code p-iql}, and with {@code edited: 0} there
 * are as many answers as given pairs, so what tells the two apart is the grain of the labels alone.
 * Of the given pairs the segments are used, and which of them lost: what is edited.
 *
 * <p>Differs from the paper: the annotator is the study's teacher, who compares the segment with
 * each edit by itself, instead of rewriting an answer at will (teacher {@code editor} calls equal
 * what is worth no edit); offline reinforcement learning takes the place of PPO; the reward is the
 * classifier's mean verdict, not one number for each class. Edits are simulated, so that the
 * annotator sees what would have come of them.
 */
public final class FineGrained extends OfflineMethod<FineGrained.Hyper> {
  private static final String ID = "fine-grained";

  /** The settings. */
  public record Hyper(
      @Help(
              "losing segments whose steps are edited, a query for each step, >= 0; 0 edits so many"
                  + " that there are no more queries than pairs, but at least one")
          int edited,
      StepClassifier.Setting reward,
      @Inline Relabelling relabelling,
      @Inline Iql.Settings learning) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("edited", edited, 0);
    }
  }

  /** Creates the method. */
  public FineGrained() {
    super(
        ID,
        "Marks of single steps by edits, then implicit Q-learning (Xu et al. 2024, arXiv 2406.02756)",
        Family.OFFLINE,
        new Hyper(
            0,
            StepClassifier.Setting.usual(),
            LearnedReward.defaults().relabelling(),
            Iql.Settings.defaults()));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return EnumSet.of(Needs.TRAINING_SIMULATOR, Needs.TEACHER);
  }

  @Override
  protected float[] rewards(
      Hyper hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    StepClassifier.Marked marked =
        StepEdits.of(ID, input, hyper.edited, context.seed().child("edits"));
    StepClassifier classifier = StepClassifier.fit(marked, hyper.reward, context);
    return hyper.relabelling.of(steps, classifier::rewards);
  }

  @Override
  protected OfflineLearner learner(Hyper hyper) {
    return new Iql(hyper.learning);
  }
}
