package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.function.DoubleBinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.segment.Beta;
import org.prefbench.segment.Score;
import org.prefbench.segment.WinnerLoss;

/**
 * Every loss of winners and losers is minimised where its optimum is known in closed form: on two
 * arms of which the first wins with probability P, on three arms with rewards 0, 1, 2 (whose
 * softmax is 0.0900, 0.2447, 0.6652), and on the mean of a Gaussian.
 */
class KnownAnswersTest {
  private static final double[] SOFTMAX_OF_REWARDS = {0.0900, 0.2447, 0.6652};
  private static final double TOLERANCE = 1e-3;
  private static final float[] UNIFORM = {0, 0};

  /** u = D(first) - D(second) of two arms, by a free table. */
  private static double margin(WinnerLoss loss, double p) {
    double[] logs = Arms.two(p).minimise(loss, Arms.FREE).logs();
    return logs[0] - logs[1];
  }

  /** The probability of the first of two arms, by a softmax. */
  private static double share(WinnerLoss loss, double p) {
    return Arms.two(p).minimise(loss, Arms.SOFTMAX).densities()[0];
  }

  private static double[] threeArms(WinnerLoss loss) {
    return Arms.rewards(0, 1, 2).minimise(loss, Arms.SOFTMAX).densities();
  }

  // ---- cross-entropies

  private static WinnerLoss conservative(double beta, double epsilon) {
    return new ConservativeDpo().loss(new ConservativeDpo.Hyper(new Beta(beta), epsilon));
  }

  /** beta u = logit((1 - epsilon) P + epsilon (1 - P)); without errors it is DPO's logit(P). */
  @ParameterizedTest
  @CsvSource({"0.8, 0.5, 0, 1.38629", "1, 1, 0.1, 2.19722", "0.8, 1, 0.1, 1.04597"})
  void conservativeDpoEndsAtTheLogOddsOfSmoothedLabels(
      double p, double beta, double epsilon, double logit) {
    assertEquals(logit / beta, margin(conservative(beta, epsilon), p), TOLERANCE);
  }

  /** With beta 1/2 the rewards count twice. */
  @Test
  void withoutErrorsItTiltsTheReferenceByTheRewards() {
    assertArrayEquals(SOFTMAX_OF_REWARDS, threeArms(conservative(1, 0)), TOLERANCE);
    assertArrayEquals(
        new double[] {0.0159, 0.1173, 0.8668}, threeArms(conservative(0.5, 0)), TOLERANCE);
  }

  private static WinnerLoss robust(double epsilon, double limit) {
    return new RobustDpo().loss(new RobustDpo.Hyper(new Beta(1), epsilon, limit));
  }

  /** A clean P of 0.8 is observed as 0.74 if one label in ten is wrong. */
  @Test
  void robustDpoFindsTheLogOddsOfCleanLabels() {
    assertEquals(1.3863, margin(robust(0.1, Double.POSITIVE_INFINITY), 0.74), TOLERANCE);
  }

  /** Observed 0.95 exceeds 1 - epsilon: the slope stays (1 - 0.95 - 0.1) / 0.8 however far z is. */
  @Test
  void robustDpoHasNoBoundWhereLabelsAreTooClean() {
    float[] far = {40, 0};
    double[] free =
        Arms.two(0.95).lossAndGradient(robust(0.1, Double.POSITIVE_INFINITY), far, UNIFORM);
    assertEquals(-0.0625, free[1], 1e-6);
    assertEquals(0.0625, free[2], 1e-6);
    double[] limited = Arms.two(0.95).lossAndGradient(robust(0.1, 20), far, UNIFORM);
    assertEquals(0, limited[1]);
    assertEquals(0, limited[2]);
  }

  // ---- squares

  private static WinnerLoss identity(double tau) {
    return new Ipo().loss(new Ipo.Hyper(tau));
  }

  /** u = (P - 1/2) / tau. */
  @ParameterizedTest
  @CsvSource({"1, 0.1, 5", "0.8, 0.5, 0.6", "0.3, 0.1, -2"})
  void ipoEndsAtTheProbabilityItself(double p, double tau, double u) {
    assertEquals(u, margin(identity(tau), p), TOLERANCE);
  }

  /** pi = exp(f / tau), f the probability of beating a draw, itself included. */
  @Test
  void ipoTiltsTheReferenceByTheProbabilityOfWinning() {
    assertArrayEquals(new double[] {0.2099, 0.3156, 0.4745}, threeArms(identity(0.5)), TOLERANCE);
  }

  private static WinnerLoss selfPlay(double eta, boolean centred) {
    return new Sppo().loss(new Sppo.Hyper(eta, centred));
  }

