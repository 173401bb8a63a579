package org.prefbench.dataset;

import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;

/**
 * Where the episodes of a generated dataset start: the provenance tells the seed of each, so an
 * episode that is missing, added or out of place shows, though it may be sound in itself.
 */
public final class Starts {
  private final PartSchedule schedule;
  private final Environment environment;
  private final double[] observation;

  private Starts(PartSchedule schedule, Environment environment, int observationSize) {
    this.schedule = schedule;
    this.environment = environment;
    observation = new double[observationSize];
  }

  /** Returns nothing if the dataset was not generated here, or by a behaviour that has changed. */
  public static Optional<Starts> of(DatasetHeader header, EnvironmentFactory factory) {
    Map<String, String> provenance = header.provenance();
    long steps;
    long stream;
    try {
      steps = Long.parseLong(provenance.getOrDefault("steps", ""));
      stream = Long.parseLong(provenance.getOrDefault(Generation.STREAM, ""));
    } catch (NumberFormatException e) {
      return Optional.empty(); // somebody else's words
    }
    return GeneratedDataset.all().stream()
        .filter(dataset -> dataset.id().equals(provenance.get("dataset")))
        .filter(dataset -> dataset.environment().spec().id().equals(header.environment()))
        .map(GeneratedDataset::behavior)
        .filter(behavior -> behavior.description().strip().equals(provenance.get("behavior")))
        .findFirst()
        .filter(behavior -> steps >= 1)
        .map(
            behavior ->
                new Starts(
                    new PartSchedule(behavior, steps, new Seed(stream)),
                    factory.create(),
                    header.observationSize()));
  }

  /** Returns what is wrong with the start of the next episode, which has number {@code index}. */
  public Optional<Fault> check(long index, Segment episode) {
    if (schedule.missing() <= 0) {
      return Optional.of(
          new Fault(
              index, 0, "start", "an episode", "no more after " + schedule.steps() + " steps"));
    }
    environment.reset(Collector.resetSeed(schedule.episodeSeed()), observation);
    schedule.take(episode.length());
    for (int j = 0; j < observation.length; j++) {
      float found = episode.observations().get(0, j);
      if (Float.compare(found, (float) observation[j]) != 0) {
        return Optional.of(
            new Fault(
                index,
                0,
                "start observations[" + j + "]",
                Float.toString(found),
                (float) observation[j] + " from the episode's seed"));
      }
    }
    return Optional.empty();
  }
}
