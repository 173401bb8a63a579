package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
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
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.segment.Beta;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.PairLoss;
import org.prefbench.segment.PairTerms;
import org.prefbench.segment.SegmentLikelihood;

/** The loss on hand-worked numbers and the policy on a problem whose optimum is known. */
class DpoTest {
  private static final EnvironmentSpec LINE =
      Environments.registered().get("gaussian-1d-v0").spec();

  /** N(0, 1) whatever the observation, which is 0. */
  private static final GaussianPolicy STANDARD_NORMAL =
      new GaussianPolicy(
          GaussianPolicy.Form.GAUSSIAN,
          LINE.actions(),
          Standardizer.identity(1),
          new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
          new float[1]);

  /**
   * Policy N(0.5, 2^2) against the reference N(0, 1), beta 0.5. With z = (a - 0.5) / 2 the
   * log-ratio of an action is (a^2 - z^2) / 2 - log 2: 0.46875 - log 2 for a = 1, -log 2 for -0.5,
   * -0.03125 - log 2 for 0 and 1.71875 - log 2 for 2. By the mean it changes by z / 2, by the log
   * of the deviation by z^2 - 1.
   */
  @Test
  void lossAndGradientMatchHandWork() {
    PreferenceDataset preferences =
        preferences(
            pair(Label.FIRST, new float[] {1, -0.5f}, new float[] {0}), // of unequal length
            pair(Label.SKIP, new float[] {3}, new float[] {4}),
            pair(Label.SECOND, new float[] {2}, new float[] {0}),
            pair(Label.TIE, new float[] {0}, new float[] {1}));
    double[][] firsts = {{1, -0.5}, {2}, {0}};
    double[][] seconds = {{0}, {0}, {1}};
    double[] targets = {1, 0, 0.5};
    double beta = 0.5;
    double loss = 0;
    double byMean = 0;
    double byLogStd = 0;
    for (int i = 0; i < 3; i++) {
      double[] first = sums(firsts[i]);
      double[] second = sums(seconds[i]);
      double x = beta * (first[0] - second[0]);
      double sigmoid = 1 / (1 + Math.exp(-x));
      loss -= (targets[i] * Math.log(sigmoid) + (1 - targets[i]) * Math.log(1 - sigmoid)) / 3;
      double slope = beta * (sigmoid - targets[i]) / 3;
      byMean += slope * (first[1] - second[1]);
      byLogStd += slope * (first[2] - second[2]);
    }

    Learner learner = new Learner(Adam.of(1), new Ledger());
    PairArrays pairs = PairArrays.of(preferences);
    SegmentLikelihood likelihood =
        new SegmentLikelihood(pairs.segments(), STANDARD_NORMAL, learner, true);
    PairLoss each = new Dpo().loss(new Beta(beta));
    Function<Pass, NDArray> mean =
        pass -> each.of(pass, new PairTerms(pass, pairs, likelihood, new int[] {0, 1, 2})).mean();
    assertEquals(Math.log(2), learner.evaluate(mean), 1e-6, "start");
    Learner.State state = learner.state();
    float[] moved = {0, 0.5f, (float) Math.log(2)}; // weight, bias = mean, log std
    learner.restore(new Learner.State(moved, state.mean(), state.square(), 0));
    assertEquals(loss, learner.evaluate(mean), 1e-6);
    // the observation is 0, so the weight has no influence
    assertArrayEquals(
        new float[] {0, (float) byMean, (float) byLogStd}, learner.gradient(mean), 1e-6f);
    assertEquals(0.46875 - Math.log(2), sums(new double[] {1})[0], 1e-12, "the comment's numbers");
  }

  /** Log-ratio of a segment under N(0.5, 4) to N(0, 1), its derivatives by mean and by log std. */
  private static double[] sums(double[] actions) {
    double[] sums = new double[3];
    for (double a : actions) {
      double z = (a - 0.5) / 2;
      sums[0] += (a * a - z * z) / 2 - Math.log(2);
      sums[1] += z / 2;
      sums[2] += z * z - 1;
    }
    return sums;
  }

