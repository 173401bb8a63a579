package org.prefbench.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.TemperedPolicy;
import org.prefbench.preference.PreferenceDataset;

/**
 * Trains the reference policy: a method like any other, but without pairs and before all others.
 */
public final class ReferenceStage {
  private static final String FILE = "policy";

  private ReferenceStage() {}

  /**
   * Makes the policy that the reference's method learns from the data alone.
   *
   * @param seed see {@link DatasetStage#seed}
   * @throws org.prefbench.algorithm.DivergedException if it diverges
   */
  public static void write(
      Path folder,
      ConfiguredAlgorithm method,
      EnvironmentFactory environment,
      TrajectoryDataset dataset,
      Seed seed,
      ProgressListener progress) {
    PolicyFiles.write(
        folder.resolve(FILE),
        train(method, environment, dataset, seed.child("reference"), progress));
  }

  /** Returns the policy in a folder. */
  public static Policy read(Path folder) {
    return PolicyFiles.read(folder.resolve(FILE));
  }

  /**
   * Returns a reference with its noise scaled.
   *
   * @param temperature factor on the standard deviations, 1 if empty
   * @throws org.prefbench.core.InvalidInputException if the policy's noise has no scale
   */
  public static Policy at(Optional<Double> temperature, Policy reference) {
    if (temperature.isEmpty()) {
      return reference;
    }
    if (reference instanceof TemperedPolicy tempered) {
      return tempered.atTemperature(temperature.get());
    }
    throw new InvalidInputException(
        "temperature "
            + temperature.get()
            + " needs a reference whose noise has a scale, such as a cloned one");
  }

  private static Policy train(
      ConfiguredAlgorithm method,
      EnvironmentFactory environment,
      TrajectoryDataset dataset,
      Seed seed,
      ProgressListener progress) {
    Set<Needs> needs = method.needs();
    boolean rewards = needs.contains(Needs.TRUE_REWARDS);
    Ledger ledger = new Ledger();
    TrainingInput input =
        new TrainingInput(
            environment.spec(),
            Optional.empty(),
            rewards ? dataset : dataset.withoutRewards(),
            new PreferenceDataset(dataset.environment(), List.of(), Map.of()),
            needs.contains(Needs.TRAINING_SIMULATOR)
                ? Optional.of(new Simulator(environment, rewards, ledger))
                : Optional.empty(),
            Optional.empty());
    return method.algorithm().train(input, new TrainingContext(seed, ledger, heard(progress)));
  }

  private static Monitor heard(ProgressListener progress) {
    return new Monitor() {
      @Override
      public int checkpoints() {
        return 0;
      }

      @Override
      public boolean keepsMetrics() {
        return false;
      }

      @Override
      public void progress(long step, long steps) {
        progress.progress(step, steps);
      }

      @Override
      public void metric(String name, long step, double value) {}

      @Override
      public void checkpoint(
          long step, long steps, double validationLoss, Supplier<Policy> policy) {}
    };
  }
}
