package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;

/**
 * A method that fine-tunes a copy of the reference on labelled pairs by a loss of their
 * likelihoods, without a reward model and without acting: one loss, its settings and its citation.
 * The reference needs a density, so it must come from {@code bc}.
 *
 * <p>The learning curve shows how likely winners and losers become relative to the reference, on
 * the batch of a step and on the held-out pairs ({@code log-ratio-winner}, {@code log-ratio-loser},
 * {@code margin}, {@code implicit-accuracy}).
 */
public interface DirectMethod<H extends Record> extends AlgorithmFactory<H> {
  /** Returns the loss. */
  PairLoss loss(H hyperparameters);

  /** Returns how it is minimised. */
  Fitting fitting(H hyperparameters);

  @Override
  default Family family() {
    return Family.DIRECT;
  }

  @Override
  default Set<Needs> needs(H hyperparameters) {
    return Set.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  default Algorithm create(H hyperparameters) {
    return (input, context) ->
        train(id(), loss(hyperparameters), fitting(hyperparameters), input, context);
  }

  private static GaussianPolicy train(
      String id, PairLoss loss, Fitting fitting, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, id);
    PairArrays pairs = PairArrays.of(input.preferences());
    Learner learner = fitting.learner(context.ledger());
    SegmentLikelihood likelihood = new SegmentLikelihood(pairs.segments(), reference, learner);
    learner.fit(
        fitting.steps(),
        fitting.batches(pairs.pairs(), context.seed()),
        context.monitor(),
        (pass, rows) -> {
          PairTerms terms = new PairTerms(pass, pairs, likelihood, rows);
          NDArray each = loss.of(pass, terms);
          if (pass.watched()) {
            terms.tell(pass);
          }
          return each.mean();
        },
        likelihood::policy);
    return likelihood.policy();
  }
}