  /**
   * One action, reward r(a) = a, labels by Bradley and Terry: the optimum is N(0, 1) exp(a / beta),
   * that is N(1 / beta, 1). With 12,000 pairs the standard error of the slope 1 is sqrt(1 / (n
   * E[d^2 s(1 - s)])) = 0.02, where d ~ N(0, 2) and s its sigmoid, E[..] = 0.22; the margin is four
   * of them, and the same for the deviation.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2})
  void reachesTheKnownOptimum(double beta) {
    GaussianPolicy policy = (GaussianPolicy) train(lineProblem(12_000), beta, 1_200).policy;
    double mean = policy.network().weights()[1];
    double deviation = Math.exp(policy.logStd()[0]);
    assertEquals(1 / beta, mean, 0.08 / beta);
    assertEquals(1, deviation, 0.08);
  }

  /**
   * Two arms, a = 1 and a = -1, of which the first wins four times in five: the optimum has u =
   * logit(0.8) / beta = ln 4 / 0.5 = 2.7726, and for N(m, s^2) against N(0, 1) u is 2 m / s^2.
   */
  @Test
  void twoArmsEndAtTheLogOddsOfTheirLabels() {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pairs.add(pair(i < 4 ? Label.FIRST : Label.SECOND, new float[] {1}, new float[] {-1}));
    }
    GaussianPolicy policy =
        (GaussianPolicy)
            train(new PreferenceDataset(LINE.id(), pairs, Map.of()), 0.5, 1_000).policy;
    double mean = policy.network().weights()[1];
    double variance = Math.exp(2 * policy.logStd()[0]);
    assertEquals(2.7726, 2 * mean / variance, 1e-2);
  }

  /**
   * Reward -(a - 1)^2 of N(0, 1), beta 1: densities multiply to exp(-a^2 / 2 - (a - 1)^2), a
   * Gaussian of precision 1 + 2 and mean 2 / 3. The regression of the logit on a and a^2 has
   * standard errors of 0.02 at most with 12,000 pairs; the margins are four of them.
   */
  @Test
  void aQuadraticRewardNarrowsThePolicyToo() {
    RandomStream random = new Seed(21).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      double logit = (b - 1) * (b - 1) - (a - 1) * (a - 1);
      boolean wins = random.nextDouble() < 1 / (1 + Math.exp(-logit));
      pairs.add(pair(wins ? Label.FIRST : Label.SECOND, new float[] {a}, new float[] {b}));
    }
    GaussianPolicy policy =
        (GaussianPolicy) train(new PreferenceDataset(LINE.id(), pairs, Map.of()), 1, 1_200).policy;
    assertEquals(2.0 / 3, policy.network().weights()[1], 0.08);
    assertEquals(1.0 / 3, Math.exp(2 * policy.logStd()[0]), 0.04);
  }

  /** Each of -1, 0 and 1 beats the next nine times in ten: what one pair pulls, the others undo. */
  @Test
  void aCircleMovesNothing() {
    List<PreferencePair> pairs = new ArrayList<>();
    float[] arms = {-1, 0, 1};
    for (int i = 0; i < 30; i++) {
      pairs.add(
          pair(
              i < 27 ? Label.FIRST : Label.SECOND,
              new float[] {arms[i % 3]},
              new float[] {arms[(i + 1) % 3]}));
    }
    GaussianPolicy policy =
        (GaussianPolicy) train(new PreferenceDataset(LINE.id(), pairs, Map.of()), 1, 200).policy;
    assertEquals(0, policy.network().weights()[1], 1e-5);
    assertEquals(0, policy.logStd()[0], 1e-5);
  }

  /**
   * The state that is kept explains held-out pairs at least as well as the reference, whose loss is
   * log 2, however strong beta is; and a beta of a million, whose optimum is a mean of 1e-6, leaves
   * every action where it was.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 1, 10, 100, 1e6})
  void whatIsKeptIsNoWorseThanTheReference(double beta) {
    RecordingMonitor watcher = new RecordingMonitor();
    GaussianPolicy policy =
        (GaussianPolicy)
            ConfiguredAlgorithm.of(new Dpo(), Map.of("beta", String.valueOf(beta)))
                .algorithm()
                .train(
                    input(STANDARD_NORMAL, lineProblem(400)),
                    new TrainingContext(new Seed(4), new Ledger(), watcher));
    double kept = watcher.values("kept-validation-loss").get(0);
    assertTrue(kept <= Math.log(2) + 1e-7, "kept " + kept);
    assertEquals(Math.log(2), watcher.values("validation-loss").get(0), 1e-6, "at the start");
    assertEquals(1, watcher.values("validation-loss-ratio").get(0));
    assertEquals(0, watcher.values("validation-kl").get(0), 1e-9);
    if (beta == 1e6) {
      assertEquals(0, policy.network().weights()[1], 1e-2);
    }
  }

  @Test
  void deviationsMayBeLeftAsTheyAre() {
    Map<String, String> set =
        Map.of("train-std", "false", "learning-rate", "0.02", "steps", "400", "beta", "1");
    Ledger ledger = new Ledger();
    GaussianPolicy policy =
        (GaussianPolicy)
            ConfiguredAlgorithm.of(new Dpo(), set)
                .algorithm()
                .train(
                    input(STANDARD_NORMAL, lineProblem(400)),
                    new TrainingContext(new Seed(4), ledger, Monitor.SILENT));
    assertEquals(0, policy.logStd()[0]);
    assertTrue(policy.network().weights()[1] > 0.3, "the mean moves");
    assertEquals(2, ledger.count(Ledger.Entry.PARAMETERS));
  }

  @Test
  void leavesTheReferenceAloneAndCountsItsSteps() {
    String before = PolicyFiles.hash(STANDARD_NORMAL);
    Trained trained = train(lineProblem(100), 1, 50);
    assertEquals(before, PolicyFiles.hash(STANDARD_NORMAL));
    assertEquals(50, trained.ledger.count(Ledger.Entry.GRADIENT_STEPS));
    assertEquals(3, trained.ledger.count(Ledger.Entry.PARAMETERS));
  }

  /**
   * The rewards' slope is 1, so the optimum is a mean of 1 / beta; steps of at most 0.02 leave 100
   * and 10 out of reach, and with them the labels' probabilities.
   */
  @Test
  void heldOutLossTellsWhichBetaPredictsTheLabels() {
    PreferenceDataset pairs = lineProblem(2_000);
    double right = heldOutLoss(pairs, "1");
    for (String beta : List.of("100", "10", "0.1", "0.01")) {
      double loss = heldOutLoss(pairs, beta);
      if (Double.parseDouble(beta) < 1) {
        assertTrue(right < loss, beta + ": " + loss);
      }
      assertTrue(Double.isFinite(loss), beta + ": " + loss);
    }
  }

  /** Trains for 80 steps and returns the loss on the held-out pairs at the end. */
  private static double heldOutLoss(PreferenceDataset preferences, String beta) {
    Map<String, String> overrides =
        Map.of("beta", beta, "steps", "80", "learning-rate", "0.02", "validation-share", "0.2");
    RecordingMonitor watcher = new RecordingMonitor(1);
    ConfiguredAlgorithm.of(new Dpo(), overrides)
        .algorithm()
        .train(
            input(STANDARD_NORMAL, preferences),
            new TrainingContext(new Seed(4), new Ledger(), watcher));
    return watcher.validationLosses().get(0);
  }

  @Test
  void sameSeedGivesTheSameBytesInAnotherProcess() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", // as scripts/prefbench has it
                "-cp",
                classPath,
                DpoTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, other.waitFor(), output);
    // the whole output: the engine must start silently, without the settings of the test runner
    assertEquals(hashOfTraining(), output.strip());
  }

  /** Prints the hash of a trained policy. */
  public static void main(String[] arguments) {
    System.out.println(hashOfTraining());
  }

  private static String hashOfTraining() {
    return PolicyFiles.hash(train(lineProblem(200), 0.5, 100).policy);
  }

  @Test
  void refusesAReferenceWithoutDensity() {
    TrainingInput input = input(new BlackBox(STANDARD_NORMAL), lineProblem(3));
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () ->
                new Dpo()
                    .create(new Dpo().defaults())
                    .train(input, new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT)));
    assertTrue(
        error.getMessage().startsWith("dpo needs a Gaussian reference policy"), error.getMessage());
  }

  private record Trained(Policy policy, Ledger ledger) {}

  private static Trained train(PreferenceDataset preferences, double beta, int steps) {
    Map<String, String> overrides =
        Map.of(
            "beta", String.valueOf(beta),
            "steps", String.valueOf(steps),
            "learning-rate", "0.02",
            "batch-size", "512",
            "validation-share", "0");
    Ledger ledger = new Ledger();
    Policy policy =
        ConfiguredAlgorithm.of(new Dpo(), overrides)
            .algorithm()
            .train(
                input(STANDARD_NORMAL, preferences),
                new TrainingContext(new Seed(4), ledger, Monitor.SILENT));
    return new Trained(policy, ledger);
  }

  private static TrainingInput input(Policy reference, PreferenceDataset preferences) {
    return new TrainingInput(
        LINE,
        Optional.of(reference),
        new TrajectoryDataset(LINE.id(), List.of(segment(0)), Map.of()),
        preferences,
        Optional.empty(),
        Optional.empty());
  }

  private static PreferenceDataset lineProblem(int count) {
    RandomStream random = new Seed(8).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      boolean first = random.nextDouble() < 1 / (1 + StrictMath.exp(b - a));
      pairs.add(pair(first ? Label.FIRST : Label.SECOND, new float[] {a}, new float[] {b}));
    }
    return new PreferenceDataset(LINE.id(), pairs, Map.of());
  }

  private static PreferenceDataset preferences(PreferencePair... pairs) {
    return new PreferenceDataset(LINE.id(), List.of(pairs), Map.of());
  }

  private static PreferencePair pair(Label label, float[] first, float[] second) {
    return new PreferencePair(segment(first), segment(second), label, "hand");
  }

  private static Segment segment(float... actions) {
    int length = actions.length;
    return new Segment(
        new FloatMatrix(length + 1, 1),
        new FloatMatrix(length, 1, actions),
        new FloatMatrix(length, 1),
        End.RUNNING,
        Optional.empty());
  }
}
