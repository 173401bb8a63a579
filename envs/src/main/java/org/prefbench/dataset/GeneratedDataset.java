package org.prefbench.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.core.Checks;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.core.Services;
import org.prefbench.core.Sha256;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;

/**
 * A dataset that is made when it is needed: one behaviour tier of one environment. Its id is the
 * environment's with the tier before the version, as in D4RL: {@code pendulum-medium-v1} is tier
 * {@code medium} of {@code pendulum-v1}. Id, number of steps and seed determine every byte.
 *
 * @param environment the environment
 * @param behavior who acts
 */
public record GeneratedDataset(EnvironmentFactory environment, Behavior behavior) {
  /** Returns every dataset that can be generated, sorted by environment and tier. */
  public static List<GeneratedDataset> all() {
    Services<EnvironmentFactory> environments = Environments.registered();
    return Behaviors.all().stream()
        .map(each -> new GeneratedDataset(environments.get(each.environment()), each))
        .toList();
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

  /** Returns the id, such as {@code pendulum-medium-v1}. */
  public String id() {
    return behavior.id();
  }

  /**
   * Returns the hash of who acts and for which shares of the steps; with the code, the number of
   * steps and the seed it determines the data.
   */
  public String behaviorHash() {
    Sha256 hash = new Sha256().add(id()).add(behavior.description());
    for (Behavior.Part part : behavior.parts()) {
      hash.add(part.name()).add(Long.toString(part.steps()));
    }
    return hash.hex();
  }

  /** Returns the number of steps where none is asked for. */
  public long usualSteps() {
    return behavior.usualSteps();
  }

  /**
   * Returns exactly {@code steps} steps; any number of workers gives the same data.
   *
   * @param seed the data depend on {@code seed.child(id)}
   * @param progress hears how many steps are collected
   */
  public TrajectoryDataset generate(long steps, Seed seed, int workers, ProgressListener progress) {
    try (EpisodeReader reader = source(steps, seed, workers, progress).open()) {
      List<Segment> episodes = new ArrayList<>();
      reader.forEachRemaining(episodes::add);
      return new TrajectoryDataset(
          reader.header().environment(),
          reader.header().stateFields(),
          episodes,
          reader.header().provenance());
    }
  }

  /**
   * Returns the same data as {@link #generate}, made anew whenever they are read and a few episodes
   * in memory at a time.
   */
  public EpisodeSource source(long steps, Seed seed, int workers, ProgressListener progress) {
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("seed", Long.toString(seed.value()));
    return stream(steps, seed.child(id()), workers, progress, provenance);
  }

  /**
   * Returns exactly {@code steps} steps, made anew whenever they are read and a few episodes in
   * memory at a time.
   *
   * @param stream the root of the random streams itself
   * @param provenance what else is to be recorded; the origin of the data is added
   */
  public EpisodeSource stream(
      long steps,
      Seed stream,
      int workers,
      ProgressListener progress,
      Map<String, String> provenance) {
    Checks.atLeast("steps", steps, 1L);
    Checks.atLeast("workers", workers, 1);
    return () -> new Generation(this, steps, stream, workers, progress, provenance);
  }
}
