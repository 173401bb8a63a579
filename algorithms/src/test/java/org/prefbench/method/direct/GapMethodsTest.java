package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
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
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.RewardEnsemble;
import org.prefbench.segment.Beta;
import org.prefbench.segment.GapLoss;
import org.prefbench.segment.GapMethod;

/** Losses that fit log-ratios to gaps of rewards, minimised where the optimum is known. */
class GapMethodsTest {
  private static final RewardEnsemble.Setting ONE = RewardEnsemble.Setting.of(1);
  private static final double TOLERANCE = 1e-3;

  private static GapLoss distilled(double beta) {
    return new DistilledDpo().loss(new DistilledDpo.Hyper(new Beta(beta), 0, ONE));
  }

  private static GapLoss pessimistic(double beta, double gamma) {
    return new PessimisticDistilledDpo()
        .loss(new PessimisticDistilledDpo.Hyper(new Beta(beta), gamma, ONE));
  }

  private static GapLoss calibrated(double beta) {
    return new Capo().loss(new Capo.Hyper(new Beta(beta), true, ONE));
  }

  // ---- the losses

  /**
   * The log-odds that a softmax over two arms ends with; the reference is uniform and the only pair
   * is the first arm against the second.
   */
  private static double logOdds(GapLoss loss, double start, float... gaps) {
    Learner learner = new Learner(Adam.of(0.02).withCosine(2_000), new Ledger());
    Learner.Vector odds = learner.vector((float) start);
    for (int step = 0; step < 2_000; step++) {
      learner.step(pass -> loss.of(pass, twoArms(pass, odds), pass.array(gaps, gaps.length, 1)));
    }
    return learner.read(odds)[0];
  }

  /** log(2 sigmoid(x)) and log(2 sigmoid(-x)), {@code [1, 2]}. */
  private static NDArray twoArms(Pass pass, Learner.Vector odds) {
    NDArray half = pass.value(odds).mul(pass.array(new float[] {0.5f, -0.5f}, 2));
    return half.sub(half.exp().sum().log()).add((float) Math.log(2)).reshape(1, 2);
  }

  /** u = (r_1 - r_2) / beta, exactly. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "0.5, 1, 2", "2, -3, -1.5"})
  void distillationEndsAtTheGapOfRewards(double beta, float gap, double u) {
    assertEquals(u, logOdds(distilled(beta), 0, gap), TOLERANCE);
    assertEquals(u, logOdds(pessimistic(beta, 0), 0, gap), TOLERANCE);
    assertEquals(u, logOdds(calibrated(beta), 0, gap), TOLERANCE);
  }

  @Test
  void severalRewardsCountByTheirMean() {
    assertEquals(2, logOdds(distilled(1), 0, 1, 3), TOLERANCE);
    assertEquals(2, logOdds(calibrated(1), 0, 1, 3), TOLERANCE);
  }

  /** 2 (1 - x) = sigmoid(x) - 1/2 at x = 0.8950. */
  @Test
  void theDivergenceHoldsBack() {
    assertEquals(0.8950, logOdds(pessimistic(1, 1), 0, 1), TOLERANCE);
    double x = logOdds(pessimistic(1, 1), 0, 1);
    assertEquals(2 * (1 - x), Arms.sigmoid(x) - 0.5, TOLERANCE);
  }

  /** Gaps of 1 and 3: whichever is nearer where the policy is. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1.5, 1", "2.5, 3", "4, 3"})
  void ofSeveralRewardsTheNearestIsFollowed(double start, double end) {
    assertEquals(end, logOdds(pessimistic(1, 0), start, 1, 3), TOLERANCE);
  }

  /** The smallest mean of the batch, though on each pair alone another is nearer. */
  @Test
  void theNearestRewardIsOneForTheWholeBatch() {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    learner.vector(0);
    double loss =
        learner.evaluate(
            pass ->
                pessimistic(1, 0)
                    .of(
                        pass,
                        pass.array(new float[4], 2, 2),
                        pass.array(new float[] {0, 3, 2, 0}, 2, 2))
                    .mean());
    assertEquals((2 * 2 + 0) / 2.0, loss, 1e-6);
  }

  /** Rewards 0, 1, 2: sigmoid(-1) = 0.2689 and sigmoid(-2) = 0.1192 have the mean 0.1941. */
  @Test
  void calibratedRewardsAreProbabilitiesOfWinning() {
    double[] rates = RewardEnsemble.winRates(0, 1, 2);
    assertArrayEquals(new double[] {0.1941, 0.5, 0.8059}, rates, 1e-4);
    assertEquals(0.6118, logOdds(calibrated(1), 0, (float) (rates[2] - rates[0])), TOLERANCE);
  }

  /** Gaps are differences: what all rewards have in common tells nobody anything. */
  @Test
  void aConstantOfTheRewardsChangesNothing() {
    assertArrayEquals(RewardEnsemble.winRates(0, 1, 2), RewardEnsemble.winRates(7, 8, 9), 1e-12);
  }

