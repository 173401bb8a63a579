package org.prefbench.method.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

class RlhfTest {
  private static final EnvironmentFactory TASK = Environments.registered().get("gaussian-1d-v0");

  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("beta", "1"),
          Map.entry("simulator-steps", "51200"),
          Map.entry("copies", "64"),
          Map.entry("horizon", "8"),
          Map.entry("epochs", "4"),
          Map.entry("batch-size", "256"),
          Map.entry("learning-rate", "1e-3"),
          Map.entry("value-hidden-size", "8"),
          Map.entry("reward-members", "2"),
          Map.entry("reward-hidden-size", "32"),
          Map.entry("reward-hidden-layers", "1"),
          Map.entry("reward-bounded", "false"),
          Map.entry("reward-learning-rate", "3e-3"),
          Map.entry("reward-steps", "400"));

  /** N(0, 1) as a network whose last layer is zero. */
  private static GaussianPolicy standardNormal() {
    return normal(1);
  }

  private static GaussianPolicy normal(double deviation) {
    Mlp network = Mlp.initial(List.of(1, 8, 1), Activation.RELU, new Seed(1)).withScaledOutput(0);
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        TASK.spec().actions(),
        Standardizer.identity(1),
        network,
        new float[] {(float) Math.log(deviation)});
  }

  /** Pairs of normal actions labelled by Bradley-Terry with the reward a. */
  private static PreferenceDataset pairs(int count) {
    RandomStream random = new Seed(21).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double first = random.nextGaussian();
      double second = random.nextGaussian();
      boolean wins = random.nextDouble() < 1 / (1 + StrictMath.exp(second - first));
      pairs.add(
          new PreferencePair(
              segment(first), segment(second), wins ? Label.FIRST : Label.SECOND, "test"));
    }
    return new PreferenceDataset("gaussian-1d-v0", pairs, Map.of());
  }

  private static Segment segment(double action) {
    FloatMatrix reward = new FloatMatrix(1, 1, new float[] {Float.NaN});
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1, new float[] {(float) action}),
        reward,
        End.TERMINATED,
        Optional.empty(),
        Optional.empty());
  }

  private static TrainingInput input(
      Policy reference, PreferenceDataset preferences, Ledger ledger) {
    TrajectoryDataset data = new TrajectoryDataset("gaussian-1d-v0", List.of(segment(0)), Map.of());
    return new TrainingInput(
        TASK.spec(),
        Optional.of(reference),
        data,
        preferences,
        Optional.of(new Simulator(TASK, false, ledger)),
        Optional.empty());
  }

  private static Policy train(Map<String, String> overrides, Policy reference, Ledger ledger) {
    return ConfiguredAlgorithm.of(new Rlhf(), overrides)
        .algorithm()
        .train(
            input(reference, pairs(4000), ledger),
            new TrainingContext(new Seed(5), ledger, Monitor.SILENT));
  }

  /**
   * The optimum is pi_ref exp(r / beta), with r(a) = a and beta = 1 the law N(1, 1). The learned
   * reward's slope has a standard error of about 0.05 with 4000 labels, and PPO's own noise is
   * allowed twice that again.
   */
  @Test
  void reachesTheKnownOptimumOfAOneStepTask() {
    GaussianPolicy reference = standardNormal();
    Ledger ledger = new Ledger();
    GaussianPolicy policy = (GaussianPolicy) train(SMALL, reference, ledger);
    double mean = policy.network().evaluator().evaluate(new FloatMatrix(1, 1)).get(0, 0);
    assertEquals(1, mean, 0.2);
    assertEquals(0, policy.logStd()[0], 0.2);
    assertEquals(standardNormal(), reference, "the reference has changed");
    assertEquals(51_200, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
  }

  @Test
  void sameSeedSamePolicy() {
    Map<String, String> shorter = new HashMap<>(SMALL);
    shorter.put("simulator-steps", "1024");
    shorter.put("reward-steps", "20");
    assertEquals(
        train(shorter, standardNormal(), new Ledger()),
        train(shorter, standardNormal(), new Ledger()));
  }

  /** One update of 2 batches in 4 passes; all but the first can tell how far the policy went. */
  @Test
  void theRateRisesFromItsSmallestWhileThePolicyHardlyMoves() {
    assertEquals(1e-5 * Math.pow(1.5, 7), rateAfterOneUpdate("1e-3", "1e6"), 1e-12);
    assertEquals(1e-5, rateAfterOneUpdate("100", "1e-12"), 0);
  }

  /**
   * Adam's first steps move the mean by the learning rate, here the deviation, whatever the
   * gradient: eight of them at the full rate would take it tens of nats away.
   */
  @Test
  void aNarrowReferenceIsNotLeftAtOnce() {
    Map<String, String> narrow = new HashMap<>(SMALL);
    narrow.put("simulator-steps", "5120");
    narrow.put("reward-steps", "100");
    RecordingMonitor monitor = new RecordingMonitor();
    Ledger ledger = new Ledger();
    ConfiguredAlgorithm.of(new Rlhf(), narrow)
        .algorithm()
        .train(
            input(normal(1e-3), pairs(100), ledger),
            new TrainingContext(new Seed(5), ledger, monitor));
    List<Double> divergence = monitor.values("divergence");
    assertEquals(10, divergence.size());
    divergence.forEach(nats -> assertTrue(nats < 1, divergence.toString()));
  }

  private static double rateAfterOneUpdate(String learningRate, String targetKl) {
    Map<String, String> oneUpdate = new HashMap<>(SMALL);
    oneUpdate.put("simulator-steps", "512");
    oneUpdate.put("reward-steps", "1");
    oneUpdate.put("learning-rate", learningRate);
    oneUpdate.put("target-kl", targetKl);
    RecordingMonitor monitor = new RecordingMonitor();
    Ledger ledger = new Ledger();
    ConfiguredAlgorithm.of(new Rlhf(), oneUpdate)
        .algorithm()
        .train(
            input(standardNormal(), pairs(100), ledger),
            new TrainingContext(new Seed(5), ledger, monitor));
    assertEquals(1, monitor.values("policy-rate").size());
    return monitor.values("policy-rate").get(0);
  }

  @Test
  void aBlackBoxIsRefused() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> train(SMALL, new BlackBox(standardNormal()), new Ledger()));
    assertTrue(
        error.getMessage().startsWith("rlhf needs a Gaussian reference"), error.getMessage());
  }

  @Test
  void badHyperparametersAreNamed() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> ConfiguredAlgorithm.of(new Rlhf(), Map.of("beta", "-1")));
    assertEquals("rlhf.beta must be > 0, got -1.0", error.getMessage());
    assertThrows(
        InvalidInputException.class,
        () -> ConfiguredAlgorithm.of(new Rlhf(), Map.of("reward-steps", "0")));
  }
}
