package org.prefbench.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.segment.Line.pair;
import static org.prefbench.segment.Line.segment;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.Label;

/** Policy N(0.6 s + 0.5, 3^2) at state s against the reference N(0, 3^2). */
class SegmentScoresTest {
  private static final float[][] ACTIONS = {{1, -0.5f, 2}, {0.25f}, {0, 3}, {4, 4, 4}};
  private static final PairArrays PAIRS =
      PairArrays.of(
          Line.dataset(
              pair(segment(ACTIONS[0]), segment(ACTIONS[1]), Label.FIRST, "hand"),
              pair(segment(ACTIONS[2]), segment(ACTIONS[3]), Label.TIE, "hand")));

  private static GaussianPolicy reference(GaussianPolicy.Form form) {
    return new GaussianPolicy(
        form,
        form == GaussianPolicy.Form.GAUSSIAN ? Space.unbounded(1) : Space.box(1, -5, 5),
        Standardizer.identity(1),
        new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
        new float[] {(float) Math.log(3)});
  }

  private static double logDensity(double action, double mean) {
    double z = (action - mean) / 3;
    return -0.5 * z * z - Math.log(3) - 0.5 * Math.log(2 * Math.PI);
  }

  private static double score(Score score, double action, double mean) {
    return switch (score) {
      case LOG_DENSITY -> logDensity(action, mean);
      case SQUARED_DISTANCE -> -(action - mean) * (action - mean);
      case DISTANCE -> -Math.max(1e-3, Math.abs(action - mean)); // no smaller distance counts
    };
  }

  @ParameterizedTest
  @EnumSource
  void sumsAndMeansMatchHandWork(Score score) {
    for (Normalise normalise : Normalise.values()) {
      Learner learner = new Learner(Adam.of(1), new Ledger());
      SegmentScores scores =
          new SegmentScores(PAIRS, reference(GaussianPolicy.Form.GAUSSIAN), learner, score, false);
      assertArrayEquals(
          new float[4], read(learner, scores, normalise, Side::logRatios), "zero to the last bit");
      move(learner);
      double[] logs = sums(normalise, (t, a) -> score(score, a, 0.6 * t + 0.5));
      double[] starts = sums(normalise, (t, a) -> score(score, a, 0));
      float[] ratios = read(learner, scores, normalise, Side::logRatios);
      float[] found = read(learner, scores, normalise, Side::logs);
      float[] steps = read(learner, scores, normalise, Side::stepLogRatios);
      for (int i = 0; i < 4; i++) {
        double ratio = logs[i] - starts[i];
        assertEquals(logs[i], found[i], 1e-4, "log of segment " + i);
        assertEquals(ratio, ratios[i], 1e-4, "log-ratio of segment " + i);
        int length = normalise == Normalise.SUM ? ACTIONS[i].length : 1;
        assertEquals(ratio / length, steps[i], 1e-4, "per step of segment " + i);
      }
    }
  }

  /** The divergence is that of the policy, (m / 3)^2 / 2 at every step, whatever the score. */
  @ParameterizedTest
  @EnumSource
  void theDivergenceIsThePolicys(Score score) {
    for (Normalise normalise : Normalise.values()) {
      Learner learner = new Learner(Adam.of(1), new Ledger());
      GaussianPolicy reference = reference(GaussianPolicy.Form.GAUSSIAN);
      SegmentScores scores = new SegmentScores(PAIRS, reference, learner, score, false);
      move(learner);
      double sum = 0;
      for (float[] segment : ACTIONS) {
        for (int t = 0; t < segment.length; t++) {
          double mean = 0.6 * t + 0.5;
          sum += mean * mean / 18;
        }
      }
      double[] divergence = new double[1];
      learner.evaluate(
          pass -> {
            PairBatch batch = scores.batch(pass, new int[] {0, 1}, normalise);
            divergence[0] = batch.divergence();
            return batch.meanLogRatio(pass);
          });
      assertEquals(sum / (normalise == Normalise.SUM ? 4 : 9), divergence[0], 1e-5);
      assertArrayEquals(reference.logStd(), scores.policy().logStd());
      assertArrayEquals(new float[] {0.6f, 0.5f}, scores.policy().network().weights());
    }
  }

  /** A segment twice over: its sum doubles, its mean stays. */
  @ParameterizedTest
  @EnumSource
  void aSegmentTwiceOverHasTwiceTheSum(Score score) {
    PairArrays doubled =
        PairArrays.of(Line.dataset(pair(segment(1, 2, 1, 2), segment(3, 3), Label.FIRST, "hand")));
    PairArrays single =
        PairArrays.of(Line.dataset(pair(segment(1, 2), segment(3), Label.FIRST, "hand")));
    for (Normalise normalise : Normalise.values()) {
      float[] once = shifted(single, score, normalise);
      float[] twice = shifted(doubled, score, normalise);
      for (int i = 0; i < 2; i++) {
        assertEquals(once[i] * (normalise == Normalise.SUM ? 2 : 1), twice[i], 1e-4);
      }
    }
  }

