package org.prefbench.reward;

import java.util.List;
import java.util.Map;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Grants;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
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

/**
 * One action, which is the reward, drawn from N(0, 1) by the reference, and a teacher who prefers
 * the larger: the best of n is the largest of n normal numbers, whose moments are tabulated
 * (Teichroew 1956, "Tables of expected values of order statistics").
 */
public final class NormalLine {
  /** The task. */
  public static final EnvironmentFactory TASK = Environments.registered().get("gaussian-1d-v0");

  /** N(0, 1). */
  public static final GaussianPolicy REFERENCE =
      new GaussianPolicy(
          GaussianPolicy.Form.GAUSSIAN,
          TASK.spec().actions(),
          Standardizer.identity(1),
          new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
          new float[1]);

  private static final Labeler ORACLE =
      Labelers.create("oracle", Map.of(), Calibration.of(List.of()));

  private NormalLine() {}

  /** Returns a method trained on {@code pairs} labelled pairs and as many logged steps. */
  public static Policy train(
      AlgorithmFactory<?> method, Map<String, String> settings, int pairs, Ledger ledger) {
    List<PreferencePair> labelled = pairs(pairs);
    return train(method, settings, labelled, labelled, ledger, Monitor.SILENT);
  }

  /** Returns a method trained on labelled pairs and the first segments of {@code logged}. */
  public static Policy train(
      AlgorithmFactory<?> method,
      Map<String, String> settings,
      List<PreferencePair> labelled,
      List<PreferencePair> logged,
      Ledger ledger,
      Monitor monitor) {
    ConfiguredAlgorithm configured = ConfiguredAlgorithm.of(method, settings);
    List<Segment> log = logged.stream().map(PreferencePair::first).toList();
    return configured
        .algorithm()
        .train(
            new Grants(configured.needs())
                .input(
                    TASK,
                    REFERENCE,
                    new TrajectoryDataset(TASK.spec().id(), log, Map.of()),
                    new PreferenceDataset(TASK.spec().id(), labelled, Map.of()),
                    () -> ORACLE,
                    ledger),
            new TrainingContext(new Seed(3), ledger, monitor));
  }

  /** Returns labelled pairs, the same each time. */
  public static List<PreferencePair> pairs(int count) {
    Simulator simulator = new Simulator(TASK, true, new Ledger());
    Seed seed = new Seed(11);
    TrajectoryDataset one =
        new TrajectoryDataset(
            TASK.spec().id(),
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

  /** Returns the mean reward of 4,000 episodes, which a policy plans by forks without rewards. */
  public static double meanReturn(Policy policy) {
    int copies = 4_000;
    VectorEnvironment environment = new VectorEnvironment(TASK, copies);
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
