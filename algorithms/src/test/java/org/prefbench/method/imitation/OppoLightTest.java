package org.prefbench.method.imitation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.NormalLine;

class OppoLightTest {
  /**
   * The loss of the labels for one pair told by two numbers on the line, and its derivative by z*.
   */
  private static double[] triplet(
      double context, double first, double second, double probabilityFirst) {
    Learner learner = new Learner(Adam.of(1e-3), new Ledger());
    Learner.Vector best = learner.vector((float) context);
    double[] loss = new double[1];
    float[] gradient =
        learner.gradient(
            pass -> {
              var value =
                  ContextTraining.triplets(
                      pass,
                      pass.value(best),
                      pass.array(new float[] {(float) first, (float) second}, 2, 1),
                      pass.array(new float[] {(float) probabilityFirst}, 1),
                      1);
              loss[0] = value.getFloat();
              return value;
            });
    return new double[] {loss[0], gradient[0]};
  }

  /** By hand: |z - 1| - |z + 1| + 1 = 1 - 2 z between the two, and 3 outside on the wrong side. */
  @ParameterizedTest
  @CsvSource({
    "0,    1, -1, 1,   1,   -2",
    "0.25, 1, -1, 1,   0.5, -2",
    "0.45, 1, -1, 1,   0.1, -2",
    "0.55, 1, -1, 1,   0,   0",
    "0.75, 1, -1, 1,   0,   0",
    "-2,   1, -1, 1,   3,   0",
    "0.25, 1, -1, 0,   1.5, 2",
    // a tie: half of | |z - 1| - |z + 1| | = |z|
    "0.25, 1, -1, 0.5, 0.25, 1",
    "-0.5, 1, -1, 0.5, 0.5,  -1"
  })
  void theBestIsNearerToTheWinnerByTheMargin(
      double context,
      double first,
      double second,
      double probabilityFirst,
      double loss,
      double derivative) {
    double[] found = triplet(context, first, second, probabilityFirst);
    assertEquals(loss, found[0], 1e-5);
    assertEquals(derivative, found[1], 1e-5);
  }

  /** Winners at 1, losers at -1: z* goes from 0 to where the margin is met, which is 0.5. */
  @ParameterizedTest
  @CsvSource({"1, -1", "-1, 1"})
  void theBestMovesUntilTheMarginIsMet(float winner, float loser) {
    Learner learner = new Learner(Adam.of(1e-3), new Ledger());
    Learner.Vector best = learner.vector(0);
    for (int step = 0; step < 1_000; step++) {
      learner.step(
          pass ->
              ContextTraining.triplets(
                  pass,
                  pass.value(best),
                  pass.array(new float[] {winner, loser}, 2, 1),
                  pass.array(new float[] {1}, 1),
                  1));
    }
    assertEquals(0.5 * winner, learner.read(best)[0], 0.02); // and Adam's way to stand still
  }

  @Test
  void whatIsGivenIsPartOfTheBias() {
    Mlp both = Mlp.initial(List.of(5, 7, 3), Activation.RELU, new Seed(4));
    float[] last = {0.3f, -2};
    Mlp given = ContextTraining.given(both, last);
    assertEquals(List.of(3, 7, 3), given.sizes());
    FloatMatrix inputs = new FloatMatrix(2, 3, new float[] {1, -0.5f, 2, 0, 0.25f, -1});
    FloatMatrix beside = new FloatMatrix(2, 2, new float[] {0.3f, -2, 0.3f, -2});
    assertArrayEquals(
        both.evaluator().evaluate(inputs.beside(beside)).values(),
        given.evaluator().evaluate(inputs).values(),
        1e-6f);
  }

  private static double action(List<PreferencePair> pairs, RecordingMonitor monitor) {
    GaussianPolicy policy =
        (GaussianPolicy)
            NormalLine.train(
                new OppoLight(),
                new HashMap<>(
                    Map.of(
                        "stretch", "1",
                        "context-size", "2",
                        "context-learning-rate", "0.01",
                        "hidden-size", "16",
                        "learning-rate", "0.005",
                        "batch-size", "64",
                        "steps", "1500")),
                pairs,
                pairs,
                new Ledger(),
                monitor);
    FloatMatrix observation = policy.standardizer().apply(new FloatMatrix(1, 1));
    return policy.network().evaluator().evaluate(observation).get(0, 0);
  }

  /**
   * Actions from N(0, 1): a clone acts by their mean, 0. Told by its vector every action is
   * imitated, and the best vector stands for one that the labels like: large where more is better,
   * small where less is, and one in the middle where nothing is better.
   */
  @ParameterizedTest
  @EnumSource(
      value = Label.class,
      names = {"FIRST", "SECOND", "TIE"})
  void actsByWhatTheLabelsLike(Label likes) {
    List<PreferencePair> pairs =
        NormalLine.pairs(500).stream()
            .map(
                pair -> {
                  Label label =
                      switch (likes) {
                        case FIRST -> pair.label();
                        case SECOND -> pair.label().exchanged();
                        default -> likes;
                      };
                  return new PreferencePair(pair.first(), pair.second(), label, pair.annotator());
                })
            .toList();
    RecordingMonitor monitor = new RecordingMonitor();
    double action = action(pairs, monitor);
    List<Double> losses = monitor.values("imitation-loss");
    assertTrue(losses.get(losses.size() - 1) < 0.05, "every action is imitated: " + losses);
    switch (likes) {
      case FIRST -> assertTrue(action > 1, "action " + action);
      case SECOND -> assertTrue(action < -1, "action " + action);
      default -> assertEquals(0, action, 0.5);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    for (String wrong :
        List.of("stretch", "context-size", "context-margin", "context-learning-rate")) {
      assertThrows(
          InvalidInputException.class,
          () -> NormalLine.train(new OppoLight(), Map.of(wrong, "0"), 10, new Ledger()));
    }
  }
}
