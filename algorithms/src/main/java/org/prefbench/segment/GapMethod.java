package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * A direct method that fits the log-ratios of pairs to numbers known of every pair before it
 * starts, such as how much better learned rewards find the first than the second: like {@link
 * DirectMethod}, it fine-tunes a copy of the reference, and what makes one is where the numbers
 * come from, a loss, its settings and its citation. As what it fits has an optimum, deviations that
 * do not depend on the state could be trained; by default they stay.
 *
 * @param <H> the settings of numbers and loss
 */
public abstract class GapMethod<H extends Record> extends FineTuning<DirectMethod.Settings<H>> {
  /**
   * Pairs and what is known of them.
   *
   * @param pairs to be fitted, none of them skipped; their labels are looked at for the learning
   *     curve alone
   * @param gaps how much better the first of each is, by each of several judges, {@code [judges,
   *     pairs]}
   */
  public record Gaps(List<PreferencePair> pairs, FloatMatrix gaps) {}

  /**
   * Creates a method.
   *
   * @param id as in {@link #id}
   * @param title as in {@link #title}
   * @param loss the default settings of numbers and loss
   */
  protected GapMethod(String id, String title, H loss) {
    super(id, title, new DirectMethod.Settings<>(loss, false, FITTING));
  }

  /**
   * Returns the pairs to fit and the numbers to fit them to.
   *
   * @param validationShare the share of the labelled pairs to be held out by whatever is learned
   *     before
   */
  protected abstract Gaps gaps(
      H settings, double validationShare, TrainingInput input, TrainingContext context);

  /** Returns the pairs that have a label. */
  protected static List<PreferencePair> labelled(TrainingInput input) {
    return input.preferences().pairs().stream().filter(pair -> pair.label() != Label.SKIP).toList();
  }

  /** Returns the loss with its settings fixed. */
  public abstract GapLoss loss(H settings);

  @Override
  public final Algorithm create(DirectMethod.Settings<H> settings) {
    return (input, context) -> train(settings, input, context);
  }

  private GaussianPolicy train(
      DirectMethod.Settings<H> settings, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, id());
    Fitting fitting = settings.fitting();
    Gaps known = gaps(settings.loss(), fitting.validationShare(), input, context);
    FloatMatrix gaps = transposed(known.gaps);
    PairArrays pairs =
        PairArrays.of(
            new PreferenceDataset(input.preferences().environment(), known.pairs, Map.of()));
    GapLoss loss = loss(settings.loss());
    Learner learner = fitting.learner(context.ledger());
    SegmentLikelihood likelihood =
        new SegmentLikelihood(pairs.segments(), reference, learner, settings.trainStd());
    learner.fit(
        fitting,
        fitting.batches(pairs.pairs(), context.seed()),
        context.monitor(),
        Objective.fromIdle(
            (pass, rows) -> {
              PairTerms terms = new PairTerms(pass, pairs, likelihood, rows);
              NDArray judged = pass.rows(gaps, rows).transpose();
              NDArray each = loss.of(pass, terms.logRatios(), judged);
              if (pass.watched()) {
                terms.tell(pass);
              }
              return each.mean();
            }),
        likelihood::policy);
    return likelihood.policy();
  }

  private static FloatMatrix transposed(FloatMatrix matrix) {
    FloatMatrix result = new FloatMatrix(matrix.columns(), matrix.rows());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        result.set(j, i, matrix.get(i, j));
      }
    }
    return result;
  }
}
