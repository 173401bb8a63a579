package org.prefbench.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.core.Checks;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;

/**
 * A dataset that is made when it is needed: one behaviour tier of one environment. Its id is the
 * environment's with the tier before the version, as in D4RL: {@code pendulum-medium-v1} is tier
 * {@code medium} of {@code pendulum-v1}. Id, number of steps and seed determine every byte.
 *
 * @param id such as {@code pendulum-medium-v1}
 * @param environment the environment
 * @param behavior who acts
 */
public record GeneratedDataset(String id, EnvironmentFactory environment, Behavior behavior) {
  /** The number of steps where none is asked for. */
  public static final long DEFAULT_STEPS = 100_000;

  /** Returns every dataset that can be generated, sorted by environment and tier. */
  public static List<GeneratedDataset> all() {
    List<GeneratedDataset> datasets = new ArrayList<>();
    for (EnvironmentFactory environment : Environments.registered().all()) {
      String environmentId = environment.spec().id();
      int version = environmentId.lastIndexOf("-v");
      for (Behavior behavior : Behaviors.of(environmentId)) {
        datasets.add(
            new GeneratedDataset(
                environmentId.substring(0, version)
                    + "-"
                    + behavior.tier()
                    + environmentId.substring(version),
                environment,
                behavior));
      }
    }
    return datasets;
  }

  /**
   * Returns the dataset called {@code id}.
   *
   * @throws org.prefbench.core.InvalidInputException if there is none; the message lists the known
   *     ids and the nearest
   */
  public static GeneratedDataset find(String id) {
    List<GeneratedDataset> known = all();
    return known.stream()
        .filter(dataset -> dataset.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> Checks.unknown("dataset", id, known.stream().map(GeneratedDataset::id).toList()));
  }

  /**
   * Returns exactly {@code steps} steps; any number of workers gives the same data.
   *
   * @param seed the data depend on {@code seed.child(id)}
   * @param progress hears how many steps are collected
   */
  public TrajectoryDataset generate(long steps, Seed seed, int workers, ProgressListener progress) {
    TrajectoryDataset dataset =
        new Collector(environment, behavior.policy())
            .withWorkers(workers)
            .withProgress(progress)
            .steps(steps, seed.child(id), Map.of());
    Map<String, String> provenance = new TreeMap<>(dataset.provenance());
    provenance.put("dataset", id);
    provenance.put("behavior", behavior.description().strip());
    provenance.put("seed", Long.toString(seed.value()));
    return dataset.withProvenance(provenance);
  }
}
