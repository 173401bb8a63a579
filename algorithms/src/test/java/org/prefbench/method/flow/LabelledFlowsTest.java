package org.prefbench.method.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.LabelledPlans;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.offline.LabelledActions;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** Flows from noise to labelled segments of one action on the line, whose end is known. */
class LabelledFlowsTest {
  private static final int PAIRS = 8_000;
  private static final Map<String, String> SMALL =
      Map.of(
          "hidden-size", "48",
          "hidden-layers", "2",
          "batch-size", "256",
          "steps", "2000",
          "learning-rate", "0.004",
          "keep", "last",
          "validation-share", "0.01");

  /** Pairs of normal numbers of the given means, the first of which wins as often as said. */
  private static List<PreferencePair> pairs(
      double first, double second, ToDoubleFunction<Double> winsByDifference) {
    RandomStream random = new Seed(8).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      double a = first + random.nextGaussian();
      double b = second + random.nextGaussian();
      boolean wins = random.nextDouble() < winsByDifference.applyAsDouble(a - b);
      pairs.add(
          new PreferencePair(
              LabelledActions.action(a),
              LabelledActions.action(b),
              wins ? Label.FIRST : Label.SECOND,
              "test"));
    }
    return pairs;
  }

  private static FlowPolicy train(
      AlgorithmFactory<?> method, List<PreferencePair> pairs, Map<String, String> changes) {
    return train(method, pairs, changes, List.of(LabelledActions.action(0)));
  }

  private static FlowPolicy train(
      AlgorithmFactory<?> method,
      List<PreferencePair> pairs,
      Map<String, String> changes,
      List<Segment> log) {
    Map<String, String> all = new HashMap<>(SMALL);
    all.putAll(changes);
    PreferenceDataset labelled = new PreferenceDataset(Line.FACTORY.spec().id(), pairs, Map.of());
    return (FlowPolicy)
        ConfiguredAlgorithm.of(method, all)
            .algorithm()
            .train(
                new TrainingInput(
                    Line.FACTORY.spec(),
                    Optional.empty(),
                    new TrajectoryDataset(Line.FACTORY.spec().id(), log, Map.of()),
                    labelled,
                    Optional.empty(),
                    Optional.empty()),
                new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT));
  }

  /** Where the flow takes noise: the plan of N(0, 1) noise in the scales of the plans. */
  private static FloatMatrix ends(FlowPolicy policy) {
    FloatMatrix noise = Line.normal(4_000);
    float mean = policy.maps().get(0).segments().mean()[0];
    float scale = policy.maps().get(0).segments().scale()[0];
    for (int i = 0; i < noise.rows(); i++) {
      noise.set(i, 0, mean + scale * noise.get(i, 0));
    }
    return policy.transport(new FloatMatrix(noise.rows(), 1), noise);
  }

  /**
   * The reference is N(0, 1) and y wins by Bradley and Terry: the preferred law has the mean E[y 2
   * sigmoid(y - y')] = E[d sigmoid(d)] with d ~ N(0, 2), and for a teacher who never errs 1 / sqrt
   * pi = 0.5642.
   */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void weightsOfWinRatesGiveThePreferredLaw(boolean errs) {
    Map<String, String> reward =
        Map.of(
            "reward-members", "1",
            "reward-hidden-size", "32",
            "reward-hidden-layers", "1",
            "reward-bounded", "false",
            "reward-learning-rate", "0.01",
            "reward-steps", "600");
    FlowPolicy policy =
        train(
            new PfmWeighted(),
            pairs(0, 0, d -> errs ? 1 / (1 + Math.exp(-d)) : d > 0 ? 1 : 0),
            reward);
    double expected = errs ? meanOfBradleyTerry() : 1 / Math.sqrt(Math.PI);
    assertEquals(expected, Line.mean(ends(policy)), 0.06);
  }

  /** E[d sigmoid(d)], d ~ N(0, 2), by the midpoint rule. */
  private static double meanOfBradleyTerry() {
    double sum = 0;
    double step = 0.001;
    for (double d = -12 + step / 2; d < 12; d += step) {
      double density = Math.exp(-d * d / 4) / Math.sqrt(4 * Math.PI);
      sum += step * density * d / (1 + Math.exp(-d));
    }
    return sum;
  }

  /** A segment of one action from a state to another, or to the end of the task. */
  private static Segment move(double from, double action, double to, End end) {
    return new Segment(
        new FloatMatrix(2, 1, new float[] {(float) from, (float) to}),
        new FloatMatrix(1, 1, new float[] {(float) action}),
        new FloatMatrix(1, 1),
        end,
        Optional.empty());
  }

  /**
   * In state 0 the action 1 beats -1 three times in four, but it ends the task, while -1 leads to
   * state 1, where a step beats the action 1 nineteen times in twenty. So r(0, 1) - r(0, -1) = log
   * 3 and r(1) - r(0, 1) = log 19; the smallest reward of the log, r(0, -1), is 0; with the
   * discount 0.9 the second action is worth 0.9 r(1). Plans at 0 have the mean 1 - 2 P(-1 wins) = -
   * tanh(gap / 2).
   */
  @ParameterizedTest
  @CsvSource({"pfm-weighted", "pfm-value"})
  void aValueSeesWhatComesAfterTheSegment(String method) {
    Segment ends = move(0, 1, 9, End.TERMINATED);
    Segment leads = move(0, -1, 1, End.RUNNING);
    Segment good = move(1, 0, 9, End.TERMINATED);
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      pairs.add(new PreferencePair(ends, leads, i % 4 == 0 ? Label.SECOND : Label.FIRST, "test"));
      pairs.add(new PreferencePair(good, ends, i % 20 == 0 ? Label.SECOND : Label.FIRST, "test"));
    }
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "reward-members", "1",
                "reward-hidden-size", "16",
                "reward-hidden-layers", "1",
                "reward-bounded", "false",
                "reward-learning-rate", "0.01",
                "reward-steps", "400"));
    boolean value = method.equals("pfm-value");
    if (value) {
      settings.putAll(
          Map.of(
              "value-hidden-size", "16",
              "value-hidden-layers", "1",
              "value-steps", "1000",
              "value-batch-size", "32",
              "value-learning-rate", "0.005",
              "value-target-rate", "0.1",
              "value-discount", "0.9"));
    }
    Segment episode =
        new Segment(
            new FloatMatrix(3, 1, new float[] {0, 1, 9}),
            new FloatMatrix(2, 1, new float[] {-1, 0}),
            new FloatMatrix(2, 1),
            End.TERMINATED,
            Optional.empty());
    FlowPolicy policy =
        train(value ? new PfmValue() : new PfmWeighted(), pairs, settings, List.of(ends, episode));
    double gap = value ? 0.9 * Math.log(3 * 19) - Math.log(3) : -Math.log(3);
    assertEquals(-Math.tanh(gap / 2), Line.mean(ends(policy)), 0.12);
  }

  /** Of returns 1 and 1 + log 3 the second wins three times in four. */
  @Test
  void aWeightIsTwiceThePowerOfAProbability() {
    double[] returns = {1, 1 + Math.log(3), 5, 5};
    assertArrayEquals(new float[] {0.5f, 1.5f, 1, 1}, LabelledPlans.winRates(returns, 1), 1e-6f);
    assertArrayEquals(
        new float[] {0.125f, 1.125f, 0.5f, 0.5f}, LabelledPlans.winRates(returns, 2), 1e-6f);
  }

  /**
   * Winners are N(1/2, 1) and losers N(-1/2, 1): the velocities to them differ by (1 - t) / ((1 -
   * t)^2 + t^2), with which guidance w ends in N(w - 1/2, 1).
   */
  @ParameterizedTest
  @CsvSource({"0, -0.5", "1, 0.5", "2, 1.5"})
  void guidanceMovesTheMeanAndKeepsTheVariance(String guidance, double mean) {
    FlowPolicy policy =
        train(
            new PfmGuided(),
            pairs(0.5, -0.5, d -> 1),
            Map.of("guidance", guidance, "base", "rejected"));
    FloatMatrix ends = ends(policy);
    assertEquals(mean, Line.mean(ends), 0.1);
    assertEquals(1, Line.variance(ends), 0.15);
  }

  /** The network that acts is the sum of two velocities, whatever their network. */
  @ParameterizedTest
  @EnumSource(PfmGuided.Base.class)
  void theGuidedNetworkIsTheSumOfBoth(PfmGuided.Base base) {
    Mlp told = Mlp.initial(List.of(6, 7, 5, 2), Activation.RELU, new Seed(2));
    Mlp guided = PfmGuided.guided(told, 1.5, base);
    assertEquals(List.of(4, 14, 10, 2), guided.sizes());
    RandomStream random = new Seed(3).generator();
    FloatMatrix inputs = new FloatMatrix(20, 4);
    for (int i = 0; i < inputs.values().length; i++) {
      inputs.values()[i] = (float) random.nextGaussian();
    }
    FloatMatrix sides = new FloatMatrix(20, 2);
    for (int i = 0; i < 20; i++) {
      sides.set(i, 1, base == PfmGuided.Base.REJECTED ? 1 : 0);
    }
    FloatMatrix from = told.evaluator().evaluate(inputs.beside(sides)).copy();
    for (int i = 0; i < 20; i++) {
      sides.setRow(i, new float[] {1, 0});
    }
    FloatMatrix preferred = told.evaluator().evaluate(inputs.beside(sides));
    FloatMatrix sum = guided.evaluator().evaluate(inputs);
    for (int k = 0; k < sum.values().length; k++) {
      double expected = from.values()[k] + 1.5 * (preferred.values()[k] - from.values()[k]);
      assertEquals(expected, sum.values()[k], 1e-5);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    List<PreferencePair> ties =
        List.of(
            new PreferencePair(
                LabelledActions.action(0), LabelledActions.action(1), Label.TIE, "test"));
    assertEquals(
        "pfm-guided needs pairs with a preferred segment, got none",
        assertThrows(InvalidInputException.class, () -> train(new PfmGuided(), ties, Map.of()))
            .getMessage());
    assertEquals(
        "pfm-weighted.rollout-frequency must be <= the segment length 1, got 2",
        assertThrows(
                InvalidInputException.class,
                () ->
                    train(
                        new PfmWeighted(),
                        ties,
                        Map.of("rollout-frequency", "2", "reward-steps", "1")))
            .getMessage());
    for (Map<String, String> wrong : List.of(Map.of("guidance", "-1"), Map.of("dropout", "1.5"))) {
      assertThrows(InvalidInputException.class, () -> train(new PfmGuided(), ties, wrong));
    }
    assertThrows(
        InvalidInputException.class,
        () -> train(new PfmWeighted(), ties, Map.of("sharpness", "0")));
  }
}
