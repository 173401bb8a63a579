package org.prefbench.segment;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.nn.GaussianDivergence;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;

/**
 * What a policy in training makes of labelled pairs under one {@link Score}, alone and relative to
 * the reference that it starts from. Distances come from a {@link SegmentLikelihood} too: the
 * log-density of a Gaussian with variance 1/2 is minus the squared distance, less a constant. For
 * the tanh form they are those between latents.
 */
public final class SegmentScores {
  /** A Gaussian with this log of its deviation has density exp(-x^2) / sqrt(pi). */
  private static final float LOG_STD = (float) (-0.5 * StrictMath.log(2));

  /**
   * Smaller squares count as this and have no derivative: that of a root at 0 is infinite, and what
   * is left of a square there is the rounding of the two numbers that it is the difference of.
   */
  private static final float SMALLEST_SQUARE = 1e-6f;

  private final PairArrays pairs;
  private final GaussianPolicy reference;
  private final Score score;
  private final SegmentLikelihood likelihood; // of segments, or of single steps for DISTANCE
  private final FloatMatrix observations; // [segments * length, obs], standardised
  private final FloatMatrix starts; // [segments, length], every step's score before training
  private final float[] lengths; // [segments]

  /**
   * Declares a copy of the reference in {@code learner}; the reference itself stays.
   *
   * @param trainStd whether standard deviations that do not depend on the state are trained too;
   *     distances never train them
   * @throws org.prefbench.core.InvalidInputException if distances are asked for and a network
   *     computes the reference's standard deviations
   */
  public SegmentScores(
      PairArrays pairs, GaussianPolicy reference, Learner learner, Score score, boolean trainStd) {
    this.pairs = pairs;
    this.reference = reference;
    this.score = score;
    SegmentArrays segments = pairs.segments();
    GaussianPolicy scored = reference;
    if (score != Score.LOG_DENSITY) {
      float[] logStd = reference.logStd();
      Checks.require(
          logStd.length > 0,
          "distances instead of densities need a reference whose standard deviations do not depend"
              + " on the state, and a network computes them");
      Arrays.fill(logStd, LOG_STD);
      scored = reference.with(reference.network(), logStd);
    }
    likelihood =
        new SegmentLikelihood(
            score == Score.DISTANCE ? singleSteps(segments) : segments,
            scored,
            learner,
            trainStd && score == Score.LOG_DENSITY);
    observations = reference.standardizer().apply(segments.observations());
    starts = starts(scored);
    lengths = new float[segments.segments()];
    for (int row : segments.steps()) {
      lengths[row / segments.length()]++;
    }
  }

  /** Every step as a segment of its own, padding included. */
  private static SegmentArrays singleSteps(SegmentArrays segments) {
    int steps = Math.multiplyExact(segments.segments(), segments.length());
    return new SegmentArrays(
        steps,
        1,
        segments.observations(),
        segments.actions(),
        new FloatMatrix(steps, 1, segments.mask().values()));
  }

  private FloatMatrix starts(GaussianPolicy scored) {
    SegmentArrays segments = pairs.segments();
    double[] logs = scored.logProbabilities(segments.observations(), segments.actions());
    double[] volumes = scored.logVolumes(scored.latents(segments.actions()));
    double constant = scored.actions().size() * 0.5 * StrictMath.log(StrictMath.PI);
    FloatMatrix result = new FloatMatrix(segments.segments(), segments.length());
    for (int row : segments.steps()) {
      result.values()[row] =
          (float) (score == Score.LOG_DENSITY ? logs[row] : logs[row] + volumes[row] + constant);
    }
    return result;
  }

  /** Returns the pairs {@code rows} as a loss reads them. */
  public PairBatch batch(Pass pass, int[] rows, Normalise normalise) {
    int[] segments = pairs.segmentsOf(rows);
    NDArray started = pass.rows(starts, segments); // [2 n, length]
    int[] sum = {1};
    NDArray ratios;
    NDArray logs;
    if (score == Score.DISTANCE) {
      NDArray mask = pass.rows(pairs.segments().mask(), segments);
      NDArray gained = likelihood.logRatios(pass, stepsOf(segments), 1).reshape(mask.getShape());
      NDArray distances = distances(pass, started.add(gained));
      ratios = distances(pass, started).sub(distances).mul(mask).sum(sum);
      logs = distances.mul(mask).sum(sum).neg();
    } else {
      ratios = likelihood.logRatios(pass, segments, 1);
      logs = ratios.add(started.sum(sum));
    }
    NDArray steps = pass.rows(lengths, segments);
    NDArray stepRatios = ratios.div(steps);
    if (normalise == Normalise.MEAN) {
      ratios = stepRatios;
      logs = logs.div(steps);
    }
    return new PairBatch(
        pass.rows(pairs.probabilityFirst(), rows),
        side(0, ratios, logs, stepRatios),
        side(1, ratios, logs, stepRatios),
        () -> divergence(rows, normalise));
  }

  private static NDArray distances(Pass pass, NDArray negativeSquares) {
    return negativeSquares.neg().maximum(pass.scalar(SMALLEST_SQUARE)).sqrt();
  }

  /** The first or the second of every pair, of arrays that have them in turn. */
  private static Side side(int which, NDArray ratios, NDArray logs, NDArray stepRatios) {
    String index = ":, " + which;
    return new Side(
        ratios.reshape(-1, 2).get(index),
        logs.reshape(-1, 2).get(index),
        stepRatios.reshape(-1, 2).get(index));
  }

  /**
   * Returns KL(pi || pi_ref) at every state of the pairs {@code rows}, in nats, padding left out;
   * in closed form.
   */
  double[] divergences(int... rows) {
    float[] real = pairs.segments().mask().values();
    int[] steps =
        Arrays.stream(stepsOf(pairs.segmentsOf(rows))).filter(step -> real[step] == 1).toArray();
    return GaussianDivergence.of(policy(), reference, observations.select(steps));
  }

  private double divergence(int[] rows, Normalise normalise) {
    double[] all = divergences(rows);
    return Arrays.stream(all).sum() / (normalise == Normalise.SUM ? 2 * rows.length : all.length);
  }

  private int[] stepsOf(int[] segments) {
    int length = pairs.segments().length();
    return Arrays.stream(segments)
        .flatMap(segment -> IntStream.range(segment * length, (segment + 1) * length))
        .toArray();
  }

  /** Returns the policy as it stands. */
  public GaussianPolicy policy() {
    GaussianPolicy trained = likelihood.policy();
    return score == Score.LOG_DENSITY
        ? trained
        : reference.with(trained.network(), reference.logStd());
  }
}