  /**
   * P(y beats a draw) of rewards 0, 1, 2 is (1/2 + s(-1) + s(-2)) / 3 = 0.29605, 1/2 and 0.70395, s
   * the sigmoid; a table of free numbers ends at eta (P - 1/2).
   */
  @Test
  void selfPlayEndsAtTheProbabilityOfWinning() {
    double gained = 4 * 0.20395;
    assertArrayEquals(
        new double[] {-gained, 0, gained},
        Arms.rewards(0, 1, 2).minimise(selfPlay(4, false), Arms.FREE).logs(),
        TOLERANCE);
  }

  /**
   * Two arms, P = 0.8, so P(first beats a draw) = 0.65: the ideal gap is 0.3 eta. Log-densities of
   * a softmax cannot be eta (P - 1/2) themselves, as their mean is negative; less the mean they
   * can.
   */
  @ParameterizedTest
  @CsvSource({"1, false, 0.2968", "5, false, 1.282", "1, true, 0.3", "5, true, 1.5"})
  void selfPlayIsAStepOfMultiplicativeWeights(double eta, boolean centred, double gap) {
    Arms arms = Arms.drawn(new double[] {1, 1}, new double[][] {{0.5, 0.8}, {0.2, 0.5}});
    double[] logs = arms.minimise(selfPlay(eta, centred), Arms.SOFTMAX).logs();
    assertEquals(gap, logs[0] - logs[1], TOLERANCE);
  }

