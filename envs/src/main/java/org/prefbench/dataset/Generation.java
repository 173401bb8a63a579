package org.prefbench.dataset;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/**
 * The episodes of a {@link GeneratedDataset} while they are made. The parts of the behaviour act
 * one after another; a part ends with the episode in which its share of the steps is reached, so
 * that only the very last episode is cut.
 */
final class Generation implements EpisodeReader {
  /** The provenance key of the root of the random streams. */
  static final String STREAM = "stream";

  private final EnvironmentFactory environment;
  private final List<Policy> policies;
  private final PartSchedule schedule;
  private final int workers;
  private final ProgressListener progress;
  private final DatasetHeader header;
  private Optional<Collector.Episodes> current = Optional.empty();

  Generation(
      GeneratedDataset dataset,
      long steps,
      Seed stream,
      int workers,
      ProgressListener progress,
      Map<String, String> provenance) {
    environment = dataset.environment();
    policies = dataset.behavior().parts().stream().<Policy>map(Behavior.Part::policy).toList();
    schedule = new PartSchedule(dataset.behavior(), steps, stream);
    this.workers = workers;
    this.progress = progress;
    Map<String, String> origin = new TreeMap<>(provenance);
    origin.put("dataset", dataset.id());
    origin.put("behavior", dataset.behavior().description().strip());
    origin.put("steps", Long.toString(steps));
    origin.put(STREAM, Long.toString(stream.value()));
    for (int i = 0; i < policies.size(); i++) {
      if (PolicyFiles.isWritable(policies.get(i))) {
        String key = policies.size() == 1 ? "policy-sha256" : "policy-sha256." + i;
        origin.put(key, PolicyFiles.checksum(policies.get(i)));
      }
    }
    EnvironmentSpec spec = environment.spec();
    header =
        new DatasetHeader(
            spec.id(),
            spec.observations().size(),
            spec.actions().size(),
            spec.state(),
            policies.stream().allMatch(DensityPolicy.class::isInstance),
            origin);
  }

  @Override
  public DatasetHeader header() {
    return header;
  }

  @Override
  public OptionalLong steps() {
    return OptionalLong.of(schedule.steps());
  }

  @Override
  public boolean hasNext() {
    return schedule.missing() > 0;
  }

  @Override
  public Segment next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (current.isEmpty()) {
      current =
          Optional.of(
              new Collector(environment, policies.get(schedule.part()))
                  .withWorkers(workers)
                  .episodes(schedule.seed(), schedule.missingOfPart()));
    }
    Segment whole = current.get().next();
    long missing = schedule.missing();
    Segment episode = whole.length() <= missing ? whole : whole.slice(0, (int) missing);
    if (schedule.take(episode.length())) {
      close();
    }
    progress.progress(schedule.steps() - schedule.missing(), schedule.steps());
    return header.actionLogProbabilities() ? episode : withoutDensities(episode);
  }

  /** A dataset keeps the densities of all actions or of none. */
  private static Segment withoutDensities(Segment episode) {
    return new Segment(
        episode.observations(),
        episode.actions(),
        episode.rewards(),
        episode.end(),
        episode.states());
  }

  @Override
  public Optional<String> declaredContentHash() {
    return Optional.empty();
  }

  @Override
  public void close() {
    current.ifPresent(Collector.Episodes::close);
    current = Optional.empty();
  }
}
