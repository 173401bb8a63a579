package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;

/**
 * A method that fine-tunes a copy of the reference on labelled pairs by a loss of their
 * likelihoods, without a reward model and without acting: one loss, its settings and its citation.
 * The reference needs a density, so it must come from {@code bc}.
 *
 * <p>The learning curve shows how likely winners and losers become relative to the reference, on
 * the batch of a step and on the held-out pairs ({@code log-ratio-winner}, {@code log-ratio-loser},
 * {@code margin}, {@code implicit-accuracy}), and how far the policy has gone from the reference
 * there ({@code kl}, nats per step).
 *
 * @param <H> the settings of the loss
 */
public abstract class DirectMethod<H extends Record>
    implements AlgorithmFactory<DirectMethod.Settings<H>> {
  /**
   * How every direct method is fitted unless told otherwise. With steps of 1e-4 and no warm-up the
   * first ones overshoot: Adam's step does not scale with the gradient, so clipping does not help,
   * and 20 to 100 % of trainings (at beta 0.01 to 100) end worse than untouched on held-out pairs.
   * So the steps are small and rise slowly, and the state that explains held-out pairs best is
   * kept, which may be the reference itself.
   */
  private static final Fitting FITTING =
      Fitting.of(1e-5, Schedule.COSINE, 64, 2_000, 0.1)
          .clipped(10)
          .warmedUp(100)
          .keeping(Fitting.Keep.BEST);

  private final String id;
  private final String title;
  private final Settings<H> defaults;

  /**
   * What a direct method is told.
   *
   * @param loss the settings of its loss
   */
  public record Settings<H extends Record>(
      @Inline H loss,
      @Help(
              "whether standard deviations that do not depend on the state are trained too; those"
                  + " that a network computes always are")
          boolean trainStd,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(
              of = "keep",
              value =
                  "the state that is kept: last, or best: the smallest loss on held-out pairs, looked"
                      + " at before the first step and after every hundredth of the training")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {}

  /**
   * Creates a method.
   *
   * @param id as in {@link #id}
   * @param title as in {@link #title}
   * @param loss the default settings of the loss
   */
  protected DirectMethod(String id, String title, H loss) {
    this(id, title, loss, FITTING);
  }

  /**
   * Creates a method that is fitted in another way than others.
   *
   * @param fitting how the loss is minimised by default
   */
  protected DirectMethod(String id, String title, H loss, Fitting fitting) {
    this.id = id;
    this.title = title;
    defaults = new Settings<>(loss, true, fitting);
  }

  /** Returns the loss with its settings fixed. */
  public abstract PairLoss loss(H settings);

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final Family family() {
    return Family.DIRECT;
  }

  @Override
  public final Settings<H> defaults() {
    return defaults;
  }

  @Override
  public final Set<Needs> needs(Settings<H> settings) {
    return Set.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  public final void check(Settings<H> settings, Prospect prospect) {
    prospect.requirePairs(id);
    GaussianHead.checkReference(prospect, id);
  }

  @Override
  public final Algorithm create(Settings<H> settings) {
    return (input, context) -> train(loss(settings.loss), settings, input, context);
  }

  private GaussianPolicy train(
      PairLoss loss, Settings<H> settings, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, id);
    PairArrays pairs = PairArrays.of(input.preferences());
    Fitting fitting = settings.fitting;
    Learner learner = fitting.learner(context.ledger());
    SegmentLikelihood likelihood =
        new SegmentLikelihood(pairs.segments(), reference, learner, settings.trainStd);
    learner.fit(
        fitting,
        fitting.batches(pairs.pairs(), context.seed()),
        context.monitor(),
        Objective.fromIdle(
            (pass, rows) -> {
              PairTerms terms = new PairTerms(pass, pairs, likelihood, rows);
              NDArray each = loss.of(pass, terms);
              if (pass.watched()) {
                terms.tell(pass);
              }
              return each.mean();
            }),
        likelihood::policy);
    return likelihood.policy();
  }
}
