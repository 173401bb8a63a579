package org.prefbench.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;

class SegmentLikelihoodTest {
  private static final List<Segment> SEGMENTS =
      List.of(Line.segment(1, -0.5f, 2), Line.segment(0.25f), Line.segment(0, 3));
  private static final double DISCOUNT = 0.5;

  /** N(0, 1) whatever the observation, which is standardised by mean 1 and deviation 2. */
  private static final GaussianPolicy REFERENCE =
      new GaussianPolicy(
          GaussianPolicy.Form.GAUSSIAN,
          Space.unbounded(1),
          new Standardizer(new float[] {1}, new float[] {2}),
          new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
          new float[1]);

  /**
   * After the parameters have moved, log N(a; 0.6 (s - 1) / 2 + 0.5, 2^2) of every action, summed
   * with weights 1, 0.5 and 0.25; padding does not count.
   */
  @Test
  void logsAndRatiosMatchHandWork() {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    SegmentLikelihood likelihood =
        new SegmentLikelihood(SegmentArrays.of(SEGMENTS), REFERENCE, learner, true);
    int[] all = {0, 1, 2};
    assertArrayEquals(
        new float[3], values(learner, 3, pass -> likelihood.logRatios(pass, all, DISCOUNT)), 1e-6f);
    Learner.State state = learner.state();
    float[] moved = {0.6f, 0.5f, (float) Math.log(2)};
    learner.restore(new Learner.State(moved, state.mean(), state.square(), 0));

    for (double discount : new double[] {1, DISCOUNT}) {
      float[] logs = new float[3];
      float[] ratios = new float[3];
      for (int i = 0; i < 3; i++) {
        for (int t = 0; t < SEGMENTS.get(i).length(); t++) {
          double a = SEGMENTS.get(i).actions().get(t, 0);
          double weight = Math.pow(discount, t);
          double log = logNormal(a, 0.6 * (t - 1) / 2 + 0.5, 2);
          logs[i] += (float) (weight * log);
          ratios[i] += (float) (weight * (log - logNormal(a, 0, 1)));
        }
      }
      assertArrayEquals(
          logs, values(learner, 3, pass -> likelihood.logs(pass, all, discount)), 1e-5f);
      assertArrayEquals(
          ratios, values(learner, 3, pass -> likelihood.logRatios(pass, all, discount)), 1e-5f);
      assertArrayEquals(
          new float[] {ratios[2], ratios[0]},
          values(learner, 2, pass -> likelihood.logRatios(pass, new int[] {2, 0}, discount)),
          1e-5f,
          "some segments in another order");
    }
  }

  private static double logNormal(double x, double mean, double deviation) {
    double z = (x - mean) / deviation;
    return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  }

  /** By the mean, the derivative of log N(a; 0, 1) is a: 1 - 0.5 / 2 + 2 / 4 for one segment. */
  @Test
  void derivativesAreDiscountedToo() {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    SegmentLikelihood likelihood =
        new SegmentLikelihood(SegmentArrays.of(SEGMENTS), REFERENCE, learner, true);
    float[] gradient =
        learner.gradient(pass -> likelihood.logRatios(pass, new int[] {0}, DISCOUNT).sum());
    assertEquals(1.25f, gradient[1], 1e-6f);
  }

  /** Any policy, any segments: as the densities that policies give in plain Java and double. */
  @ParameterizedTest
  @CsvSource({"GAUSSIAN, false", "GAUSSIAN, true", "TANH_GAUSSIAN, false", "TANH_GAUSSIAN, true"})
  void agreesWithThePolicysOwnDensities(GaussianPolicy.Form form, boolean stateDependent) {
    RandomStream random = new Seed(11).generator();
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int length = 1 + random.nextInt(7);
      FloatMatrix observations = new FloatMatrix(length + 1, 3);
      FloatMatrix actions = new FloatMatrix(length, 2);
      for (int k = 0; k < observations.values().length; k++) {
        observations.values()[k] = (float) random.nextGaussian();
      }
      for (int k = 0; k < actions.values().length; k++) {
        actions.values()[k] = (float) (1.9 * random.nextDouble() - 0.95);
      }
      segments.add(
          new Segment(
              observations, actions, new FloatMatrix(length, 1), End.RUNNING, Optional.empty()));
    }
    GaussianPolicy reference =
        new GaussianPolicy(
            form,
            Space.box(2, -1, 1),
            Standardizer.identity(3),
            Mlp.initial(
                List.of(3, 8, stateDependent ? 4 : 2), Activation.TANH, new Seed(2).child("net")),
            stateDependent ? new float[0] : new float[] {-0.5f, 0.25f});
    Learner learner = new Learner(Adam.of(0.05), new Ledger());
    SegmentLikelihood likelihood =
        new SegmentLikelihood(SegmentArrays.of(segments), reference, learner, true);
    int[] all = IntStream.range(0, segments.size()).toArray();
    for (int step = 0; step < 5; step++) {
      learner.step(pass -> likelihood.logs(pass, all, 1).mean());
    }
    GaussianPolicy trained = likelihood.policy();
    float[] logs = new float[all.length];
    float[] ratios = new float[all.length];
    for (int i : all) {
      Segment segment = segments.get(i);
      FloatMatrix before = segment.observations().slice(0, segment.length());
      double[] own = trained.logProbabilities(before, segment.actions());
      double[] old = reference.logProbabilities(before, segment.actions());
      for (int t = 0; t < segment.length(); t++) {
        logs[i] += (float) (Math.pow(0.9, t) * own[t]);
        ratios[i] += (float) (Math.pow(0.9, t) * (own[t] - old[t]));
      }
    }
    assertArrayEquals(
        logs, values(learner, all.length, pass -> likelihood.logs(pass, all, 0.9)), 1e-3f);
    assertArrayEquals(
        ratios, values(learner, all.length, pass -> likelihood.logRatios(pass, all, 0.9)), 1e-3f);
  }

  private static float[] values(Learner learner, int count, Function<Pass, NDArray> of) {
    float[] values = new float[count];
    learner.evaluate(
        pass -> {
          NDArray result = of.apply(pass);
          System.arraycopy(result.toFloatArray(), 0, values, 0, count);
          return result.sum();
        });
    return values;
  }
}