  /** The log-ratios of a pair when the policy's mean is 0.5 everywhere. */
  private static float[] shifted(PairArrays pairs, Score score, Normalise normalise) {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    SegmentScores scores =
        new SegmentScores(pairs, reference(GaussianPolicy.Form.GAUSSIAN), learner, score, false);
    Learner.State state = learner.state();
    learner.restore(new Learner.State(new float[] {0, 0.5f}, state.mean(), state.square(), 0));
    float[] result = new float[2];
    learner.evaluate(
        pass -> {
          PairBatch batch = scores.batch(pass, new int[] {0}, normalise);
          result[0] = side(pass, batch, true, Side::logRatios)[0];
          result[1] = side(pass, batch, false, Side::logRatios)[0];
          return batch.meanLogRatio(pass);
        });
    return result;
  }

  /** Log-densities of squashed actions, as the policy itself gives them. */
  @Test
  void squashedActionsHaveTheirVolume() {
    GaussianPolicy reference = reference(GaussianPolicy.Form.TANH_GAUSSIAN);
    Learner learner = new Learner(Adam.of(1), new Ledger());
    SegmentScores scores = new SegmentScores(PAIRS, reference, learner, Score.LOG_DENSITY, false);
    double[] own =
        reference.logProbabilities(PAIRS.segments().observations(), PAIRS.segments().actions());
    float[] found = read(learner, scores, Normalise.SUM, Side::logs);
    assertEquals(own[0] + own[1] + own[2], found[0], 1e-4);
    assertEquals(own[3], found[1], 1e-4);
  }

  /** Where the policy's mean is the action itself, a distance has no derivative, and no NaN. */
  @Test
  void noDistanceHasNoDerivative() {
    PairArrays pairs =
        PairArrays.of(Line.dataset(pair(segment(0), segment(2), Label.FIRST, "hand")));
    Learner learner = new Learner(Adam.of(1), new Ledger());
    SegmentScores scores =
        new SegmentScores(
            pairs, reference(GaussianPolicy.Form.GAUSSIAN), learner, Score.DISTANCE, false);
    float[] gradient =
        learner.gradient(
            pass ->
                scores
                    .batch(pass, new int[] {0}, Normalise.SUM)
                    .loss(pass, (p, batch, winner, loser) -> winner.logs().add(loser.logs()))
                    .mean());
    assertEquals(1, gradient[1], 1e-6, "that of -|2 - mean| alone");
  }

  @Test
  void distancesNeedFixedDeviations() {
    GaussianPolicy computed =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            Space.unbounded(1),
            Standardizer.identity(1),
            new Mlp(List.of(1, 2), Activation.RELU, Activation.IDENTITY, new float[4]),
            new float[0]);
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () ->
                new SegmentScores(
                    PAIRS,
                    computed,
                    new Learner(Adam.of(1), new Ledger()),
                    Score.SQUARED_DISTANCE,
                    false));
    assertTrue(error.getMessage().contains("standard deviations"), error.getMessage());
  }

  private static void move(Learner learner) {
    Learner.State state = learner.state();
    learner.restore(new Learner.State(new float[] {0.6f, 0.5f}, state.mean(), state.square(), 0));
  }

  /** By step and action, summed or averaged over every segment. */
  private static double[] sums(Normalise normalise, ToDoubleBiFunction<Integer, Double> of) {
    double[] sums = new double[ACTIONS.length];
    for (int i = 0; i < sums.length; i++) {
      for (int t = 0; t < ACTIONS[i].length; t++) {
        sums[i] += of.applyAsDouble(t, (double) ACTIONS[i][t]);
      }
      sums[i] /= normalise == Normalise.SUM ? 1 : ACTIONS[i].length;
    }
    return sums;
  }

  /** What a loss reads of the four segments, in the order of {@link #ACTIONS}. */
  private static float[] read(
      Learner learner, SegmentScores scores, Normalise normalise, Function<Side, NDArray> of) {
    float[] values = new float[4];
    learner.evaluate(
        pass -> {
          PairBatch batch = scores.batch(pass, new int[] {0, 1}, normalise);
          float[] first = side(pass, batch, true, of);
          float[] second = side(pass, batch, false, of);
          for (int i = 0; i < 2; i++) {
            values[2 * i] = first[i];
            values[2 * i + 1] = second[i];
          }
          return batch.meanLogRatio(pass);
        });
    return values;
  }

  /** One side of every pair, caught as the loss is handed it. */
  private static float[] side(
      Pass pass, PairBatch batch, boolean first, Function<Side, NDArray> of) {
    float[][] caught = new float[2][];
    int[] calls = {0};
    batch.loss(
        pass,
        (p, whole, winner, loser) -> {
          caught[calls[0]++] = of.apply(winner).toFloatArray();
          return winner.logRatios();
        });
    return caught[first ? 0 : 1];
  }
}
