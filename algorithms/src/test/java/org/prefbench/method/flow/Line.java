package org.prefbench.method.flow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.policy.Actor;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;

/**
 * Preference flow matching on the line: the reference is N(0, 1), for the teacher more is better,
 * and everything is known in closed form.
 */
public final class Line {
  static final Seed SEED = new Seed(1);
  static final EnvironmentFactory FACTORY = Environments.registered().get("gaussian-1d-v0");
  static final Labeler ORACLE = Labelers.create("oracle", Map.of(), Calibration.of(List.of()));
  private static final Policy REFERENCE = new Normal(1, 1);

  private Line() {}

  /** Returns the policy learned from 60,000 pairs, with nothing that was not declared. */
  static FlowPolicy train(Map<String, String> set) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "hidden-size", "64",
                "batch-size", "512",
                "steps", "3000",
                "learning-rate", "0.002",
                "sigma", "0.05",
                "tolerance", "1e-6",
                "validation-share", "0.01"));
    all.putAll(set);
    Simulator simulator = new Simulator(FACTORY, true, new Ledger());
    TrajectoryDataset trajectories =
        new TrajectoryDataset(
            FACTORY.spec().id(),
            PairSampler.rollOut(simulator, REFERENCE, new double[][] {{0}}, 1, new Seed[] {SEED}),
            Map.of());
    PreferenceDataset pairs =
        new PreferenceDataset(
            FACTORY.spec().id(),
            PairSampler.label(
                PairSampler.fromPolicy(
                    simulator,
                    REFERENCE,
                    trajectories,
                    PairSampler.StateDistribution.INITIAL,
                    60_000,
                    1,
                    SEED.child("pairs")),
                ORACLE,
                SEED.child("labels")),
            Map.of());
    return (FlowPolicy)
        ConfiguredAlgorithm.of(new Pfm(), all)
            .algorithm()
            .train(
                new TrainingInput(
                    FACTORY.spec(),
                    Optional.of(new BlackBox(REFERENCE)),
                    trajectories,
                    pairs,
                    Optional.empty(),
                    Optional.empty()),
                new TrainingContext(SEED.child("training"), new Ledger(), Monitor.SILENT));
  }

  /** Returns the mean action that a policy with look-ahead takes. */
  static double meanReturn(Policy policy, int copies) {
    return meanReturn(policy, copies, EnvironmentAccess.LookAhead.WITHOUT_REWARDS);
  }

  /** Returns the mean action that a policy takes. */
  public static double meanReturn(
      Policy policy, int copies, EnvironmentAccess.LookAhead lookAhead) {
    VectorEnvironment environment = new VectorEnvironment(FACTORY, copies);
    Seed[] seeds = new Seed[copies];
    Arrays.setAll(seeds, SEED.child("episode")::child);
    environment.reset(seeds);
    EnvironmentAccess access = new EnvironmentAccess(environment, lookAhead, new Ledger());
    try (Actor actor = policy.start(access, seeds)) {
      environment.step(actor.act(environment.observations()));
    }
    double sum = 0;
    for (int i = 0; i < copies; i++) {
      sum += environment.reward(i);
    }
    return sum / copies;
  }

  /** Returns draws of the reference. */
  static FloatMatrix normal(int rows) {
    RandomStream random = SEED.child("normal").generator();
    FloatMatrix result = new FloatMatrix(rows, 1);
    for (int i = 0; i < rows; i++) {
      result.set(i, 0, (float) random.nextGaussian());
    }
    return result;
  }

  static double mean(FloatMatrix column) {
    double sum = 0;
    for (float value : column.values()) {
      sum += value;
    }
    return sum / column.rows();
  }

  static double variance(FloatMatrix column) {
    double mean = mean(column);
    double sum = 0;
    for (float value : column.values()) {
      sum += (value - mean) * (value - mean);
    }
    return sum / column.rows();
  }
}