  /** No gap, no pull: ties alone leave the reference, whatever the strength. */
  @ParameterizedTest
  @MethodSource("all")
  void withoutAGapTheReferenceStays(GapLoss loss) {
    assertEquals(0, logOdds(loss, 0, 0), 1e-6);
  }

  static List<GapLoss> all() {
    return List.of(distilled(0.5), pessimistic(0.5, 0.3), calibrated(0.5));
  }

  /** The two orders of a pair are the same pair; doing nothing costs the square of the gap. */
  @ParameterizedTest
  @MethodSource("all")
  void exchangingTheSidesChangesNothing(GapLoss loss) {
    assertEquals(1.7 * 1.7, value(loss, new float[] {0, 0}, 1.7f), 1e-6);
    double one = value(loss, new float[] {0.3f, -0.9f}, 1.7f);
    assertEquals(one, value(loss, new float[] {-0.9f, 0.3f}, -1.7f), 1e-6);
  }

  private static double value(GapLoss loss, float[] logRatios, float gap) {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    learner.vector(0);
    return learner.evaluate(
        pass ->
            loss.of(pass, pass.array(logRatios, 1, 2), pass.array(new float[] {gap}, 1, 1)).sum());
  }

  // ---- whole trainings, on one action

  private static final EnvironmentSpec LINE =
      Environments.registered().get("gaussian-1d-v0").spec();
  private static final int PAIRS = 6_000;

  /**
   * Reward tanh(a), a ~ N(0, 1): as the deviation stays, D is mean times a less a constant, so its
   * mean is the slope of a on the gaps, E tanh' over beta (Stein's lemma). With 6,000 pairs the
   * slope of rewards has a standard error of 0.04, as that of dpo has 0.02 with 12,000.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 500})
  void theMeanMovesByTheSlopeOfTheReward(int unlabelled) {
    double slope = slope(Math::tanh);
    GaussianPolicy policy =
        train(new DistilledDpo(), Map.of("beta", "0.5", "unlabelled", "" + unlabelled));
    assertEquals(slope / 0.5, policy.network().weights()[1], 0.12);
    assertEquals(1, Math.exp(policy.logStd()[0]), 1e-6);
  }

  /**
   * E (gap - beta m d)^2 + gamma m^2 / 2 with d ~ N(0, 2) is least at 4 beta s / (4 beta^2 +
   * gamma), s the slope.
   */
  @Test
  void theMeanIsHeldBackByTheDivergence() {
    double slope = slope(Math::tanh);
    GaussianPolicy policy =
        train(new PessimisticDistilledDpo(), Map.of("beta", "0.5", "gamma", "1"));
    assertEquals(4 * 0.5 * slope / (4 * 0.25 + 1), policy.network().weights()[1], 0.06);
  }

  /** The same with the probability of beating another action in place of the reward. */
  @Test
  void theMeanMovesByTheSlopeOfTheProbability() {
    double slope = slope(a -> expectation(b -> Arms.sigmoid(Math.tanh(a) - Math.tanh(b))));
    GaussianPolicy policy = train(new Capo(), Map.of("beta", "0.1", "fronts", "false"));
    assertEquals(slope / 0.1, policy.network().weights()[1], 0.12);
  }

  /** The expectation under N(0, 1), by the trapezoidal rule. */
  private static double expectation(DoubleUnaryOperator f) {
    double sum = 0;
    for (int i = -400; i <= 400; i++) {
      double x = i / 50.0;
      sum += f.applyAsDouble(x) * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) / 50;
    }
    return sum;
  }

  /** The slope of the regression of f on a ~ N(0, 1). */
  private static double slope(DoubleUnaryOperator f) {
    return expectation(a -> a * f.applyAsDouble(a));
  }

  private static <H extends Record> GaussianPolicy train(
      GapMethod<H> method, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "learning-rate", "0.02",
                "warm-up", "0",
                "batch-size", "512",
                "steps", "600",
                "reward-members", "2",
                "reward-hidden-layers", "0",
                "reward-steps", "4000"));
    settings.putAll(more);
    RandomStream random = new Seed(8).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    List<Segment> episodes = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      boolean wins = random.nextDouble() < Arms.sigmoid(Math.tanh(a) - Math.tanh(b));
      pairs.add(
          new PreferencePair(segment(a), segment(b), wins ? Label.FIRST : Label.SECOND, "hand"));
      episodes.add(segment((float) random.nextGaussian()));
    }
    GaussianPolicy reference =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            LINE.actions(),
            Standardizer.identity(1),
            new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
            new float[1]);
    TrainingInput input =
        new TrainingInput(
            LINE,
            Optional.of(reference),
            new TrajectoryDataset(LINE.id(), episodes, Map.of()),
            new PreferenceDataset(LINE.id(), pairs, Map.of()),
            Optional.empty(),
            Optional.empty());
    return (GaussianPolicy)
        ConfiguredAlgorithm.of(method, settings)
            .algorithm()
            .train(input, new TrainingContext(new Seed(4), new Ledger(), new RecordingMonitor()));
  }

  private static Segment segment(float action) {
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1, new float[] {action}),
        new FloatMatrix(1, 1),
        End.TERMINATED,
        Optional.empty());
  }
}
