package org.prefbench.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;

/** Trajectories of a file, in place of those that {@link DatasetStage} makes. */
public final class FileDatasetStage {
  private FileDatasetStage() {}

  /**
   * What is taken of a file: whole episodes until one of the bounds is reached, of which the last
   * is cut where the steps are.
   *
   * @param episodes how many at most
   * @param steps how many at most
   * @param sampled whether they are drawn without replacement; else they are the first
   */
  public record Part(int episodes, long steps, boolean sampled) {
    /** Everything. */
    public static final Part WHOLE = new Part(Integer.MAX_VALUE, Long.MAX_VALUE, false);

    private boolean reached(int found, long taken) {
      return found >= episodes || taken >= steps;
    }
  }

  /**
   * Returns a reader of a file that names its environment, or is taken for one of the environment
   * called {@code otherwise}.
   *
   * @param environment the id of the environment, if it is said
   * @throws InvalidInputException if the file is not readable, or says that it is of another
   *     environment than the one that is said
   */
  public static EpisodeReader open(Path file, Optional<String> environment, String otherwise) {
    if (environment.isPresent()) {
      return Datasets.open(file, ReadOptions.DEFAULT.withEnvironment(environment.get()));
    }
    try {
      return Datasets.open(file);
    } catch (InvalidInputException unnamed) { // or not readable at all
      try {
        return Datasets.open(file, ReadOptions.DEFAULT.withEnvironment(otherwise));
      } catch (InvalidInputException e) {
        unnamed.addSuppressed(e);
        throw unnamed;
      }
    }
  }

  /**
   * Returns a part of a file.
   *
   * @param environment see {@link #open}
   * @param otherwise see {@link #open}
   * @param seed see {@link DatasetStage#seed}; used where episodes are drawn
   */
  public static TrajectoryDataset read(
      Path file, Optional<String> environment, String otherwise, Part part, Seed seed) {
    try (EpisodeReader reader = open(file, environment, otherwise)) {
      DatasetHeader header = reader.header();
      List<Segment> episodes =
          part.sampled() ? sampled(reader, part, seed.child("dataset")) : first(reader, part);
      Checks.require(!episodes.isEmpty(), "%s: holds no episodes", file);
      return new TrajectoryDataset(
          header.environment(), header.stateFields(), episodes, header.provenance());
    }
  }

  private static List<Segment> first(EpisodeReader reader, Part part) {
    List<Segment> taken = new ArrayList<>();
    for (long steps = 0; reader.hasNext() && !part.reached(taken.size(), steps); ) {
      steps += take(taken, reader.next(), part.steps() - steps);
    }
    return taken;
  }

  private static List<Segment> sampled(EpisodeReader reader, Part part, Seed seed) {
    List<Segment> all = new ArrayList<>();
    reader.forEachRemaining(all::add);
    List<Segment> taken = new ArrayList<>();
    long steps = 0;
    for (int index : seed.generator().permutation(all.size())) {
      if (part.reached(taken.size(), steps)) {
        break;
      }
      steps += take(taken, all.get(index), part.steps() - steps);
    }
    return taken;
  }

  /** Adds an episode, or its first steps, and returns how many they are. */
  private static int take(List<Segment> taken, Segment episode, long left) {
    int steps = (int) Math.min(episode.length(), left);
    taken.add(steps == episode.length() ? episode : episode.slice(0, steps));
    return steps;
  }

  /** Returns the environment of data: one of this installation, or what the data show of it. */
  public static EnvironmentFactory environment(TrajectoryDataset data) {
    return Environments.registered()
        .find(data.environment())
        .orElseGet(() -> DataEnvironment.of(data));
  }

  /**
   * Refuses a file whose observations, actions or states are not those of an environment.
   *
   * @throws InvalidInputException with file, sizes and environment
   */
  public static void checkSpaces(Path file, DatasetHeader header, EnvironmentSpec environment) {
    checkSize(
        file,
        "observations",
        header.observationSize(),
        environment.observations().size(),
        environment);
    checkSize(file, "actions", header.actionSize(), environment.actions().size(), environment);
  }

  private static void checkSize(
      Path file, String what, int found, int expected, EnvironmentSpec environment) {
    Checks.require(
        found == expected,
        "%s: its %s have %d numbers, those of %s have %d",
        file,
        what,
        found,
        environment.id(),
        expected);
  }
}
