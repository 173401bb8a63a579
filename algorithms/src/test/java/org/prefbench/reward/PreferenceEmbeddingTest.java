package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Pass;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.PreferenceEmbedding.Form;
import org.prefbench.segment.PairArrays;

/** Rock, paper and scissors: each beats the next with probability 0.9. */
class PreferenceEmbeddingTest {
  private static final float[] ROCK_PAPER_SCISSORS = {0, 1, 2};
  private static final double CROSS_ENTROPY = -0.9 * Math.log(0.9) - 0.1 * Math.log(0.1); // 0.3251

  /**
   * A single plane holds three unit directions 120 degrees apart: s = |v|^2 sin 120 must be logit
   * 0.9 = 2.1972 at tau = 1, so |v| = 1.5928, and the cross-entropy is that of the labels, 0.3251.
   */
  @Test
  void threeDirectionsInAPlaneGoInACircle() {
    Learner learner = new Learner(Adam.of(0.05).withCosine(2_000), new Ledger());
    Learner.Vector table = learner.vector(1, 0.1f, -0.5f, 0.8f, -0.4f, -0.9f);
    for (int step = 0; step < 2_000; step++) {
      learner.step(pass -> crossEntropy(pass, Form.GENERAL, pass.value(table).reshape(3, 2)));
    }
    assertEquals(0.3251, CROSS_ENTROPY, 1e-4);
    assertEquals(
        CROSS_ENTROPY,
        learner.evaluate(pass -> crossEntropy(pass, Form.GENERAL, pass.value(table).reshape(3, 2))),
        1e-5);
    // lengths are free up to maps of determinant 1: the product of the three scores is not
    float[] v = learner.read(table);
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      double score = v[2 * i] * v[2 * j + 1] - v[2 * i + 1] * v[2 * j];
      assertEquals(1.5928 * 1.5928 * Math.sin(Math.toRadians(120)), score, 1e-3);
    }
  }

  /** A reward makes nothing of it: log 2. */
  @Test
  void aRewardStaysAtACoin() {
    Learner learner = new Learner(Adam.of(0.05).withCosine(2_000), new Ledger());
    Learner.Vector rewards = learner.vector(1, -2, 0.5f);
    for (int step = 0; step < 2_000; step++) {
      learner.step(
          pass -> crossEntropy(pass, Form.BRADLEY_TERRY, pass.value(rewards).reshape(3, 1)));
    }
    assertEquals(
        Math.log(2),
        learner.evaluate(
            pass -> crossEntropy(pass, Form.BRADLEY_TERRY, pass.value(rewards).reshape(3, 1))),
        1e-6);
    float[] r = learner.read(rewards);
    assertEquals(r[0], r[1], 1e-3);
    assertEquals(r[1], r[2], 1e-3);
  }

  /** Mean cross-entropy of the three pairs. */
  private static NDArray crossEntropy(Pass pass, Form form, NDArray table) {
    NDArray next = table.get("1:").concat(table.get(":1"));
    NDArray z = PreferenceEmbedding.score(form, table, next);
    return Losses.logistic(z, pass.array(new float[] {0.9f, 0.9f, 0.9f}, 3)).mean();
  }

  /** v = (r, 1) scores r - r', and a second plane adds to it: 3 - 5, and 2 4 - 1 3 more. */
  @Test
  void aRewardIsAPlaneWithAConstant() {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    learner.vector(0); // a computation needs a parameter
    learner.evaluate(
        pass -> {
          NDArray winner = pass.array(new float[] {3, 1, 2, 1}, 1, 4);
          NDArray loser = pass.array(new float[] {5, 1, 3, 4}, 1, 4);
          NDArray general = PreferenceEmbedding.score(Form.GENERAL, winner, loser);
          assertEquals(-2 + 2 * 4 - 1 * 3, general.toFloatArray()[0]);
          assertEquals(
              -general.toFloatArray()[0],
              PreferenceEmbedding.score(Form.GENERAL, loser, winner).toFloatArray()[0]);
          NDArray reward =
              PreferenceEmbedding.score(
                  Form.BRADLEY_TERRY, winner.get(":, :1"), loser.get(":, :1"));
          assertEquals(-2, reward.toFloatArray()[0]);
          return reward.sum();
        });
  }

  /** The network finds log 9 for each of three segments over the next, as a reward it finds 0. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theNetworkLearnsTheCircle(int length) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      pairs.add(
          new PreferencePair(
              constant(ROCK_PAPER_SCISSORS[i], length),
              constant(ROCK_PAPER_SCISSORS[(i + 1) % 3], length + i % 2),
              Label.FIRST,
              "test"));
    }
    PairArrays decided = PairArrays.of(new PreferenceDataset("test-v0", pairs, Map.of()));
    PairArrays likely =
        new PairArrays(
            decided.segments(),
            new float[] {0.9f, 0.9f, 0.9f},
            decided.annotator(),
            decided.annotators());
    for (float logit : logits(likely, Form.GENERAL)) {
      assertEquals(Math.log(9), logit, 0.02);
    }
    for (float logit : logits(likely, Form.BRADLEY_TERRY)) {
      assertEquals(0, logit, 0.02);
    }
  }

  private static float[] logits(PairArrays pairs, Form form) {
    PreferenceEmbedding.Setting setting =
        new PreferenceEmbedding.Setting(form, 1, 1, 32, 1, 5e-3, 64, 2_000);
    return PreferenceEmbedding.fit(
            pairs, setting, 0, new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT))
        .logits();
  }

  private static Segment constant(float value, int length) {
    FloatMatrix observations = new FloatMatrix(length + 1, 1);
    Arrays.fill(observations.values(), value);
    return new Segment(
        observations,
        new FloatMatrix(length, 1),
        new FloatMatrix(length, 1),
        End.RUNNING,
        Optional.empty());
  }

  /**
   * Segments of directions, of which the one less than half a turn behind wins: on held-out pairs
   * of new directions the general model is right, up to what lies near half a turn, and a reward is
   * a coin, within three standard errors of 200 pairs.
   */
  @Test
  void onHeldOutPairsTheGeneralModelIsRightAndARewardIsACoin() {
    RandomStream random = new Seed(3).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      double one = 2 * Math.PI * random.nextDouble();
      double other = 2 * Math.PI * random.nextDouble();
      pairs.add(
          new PreferencePair(
              direction(one),
              direction(other),
              Math.sin(other - one) > 0 ? Label.FIRST : Label.SECOND,
              "test"));
    }
    PairArrays arrays = PairArrays.of(new PreferenceDataset("test-v0", pairs, Map.of()));
    assertTrue(heldOutAccuracy(arrays, Form.GENERAL) > 0.95);
    assertEquals(0.5, heldOutAccuracy(arrays, Form.BRADLEY_TERRY), 3 * 0.5 / Math.sqrt(200));
  }

  private static double heldOutAccuracy(PairArrays pairs, Form form) {
    List<Double> told = new ArrayList<>();
    Monitor monitor =
        new Monitor() {
          @Override
          public int checkpoints() {
            return 0;
          }

          @Override
          public void progress(long step, long steps) {}

          @Override
          public void metric(String name, long step, double value) {
            if (name.equals("preference-validation-accuracy")) {
              told.add(value);
            }
          }

          @Override
          public void checkpoint(
              long step, long steps, double validationLoss, Supplier<Policy> policy) {}
        };
    PreferenceEmbedding.fit(
        pairs,
        new PreferenceEmbedding.Setting(form, 1, 1, 64, 2, 3e-3, 128, 500),
        0.2,
        new TrainingContext(new Seed(2), new Ledger(), monitor));
    assertEquals(1, told.size());
    return told.get(0);
  }

  private static Segment direction(double angle) {
    float[] point = {(float) Math.cos(angle), (float) Math.sin(angle)};
    return new Segment(
        FloatMatrix.of(point, point),
        new FloatMatrix(1, 1),
        new FloatMatrix(1, 1),
        End.RUNNING,
        Optional.empty());
  }
}
