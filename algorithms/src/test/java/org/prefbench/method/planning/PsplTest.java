package org.prefbench.method.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Grants;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** One action, which is the reward; the reference is N(0, 1). */
class PsplTest {
  private static final EnvironmentFactory LINE = Environments.registered().get("gaussian-1d-v0");
  private static final Labeler ORACLE =
      Labelers.create("oracle", Map.of(), Calibration.of(List.of()));
  private static final GaussianPolicy REFERENCE =
      new GaussianPolicy(
          GaussianPolicy.Form.GAUSSIAN,
          LINE.spec().actions(),
          Standardizer.identity(1),
          new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
          new float[1]);

  private final Ledger ledger = new Ledger();

  /**
   * The best of eight draws of N(0, 1) has the mean 1.4236 and a deviation of 0.61; the mean of
   * 4,000 is known to within 0.01. Forty answers leave no more regret than 0.05.
   */
  @ParameterizedTest
  @ValueSource(strings = {"top-two", "uniform", "disagreement", "entropy", "k-centre"})
  void everyStrategyFindsThatMoreIsBetter(String strategy) {
    Policy policy = train(Map.of("queries", "40", "strategy", strategy), 3);
    assertEquals(1.4236, meanReturn(policy), 0.05);
    assertEquals(40, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(40 * 8, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
  }

  /** One answer alone does not tell that squares are worth nothing; sixty labels do. */
  @Test
  void labelsOfGivenPairsAreKnownOnlyToTheInformed() {
    double informed = meanReturn(train(Map.of("queries", "1", "informed", "true"), 60));
    assertEquals(1.4236, informed, 0.05);
    double uninformed = meanReturn(train(Map.of("queries", "1"), 60));
    assertTrue(uninformed < informed - 0.1, "" + uninformed);
  }

  @Test
  void itAsksAsOftenAsThereArePairs() {
    RecordingMonitor watcher = new RecordingMonitor(3);
    train(Map.of(), 12, watcher);
    assertEquals(12, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(3, watcher.validationLosses().size());
  }

  @Test
  void pairsMustHaveStatesToStartFrom() {
    List<PreferencePair> stateless =
        pairs(2).stream().map(pair -> with(pair, without(pair.first()))).toList();
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> train(Map.of(), stateless, new RecordingMonitor()));
    assertTrue(error.getMessage().startsWith("pspl needs pairs with"), error.getMessage());
  }

  private static PreferencePair with(PreferencePair pair, Segment first) {
    return new PreferencePair(first, pair.second(), pair.label(), pair.annotator());
  }

  private static Segment without(Segment segment) {
    return new Segment(
        segment.observations(),
        segment.actions(),
        segment.rewards(),
        segment.end(),
        Optional.empty());
  }

  private Policy train(Map<String, String> set, int pairs) {
    return train(set, pairs, new RecordingMonitor());
  }

  private Policy train(Map<String, String> set, int pairs, RecordingMonitor watcher) {
    return train(set, pairs(pairs), watcher);
  }

  private Policy train(
      Map<String, String> set, List<PreferencePair> pairs, RecordingMonitor watcher) {
    ConfiguredAlgorithm method = ConfiguredAlgorithm.of(new Pspl(), new HashMap<>(set));
    List<Segment> data = pairs(200).stream().map(PreferencePair::first).toList();
    return method
        .algorithm()
        .train(
            new Grants(method.needs())
                .input(
                    LINE,
                    REFERENCE,
                    new TrajectoryDataset(LINE.spec().id(), data, Map.of()),
                    new PreferenceDataset(LINE.spec().id(), pairs, Map.of()),
                    () -> ORACLE,
                    ledger),
            new TrainingContext(new Seed(3), ledger, watcher));
  }

  private static List<PreferencePair> pairs(int count) {
    Simulator simulator = new Simulator(LINE, true, new Ledger());
    Seed seed = new Seed(11);
    TrajectoryDataset one =
        new TrajectoryDataset(
            LINE.spec().id(),
            PairSampler.rollOut(simulator, REFERENCE, new double[][] {{0}}, 1, new Seed[] {seed}),
            Map.of());
    return PairSampler.label(
        PairSampler.fromPolicy(
            simulator,
            REFERENCE,
            one,
            PairSampler.StateDistribution.INITIAL,
            count,
            1,
            seed.child("pairs")),
        ORACLE,
        seed.child("labels"));
  }

  private static double meanReturn(Policy policy) {
    int copies = 4_000;
    VectorEnvironment environment = new VectorEnvironment(LINE, copies);
    Seed[] seeds = new Seed(9).children(0, copies, "episode");
    environment.reset(seeds);
    EnvironmentAccess access =
        new EnvironmentAccess(
            environment, EnvironmentAccess.LookAhead.WITHOUT_REWARDS, new Ledger());
    try (Actor actor = policy.start(access, seeds)) {
      environment.step(actor.act(environment.observations()));
    }
    double sum = 0;
    for (int i = 0; i < copies; i++) {
      sum += environment.reward(i);
    }
    return sum / copies;
  }
}
