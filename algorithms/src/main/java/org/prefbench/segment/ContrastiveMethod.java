package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;

/**
 * A direct method whose loss tells the winner of a pair from its loser: like {@link DirectMethod},
 * it fine-tunes a copy of the reference, and what makes one is a loss, its settings and its
 * citation. Its loss may read more: likelihoods without the reference, means over the steps,
 * distances of actions, the divergence from the reference.
 *
 * <p>Standard deviations are left as they are unless told otherwise. A density of continuous
 * actions has no bound: with deviations that are trained, widening makes all losers less likely at
 * once and narrowing all winners likelier, whatever the actions, and losses that only fall with a
 * margin, or that know no reference, never end.
 *
 * @param <H> the settings of the loss
 */
public abstract class ContrastiveMethod<H extends Record>
    extends FineTuning<ContrastiveMethod.Settings<H>> {
  /** What the setting of a {@link KlBudget} says. */
  public static final String KL_BUDGET_HELP =
      "mean KL divergence from the reference on a batch's states, in nats per step, at which training"
          + " ends; looked at a hundred times; > 0, Infinity for no such end";

  /**
   * What such a method is told.
   *
   * @param loss the settings of its loss
   */
  public record Settings<H extends Record>(
      @Inline H loss,
      @Help("how the steps of a segment are put together, sum or mean") Normalise normalise,
      @Help(
              "whether standard deviations that do not depend on the state are trained too; those"
                  + " that a network computes always are")
          boolean trainStd,
      @Help(KL_BUDGET_HELP) double klBudget,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(
              of = "keep",
              value =
                  "the state that is kept: last, or best: the smallest loss on held-out pairs, looked"
                      + " at before the first step and after every hundredth of the training")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Settings {
      Checks.require(klBudget > 0, "kl-budget must be > 0, got %s", klBudget);
    }
  }

  /**
   * Creates a method.
   *
   * @param id as in {@link #id}
   * @param title as in {@link #title}
   * @param normalise how its source puts steps together
   * @param loss the default settings of the loss
   */
  protected ContrastiveMethod(String id, String title, Normalise normalise, H loss) {
    super(id, title, new Settings<>(loss, normalise, false, Double.POSITIVE_INFINITY, FITTING));
  }

  /** Returns the loss with its settings fixed. */
  public abstract WinnerLoss loss(H settings);

  /** Returns what stands for the log-density of an action: itself, unless a method says else. */
  protected Score score(H settings) {
    return Score.LOG_DENSITY;
  }

  @Override
  public final Algorithm create(Settings<H> settings) {
    Score score = score(settings.loss);
    Checks.require(
        score == Score.LOG_DENSITY || !settings.trainStd,
        "%s.train-std must be false where the loss reads distances, which no deviation changes",
        id());
    return (input, context) -> train(loss(settings.loss), score, settings, input, context);
  }

  private GaussianPolicy train(
      WinnerLoss loss,
      Score score,
      Settings<H> settings,
      TrainingInput input,
      TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, id());
    PairArrays pairs = PairArrays.of(input.preferences());
    Fitting fitting = settings.fitting;
    Learner learner = fitting.learner(context.ledger());
    SegmentScores scores = new SegmentScores(pairs, reference, learner, score, settings.trainStd);
    Minibatches batches = fitting.batches(pairs.pairs(), context.seed());
    Learner.RowLoss mean =
        (pass, rows) -> {
          PairBatch batch = scores.batch(pass, rows, settings.normalise);
          NDArray each = batch.loss(pass, loss);
          if (pass.watched()) {
            batch.tell(pass);
            double[] kl = scores.divergences(rows);
            pass.metric("kl", pass.array(floats(kl), kl.length));
          }
          return each.mean();
        };
    learner.fit(
        fitting,
        batches,
        context.monitor(),
        Objective.fromIdle(
            new KlBudget(settings.klBudget, learner, scores::divergences)
                .within(mean, fitting, batches)),
        scores::policy);
    return scores.policy();
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
