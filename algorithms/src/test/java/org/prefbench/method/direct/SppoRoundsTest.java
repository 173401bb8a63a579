package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Grants;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** Rounds on the line, where the reference is N(0, 1) and the larger number wins. */
class SppoRoundsTest {
  private static final Seed SEED = new Seed(5);
  private static final EnvironmentFactory LINE = Environments.registered().get("gaussian-1d-v0");
  private static final Labeler ORACLE =
      Labelers.create("oracle", Map.of(), Calibration.of(List.of()));

  /** N(0, 1) whatever the observation, which is 0. */
  private static final GaussianPolicy STANDARD_NORMAL =
      new GaussianPolicy(
          GaussianPolicy.Form.GAUSSIAN,
          LINE.spec().actions(),
          Standardizer.identity(1),
          new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
          new float[1]);

  private static final Map<String, String> FITTING =
      Map.of(
          "steps", "400",
          "learning-rate", "0.02",
          "batch-size", "512",
          "keep", "last",
          "validation-share", "0");

  private final Ledger ledger = new Ledger();
  private final RecordingMonitor monitor = new RecordingMonitor();

  private GaussianPolicy train(
      AlgorithmFactory<?> factory, int pairs, Map<String, String> changes) {
    Map<String, String> settings = new HashMap<>(FITTING);
    settings.putAll(changes);
    ConfiguredAlgorithm method = ConfiguredAlgorithm.of(factory, settings);
    Simulator simulator = new Simulator(LINE, true, new Ledger());
    TrajectoryDataset log =
        new TrajectoryDataset(
            LINE.spec().id(),
            PairSampler.rollOut(
                simulator, STANDARD_NORMAL, new double[][] {{0}}, 1, new Seed[] {SEED}),
            Map.of());
    List<PreferencePair> given =
        PairSampler.label(
            PairSampler.fromPolicy(
                simulator,
                STANDARD_NORMAL,
                log,
                PairSampler.StateDistribution.INITIAL,
                pairs,
                1,
                SEED.child("pairs")),
            ORACLE,
            SEED.child("labels"));
    return (GaussianPolicy)
        method
            .algorithm()
            .train(
                new Grants(method.needs())
                    .input(
                        LINE,
                        STANDARD_NORMAL,
                        log,
                        new PreferenceDataset(LINE.spec().id(), given, Map.of()),
                        () -> ORACLE,
                        ledger),
                new TrainingContext(SEED, ledger, monitor));
  }

  private static double mean(GaussianPolicy policy) {
    return policy.network().weights()[1]; // the bias of a single layer
  }

  /**
   * N(m, 1) against N(0, 1) has D(a) = m a - m^2 / 2. What a regression on eta (Phi(a) - 1/2)
   * costs, up to a constant m^2 + m^4 / 4 - 2 m eta E[a Phi(a)], is least where m + m^3 / 2 = eta /
   * (2 sqrt(pi)); for eta = 2 at m = 0.5015. Against the policy of the round before it is the same
   * again, so every round goes as far: were pairs or reference those of the first, it would not.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyRoundGoesAsFarAsTheFirst(int rounds) {
    double target = 1 / Math.sqrt(Math.PI);
    double m = 0.5;
    for (int i = 0; i < 20; i++) { // Newton
      m -= (m + m * m * m / 2 - target) / (1 + 1.5 * m * m);
    }
    GaussianPolicy policy =
        train(new SppoRounds(), 4_000, Map.of("eta", "2", "iterations", Integer.toString(rounds)));
    assertEquals(rounds * m, mean(policy), 0.06);
    // N(m, 1) and N(0, 1) are m^2 / 2 apart
    assertEquals(mean(policy) * mean(policy) / 2, monitor.values("kl").get(rounds - 1), 1e-4);
    assertEquals((rounds - 1) * 4_000L, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(2 * (rounds - 1) * 4_000L, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
  }

  /**
   * Without the batch's mean the regression has the exact step of multiplicative weights, whose
   * share of a Gaussian is m = eta / (2 sqrt(pi)).
   */
  @Test
  void centredItIsLinearInEta() {
    GaussianPolicy policy =
        train(new SppoRounds(), 4_000, Map.of("eta", "2", "iterations", "2", "centred", "true"));
    assertEquals(2 / Math.sqrt(Math.PI), mean(policy), 0.08);
  }

  /** One round is the offline form, with the same batches. */
  @Test
  void oneRoundIsTheOfflineForm() {
    Map<String, String> few = Map.of("steps", "50", "validation-share", "0.1");
    Map<String, String> one = new HashMap<>(few);
    one.put("iterations", "1");
    double offline = mean(train(new Sppo(), 200, few));
    assertEquals(offline, mean(train(new SppoRounds(), 200, one)), 1e-5);
    assertEquals(0, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(
        Set.of(Needs.REFERENCE_WEIGHTS), ConfiguredAlgorithm.of(new SppoRounds(), one).needs());
  }

  /** Four of a start are compared six times, whatever the given pairs are. */
  @Test
  void samplesAreComparedEachWithEach() {
    train(new SppoRounds(), 50, Map.of("steps", "2", "iterations", "2", "samples", "4"));
    assertEquals(50 * 6, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(50 * 4, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
  }

  /** a beats b and c, b and c tie; then a beats b, and nobody answers about c. */
  @Test
  void sharesAreOfTheAnswersAboutOthers() {
    assertArrayEquals(
        new double[] {1, 0.25, 0.25},
        SelfPlay.shares(answers(Label.FIRST, Label.FIRST, Label.TIE), 3));
    assertArrayEquals(
        new double[] {1, 0, 0.5}, SelfPlay.shares(answers(Label.FIRST, Label.SKIP, Label.SKIP), 3));
  }

  private static List<PreferencePair> answers(Label... labels) {
    Segment any =
        PairSampler.rollOut(
                new Simulator(LINE, true, new Ledger()),
                STANDARD_NORMAL,
                new double[][] {{0}},
                1,
                new Seed[] {SEED})
            .get(0);
    return List.of(labels).stream()
        .map(label -> new PreferencePair(any, any, label, "test"))
        .toList();
  }

  @Test
  void fewerThanTwoSamplesAreRefused() {
    String refusal =
        assertThrows(
                InvalidInputException.class,
                () -> ConfiguredAlgorithm.of(new SppoRounds(), Map.of("samples", "1")))
            .getMessage();
    assertEquals("sppo-rounds.samples must be >= 2, got 1", refusal);
  }
}
