package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import org.prefbench.nn.Pass;

/** The labelled pairs of one computation, as a loss of winners and losers reads them. */
public final class PairBatch {
  private final NDArray probabilityFirst;
  private final Side first;
  private final Side second;
  private final DoubleSupplier divergence;
  private OptionalDouble known = OptionalDouble.empty();

  /**
   * Creates a batch.
   *
   * @param probabilityFirst the labels as the probability that the first is better, {@code [n]}
   * @param divergence see {@link #divergence}; asked at most once
   */
  public PairBatch(NDArray probabilityFirst, Side first, Side second, DoubleSupplier divergence) {
    this.probabilityFirst = probabilityFirst;
    this.first = first;
    this.second = second;
    this.divergence = divergence;
  }

  /**
   * Returns the loss of every pair, {@code [n]}: p loss(first won) + (1 - p) loss(second won). A
   * loss that is linear in the label, as all of cross-entropy are, is exact for uncertain labels
   * so; a square is up to a constant.
   */
  public NDArray loss(Pass pass, WinnerLoss loss) {
    NDArray ifFirst = loss.of(pass, this, first, second);
    NDArray ifSecond = loss.of(pass, this, second, first);
    return ifSecond.add(probabilityFirst.mul(ifFirst.sub(ifSecond)));
  }

  /**
   * Returns the mean of KL(pi || pi_ref) over the batch's segments in nats, summed over a segment's
   * states or their mean as D is; a number, through which no derivative goes.
   */
  public double divergence() {
    if (known.isEmpty()) {
      known = OptionalDouble.of(divergence.getAsDouble());
    }
    return known.getAsDouble();
  }

  /** Returns the mean of D over all segments of the batch, an array without dimensions. */
  public NDArray meanLogRatio(Pass pass) {
    return first.logRatios().add(second.logRatios()).mean().mul(pass.scalar(0.5f));
  }

  /**
   * Puts on the learning curve, over the pairs that were decided, what {@link PairTerms} does: the
   * means of D of winners and losers, of their difference, and how often that is positive.
   */
  void tell(Pass pass) {
    NDArray lean = probabilityFirst.sub(0.5f).sign(); // 1, -1, or 0 for a tie
    NDArray decided = lean.neq(pass.scalar(0));
    NDArray middle = first.logRatios().add(second.logRatios()).mul(pass.scalar(0.5f));
    NDArray margin = first.logRatios().sub(second.logRatios()).mul(lean);
    NDArray half = margin.mul(pass.scalar(0.5f));
    pass.metric("log-ratio-winner", middle.add(half).booleanMask(decided));
    pass.metric("log-ratio-loser", middle.sub(half).booleanMask(decided));
    pass.metric("margin", margin.booleanMask(decided));
    pass.metric(
        "implicit-accuracy", margin.sign().add(1).mul(pass.scalar(0.5f)).booleanMask(decided));
  }
}
