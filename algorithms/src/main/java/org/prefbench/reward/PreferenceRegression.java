package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.segment.LearningCurve;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.PairTerms;
import org.prefbench.segment.SegmentLikelihood;

/**
 * What methods share that regress log-ratios on what a {@link PreferenceEmbedding}, learned from
 * the labels, says of a pair. With an odd function g of its log-odds
 *
 * <pre>
 * L(theta) = 1/2 E [ (D(first) - eta g)^2 + (D(second) + eta g)^2 ]
 * </pre>
 *
 * <p>Both segments of a pair are draws of the reference, so what D ends at is eta times the mean of
 * g over a segment's opponents.
 */
public abstract class PreferenceRegression
    implements AlgorithmFactory<PreferenceRegression.Settings> {
  private static final float[] SIDES = {1, -1};

  private final String id;
  private final String title;
  private final double eta;

  /** What such a method is told. */
  public record Settings(
      @Help("nats that a winner is to gain per unit of the target, > 0") double eta,
      @Help(
              "whether standard deviations that do not depend on the state are trained too; those"
                  + " that a network computes always are")
          boolean trainStd,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, of the preference model too, >= 1")
          @Help(
              of = "validation-share",
              value = "share of the pairs held out, from the preference model too, in [0, 0.5]")
          @Help(
              of = "keep",
              value =
                  "the state that is kept, of the preference model too: last, or best: the smallest"
                      + " loss on held-out pairs, looked at before the first step and after every"
                      + " hundredth of the training")
          Fitting fitting,
      PreferenceEmbedding.Setting preference) {
    /** Validates. */
    public Settings {
      Checks.positive("eta", eta);
    }
  }

  /**
   * Creates a method.
   *
   * @param id as in {@link #id}
   * @param title as in {@link #title}
   * @param eta its default
   */
  protected PreferenceRegression(String id, String title, double eta) {
    this.id = id;
    this.title = title;
    this.eta = eta;
  }

  /** Returns g; odd. */
  protected abstract double target(double logOdds);

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
  public final Settings defaults() {
    return new Settings(
        eta,
        false,
        Fitting.of(1e-5, Schedule.COSINE, 64, 2_000, 0.1)
            .clipped(10)
            .warmedUp(100)
            .keeping(Fitting.Keep.BEST),
        PreferenceEmbedding.Setting.usual());
  }

  @Override
  public final Set<Needs> needs(Settings settings) {
    return Set.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  public final void check(Settings settings, Prospect prospect) {
    prospect.requirePairs(id);
    GaussianHead.checkReference(prospect, id);
  }

  @Override
  public final Algorithm create(Settings settings) {
    return (input, context) -> train(settings, input, context);
  }

  private GaussianPolicy train(Settings settings, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, id);
    PairArrays pairs = PairArrays.of(input.preferences());
    Fitting fitting = settings.fitting;
    float[] targets =
        targets(
            settings.eta,
            PreferenceEmbedding.fit(pairs, settings.preference, fitting, context).logits());
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
              LearningCurve.tell(pass, terms);
              return loss(pass, terms.logRatios(), pass.rows(targets, rows)).mean();
            }),
        likelihood::policy);
    return likelihood.policy();
  }

  /** Returns eta g of log-odds. */
  final float[] targets(double eta, float... logOdds) {
    float[] targets = new float[logOdds.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) (eta * target(logOdds[i]));
    }
    return targets;
  }

  /**
   * Returns the loss of every pair, {@code [n]}.
   *
   * @param logRatios D of first and second, {@code [n, 2]}
   * @param targets eta g, {@code [n]}
   */
  static NDArray loss(Pass pass, NDArray logRatios, NDArray targets) {
    NDArray wanted = targets.reshape(-1, 1).mul(pass.array(SIDES, 1, 2));
    return logRatios.sub(wanted).square().sum(new int[] {1}).mul(pass.scalar(0.5f));
  }
}