  /**
   * Rock, paper and scissors from (0.5, 0.3, 0.2), 4,000 steps of multiplicative weights: the last
   * policy has spiralled outwards, their average is near the equilibrium. An arm's gain, eta (P -
   * 1/2) against a draw of the policy of its step, is what minimises the loss; as that is a square
   * of unit slope, it is minus the derivative at 0 over how often the arm is a side of a pair.
   */
  @Test
  void selfPlayOfACycleSpiralsOutAndItsAverageDoesNot() {
    double eta = 0.1;
    double[][] wins = {{0.5, 0.9, 0.1}, {0.1, 0.5, 0.9}, {0.9, 0.1, 0.5}};
    double[] policy = {0.5, 0.3, 0.2};
    double[] average = new double[3];
    WinnerLoss loss = selfPlay(eta, false);
    for (int step = 0; step < 4_000; step++) {
      double[] pull = Arms.drawn(policy, wins).lossAndGradient(loss, new float[3], new float[3]);
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        average[i] += policy[i] / 4_000;
        policy[i] *= Math.exp(-pull[1 + i] / (2 * policy[i]));
        sum += policy[i];
      }
      for (int i = 0; i < 3; i++) {
        policy[i] /= sum;
      }
    }
    assertArrayEquals(new double[] {0.706, 0.097, 0.197}, policy, 2e-3);
    assertArrayEquals(new double[] {0.336, 0.334, 0.330}, average, 2e-3);
  }

  // ---- margins

  private static WinnerLoss simple(double beta, double gamma) {
    return new SimPo().loss(new SimPo.Hyper(beta, gamma / beta));
  }

  /**
   * beta gap = log([(2P-1) g + sqrt((2P-1)^2 g^2 + 4P(1-P))] / (2(1-P))) with g = e^gamma, which is
   * not the log-odds plus gamma.
   */
  @ParameterizedTest
  @CsvSource({"2, 0, 1.3863", "2, 1, 2.1540", "0.5, 1, 2.1540"})
  void simPoEndsBelowItsMargin(double beta, double gamma, double scaledGap) {
    assertEquals(scaledGap / beta, margin(simple(beta, gamma), 0.8), TOLERANCE);
  }

  /** Where either side may win, a hinge ends at its margin, whatever the probability. */
  @ParameterizedTest
  @CsvSource({"0.6, 1", "0.8, 1", "0.8, 2.5", "0.3, -1"})
  void slicEndsAtItsMargin(double p, double gap) {
    WinnerLoss loss = new SlicHf().loss(new SlicHf.Hyper(Math.abs(gap), 0));
    assertEquals(gap, margin(loss, p), 1e-2);
  }

  /** The cross-entropy alone, which a weight of 1e6 is, ends at how often each arm wins. */
  @Test
  void slicHoldsOnToWinners() {
    assertEquals(0.8, share(new SlicHf().loss(new SlicHf.Hyper(1, 1e6)), 0.8), TOLERANCE);
  }

  // ---- likelihood of winners

  private static WinnerLoss positive(double beta, double lambda) {
    return new DpoPositive().loss(new DpoPositive.Hyper(new Beta(beta), lambda));
  }

  /** D(winner) = -1, D(loser) = -2: log(1 + exp(-0.3 (1 - 50))) = 14.700; at 0 and -1 it is DPO. */
  @Test
  void dpoPositiveChargesWhatWinnersLose() {
    WinnerLoss loss = positive(0.3, 50);
    assertEquals(14.700, Arms.two(1).lossAndGradient(loss, new float[] {-1, -2}, UNIFORM)[0], 1e-4);
    assertEquals(
        Math.log1p(Math.exp(-0.3)),
        Arms.two(1).lossAndGradient(loss, new float[] {0, -1}, UNIFORM)[0],
        1e-6);
  }

  /** The log-odds are reached by raising the winner: DPO's optimum, where nothing is charged. */
  @Test
  void dpoPositiveKeepsWinnersLikely() {
    double[] logs = Arms.two(1).minimise(positive(1, 50), Arms.SOFTMAX).logs();
    assertTrue(logs[0] >= Math.log(0.5), "winner " + logs[0]);
    assertEquals(1.3863, margin(positive(1, 0), 0.8), TOLERANCE);
  }

  private static WinnerLoss withWinners(double beta, double alpha) {
    return new Rpo().loss(new Rpo.Hyper(new Beta(beta), alpha));
  }

  /** At beta 1 both terms end at P; alone, the one has log-odds of logit(P) / beta. */
  @Test
  void rpoStandsBetweenDpoAndCloning() {
    assertEquals(0.8, share(withWinners(1, 3), 0.8), TOLERANCE);
    assertEquals(Arms.sigmoid(2 * Math.log(4)), share(withWinners(0.5, 0), 0.8), TOLERANCE);
    assertEquals(0.8, share(withWinners(0.5, 1e6), 0.8), TOLERANCE);
  }

  // ---- unpaired

  private static WinnerLoss prospects(double beta, double desirable, double undesirable) {
    return new Kto().loss(new Kto.Hyper(new Beta(beta), desirable, undesirable, Kto.ZeroPoint.KL));
  }

  /**
   * At the reference a single winner costs lambda_D / 2 and pulls by -lambda_D beta / 4, a single
   * loser the like; a pair is the mean of two. Far away nothing pulls.
   */
  @Test
  void ktoPullsSinglesAndForgetsOutliers() {
    double[] all = Arms.two(1).lossAndGradient(prospects(0.2, 1.5, 2), UNIFORM, UNIFORM);
    assertEquals((1.5 / 2 + 2.0 / 2) / 2, all[0], 1e-6);
    assertEquals(-1.5 * 0.2 / 4 / 2, all[1], 1e-6);
    assertEquals(2 * 0.2 / 4 / 2, all[2], 1e-6);
    float[] half = {(float) Math.log(0.5), (float) Math.log(0.5)};
    float[] far = {(float) Math.log(0.5) - 600, (float) Math.log(0.5)};
    double[] outlier = Arms.two(1).lossAndGradient(prospects(0.2, 1.5, 2), far, half);
    assertEquals(0, outlier[1], 1e-6);
  }

  /**
   * A table that is p and 1 - p has the zero point p log 2p + (1 - p) log 2(1 - p): with p = 0.8 it
   * is 0.19274, and the loss 1 - s(log 1.6 - 0.19274) and s(log 0.4 - 0.19274), halved.
   */
  @Test
  void theZeroPointIsTheDivergence() {
    float[] table = {(float) Math.log(0.8), (float) Math.log(0.2)};
    float[] half = {(float) Math.log(0.5), (float) Math.log(0.5)};
    double zero = 0.8 * Math.log(1.6) + 0.2 * Math.log(0.4);
    double loss = (1 - Arms.sigmoid(Math.log(1.6) - zero) + Arms.sigmoid(Math.log(0.4) - zero)) / 2;
    assertEquals(loss, Arms.two(1).lossAndGradient(prospects(1, 1, 1), table, half)[0], 1e-6);
    WinnerLoss byMean = new Kto().loss(new Kto.Hyper(new Beta(1), 1, 1, Kto.ZeroPoint.BATCH_MEAN));
    // the mean of log 1.6 and log 0.4 is negative, so it is measured from 0
    double fromZero = (1 - Arms.sigmoid(Math.log(1.6)) + Arms.sigmoid(Math.log(0.4))) / 2;
    assertEquals(fromZero, Arms.two(1).lossAndGradient(byMean, table, half)[0], 1e-6);
  }

  /** The majority rules: an arm that always wins takes all, and so gains log 2 over a half. */
  @Test
  void ktoFollowsTheMajority() {
    double[] logs = Arms.two(1).minimise(prospects(1, 1, 1), Arms.SOFTMAX).logs();
    assertEquals(Math.log(2), logs[0] - Math.log(0.5), 1e-2);
    assertTrue(share(prospects(1, 1, 1), 0.6) > 0.95, "no calibrated optimum");
    // lambda_D q of 0.6 is less than lambda_U (1 - q) of 0.8
    double[] pull = Arms.two(0.6).lossAndGradient(prospects(1, 1, 2), UNIFORM, UNIFORM);
    assertTrue(pull[1] > 0, "pull " + pull[1]);
  }

  // ---- contrastive preference learning

  private static WinnerLoss contrastive(double lambda) {
    return new Cpl().loss(new Cpl.Hyper(new Contrast(1, lambda, Score.LOG_DENSITY)));
  }

  @Test
  void contrastiveLearningEndsAtTheSoftmaxOfAdvantages() {
    assertArrayEquals(SOFTMAX_OF_REWARDS, threeArms(contrastive(1)), TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.8", "0.75, 0.8225", "0.5, 0.8314", "0.25, 0.8074", "0, 0.7427"})
  void theBiasMovesTheOptimum(double lambda, double first) {
    assertEquals(first, share(contrastive(lambda), 0.8), TOLERANCE);
  }

  /**
   * Actions are normal within three deviations, the true log-odds (b - m)^2 - (a - m)^2 with m =
   * 0.7. Without bias the policy's mean is m; with it it is drawn to the actions' mean 0; a teacher
   * twice as sharp moves it beyond m.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 0.7", "0.5, 1, 0.5585", "1, 2, 0.8423"})
  void contrastiveLearningOfAGaussian(double lambda, double sharpness, double mean) {
    DoubleBinaryOperator odds =
        (a, b) -> sharpness * ((b - 0.7) * (b - 0.7) - (a - 0.7) * (a - 0.7));
    assertEquals(mean, gaussian(contrastive(lambda), odds, NDArray::square), 3e-3);
  }

  /** The mean of a policy with scores -shape(a - mean) that minimises a loss. */
  private static double gaussian(
      WinnerLoss loss, DoubleBinaryOperator odds, UnaryOperator<NDArray> shape) {
    int points = 61;
    float[] actions = new float[points];
    double[] shares = new double[points];
    double[][] wins = new double[points][points];
    for (int i = 0; i < points; i++) {
      actions[i] = -3 + 0.1f * i;
      shares[i] = Math.exp(-actions[i] * actions[i] / 2) * (i == 0 || i == points - 1 ? 0.5 : 1);
    }
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < points; j++) {
        wins[i][j] = Arms.sigmoid(odds.applyAsDouble(actions[i], actions[j]));
      }
    }
    Arms.Table table =
        (pass, parameters) -> shape.apply(pass.array(actions, points).sub(parameters)).neg();
    return Arms.drawn(shares, wins).minimise(loss, table, new float[1], 400).parameters()[0];
  }

  /**
   * With a weight of cloning c the optimum is (P + c / 2) / (1 + c), for cloning both arms alike
   * pulls to 1/2.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.8", "1, 0.65", "3, 0.575"})
  void cloningPullsTheOptimumToTheData(double cloning, double first) {
    WinnerLoss loss =
        new CplBc().loss(new CplBc.Hyper(new Contrast(1, 1, Score.LOG_DENSITY), cloning));
    assertEquals(first, share(loss, 0.8), TOLERANCE);
  }

  /** DPO without bias; with it log(1 + exp(-0.2 (-1 + 0.75 * 2))) = log(1 + exp(-0.1)). */
  @Test
  void relativeToTheReferenceItIsDpoWithABias() {
    WinnerLoss plain = new CplKl().loss(new CplKl.Hyper(new Contrast(0.5, 1, Score.LOG_DENSITY)));
    assertEquals(2.7726, margin(plain, 0.8), TOLERANCE);
    WinnerLoss biased =
        new CplKl().loss(new CplKl.Hyper(new Contrast(0.2, 0.75, Score.LOG_DENSITY)));
    float[] moved = {4, 8};
    float[] reference = {5, 10};
    assertEquals(0.64440, Arms.two(1).lossAndGradient(biased, moved, reference)[0], 1e-5);
  }

  /** The true log-odds are (|b - m| - |a - m|) / T: the policy's mean is m. */
  @ParameterizedTest
  @CsvSource({"1, 0.7", "0.5, -0.4"})
  void distancesFindTheMeanOfTheTeacher(double temperature, double m) {
    WinnerLoss loss = new Dppo().loss(new Dppo.Hyper(temperature, 1));
    DoubleBinaryOperator odds = (a, b) -> (Math.abs(b - m) - Math.abs(a - m)) / temperature;
    assertEquals(m, gaussian(loss, odds, NDArray::abs), 1e-2);
  }
}
