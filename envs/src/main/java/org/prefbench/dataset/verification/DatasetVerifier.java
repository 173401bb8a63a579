package org.prefbench.dataset.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.ProgressListener;
import org.prefbench.dataset.ContentHash;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.End;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.Fault;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.Starts;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.dataset.verification.Verification.Check;
import org.prefbench.dataset.verification.Verification.Outcome;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.env.StateField;

/**
 * Checks a dataset, one episode in memory at a time: its structure, that numbers are finite, that
 * episodes end where they may, that its columns agree, that the simulator gives the same bits again
 * from every stored state, that the episodes of a generated dataset start where their seeds say, in
 * order, and that its content hash is the one its writer stored. Every check tells the first place
 * where it fails.
 */
public final class DatasetVerifier {
  private final DatasetHeader header;
  private final Optional<EnvironmentFactory> environment;
  private final Optional<String> structure;
  private final Optional<Replay> replay;
  private final Optional<Starts> starts;
  private Optional<Fault> finite = Optional.empty();
  private Optional<Fault> boundaries = Optional.empty();
  private Optional<Fault> contiguity = Optional.empty();
  private Optional<Fault> replayed = Optional.empty();
  private Optional<Fault> misplaced = Optional.empty();
  private Optional<Segment> last = Optional.empty();
  private long episodes;
  private long steps;

  private DatasetVerifier(DatasetHeader header) {
    this.header = header;
    environment = Environments.registered().find(header.environment());
    structure = environment.flatMap(factory -> mismatch(factory.spec()));
    replay =
        structure.isEmpty() && exactStates()
            ? environment.map(
                factory ->
                    new Replay(
                        factory,
                        header.provenance().containsKey(DatasetHeader.REPEATED_FINAL_OBSERVATIONS)))
            : Optional.empty();
    starts =
        structure.isEmpty()
            ? environment.flatMap(factory -> Starts.of(header, factory))
            : Optional.empty();
  }

  /**
   * Returns what the checks found in a file.
   *
   * @param progress hears how many steps are checked; the total is not known before the end and
   *     given as 0
   * @throws org.prefbench.core.InvalidInputException if the file cannot be read at all
   */
  public static Verification verify(Path file, ReadOptions options, ProgressListener progress) {
    List<Fault> contradictions = new ArrayList<>();
    ReadOptions listening =
        options.withContradictions(
            fault -> {
              if (contradictions.isEmpty()) {
                contradictions.add(fault);
              }
            });
    try (EpisodeReader reader = Datasets.open(file, listening)) {
      return verify(reader, contradictions, progress);
    }
  }

  /** Returns what the checks found in a dataset in memory. */
  public static Verification verify(TrajectoryDataset dataset) {
    try (EpisodeReader reader = dataset.open()) {
      return verify(reader, List.of(), ProgressListener.SILENT);
    }
  }

  private static Verification verify(
      EpisodeReader reader, List<Fault> contradictions, ProgressListener progress) {
    DatasetVerifier verifier = new DatasetVerifier(reader.header());
    ContentHash hash = new ContentHash(reader.header());
    while (reader.hasNext()) {
      Segment episode = reader.next();
      verifier.check(episode);
      hash.add(episode);
      progress.progress(verifier.steps, 0);
    }
    Checks.require(
        verifier.episodes > 0, "dataset of %s has no episodes", reader.header().environment());
    verifier.contiguity = contradictions.stream().findFirst();
    return verifier.result(hash.hex(), reader.declaredContentHash());
  }

  private Optional<String> mismatch(EnvironmentSpec spec) {
    if (header.observationSize() != spec.observations().size()) {
      return Optional.of(
          sizes("observations", header.observationSize(), spec.observations().size()));
    }
    if (header.actionSize() != spec.actions().size()) {
      return Optional.of(sizes("actions", header.actionSize(), spec.actions().size()));
    }
    if (header.stateSize() > 0 && !header.stateFields().equals(spec.state())) {
      return Optional.of(
          "state fields: found "
              + StateField.text(header.stateFields())
              + ", expected "
              + StateField.text(spec.state()));
    }
    return Optional.empty();
  }

  private static String sizes(String column, int found, int expected) {
    return column + ": found " + found + " columns, expected " + expected;
  }

  private boolean exactStates() {
    return header.stateSize() > 0 && !header.provenance().containsKey(DatasetHeader.ROUNDED_STATES);
  }

  private void check(Segment episode) {
    if (finite.isEmpty()) {
      finite = Fault.notFinite(episodes, episode);
    }
    if (boundaries.isEmpty()) {
      boundaries = badBoundary(episode);
    }
    if (replayed.isEmpty()) {
      replayed = replay.flatMap(r -> r.check(episodes, episode));
    }
    if (misplaced.isEmpty()) {
      misplaced = starts.flatMap(s -> s.check(episodes, episode));
    }
    last = Optional.of(episode);
    episodes++;
    steps += episode.length();
  }

  private Optional<Fault> badBoundary(Segment episode) {
    if (last.isPresent() && last.get().end() == End.RUNNING) {
      return Optional.of(
          new Fault(
              episodes - 1,
              last.get().length() - 1,
              "end",
              "a cut episode",
              "a cut only after the last step of the dataset"));
    }
    int limit = environment.map(factory -> factory.spec().maxSteps()).orElse(Integer.MAX_VALUE);
    int length = episode.length();
    if (length > limit) {
      return Optional.of(
          new Fault(
              episodes,
              limit - 1,
              "length",
              length + " steps",
              "an end after " + limit + " steps"));
    }
    if (environment.isPresent() && episode.end() == End.TRUNCATED && length < limit) {
      return Optional.of(
          new Fault(
              episodes,
              length - 1,
              "truncated",
              "time up after " + length + " steps",
              "time up after " + limit + " steps only"));
    }
    if (environment.isPresent() && episode.end() == End.RUNNING && length == limit) {
      return Optional.of(
          new Fault(
              episodes,
              length - 1,
              "truncated",
              "no mark after " + length + " steps",
              "time up after " + limit + " steps"));
    }
    return Optional.empty();
  }

  private Verification result(String hash, Optional<String> declared) {
    List<Check> checks = new ArrayList<>();
    String unknown =
        header.environment()
            + " is not an environment of this installation"
            + Checks.nearest(header.environment(), Environments.registered().ids())
                .map(near -> ", did you mean " + near + " (--env " + near + ")?")
                .orElse("");
    checks.add(
        structure
            .map(detail -> new Check("structure", Outcome.FAILED, detail))
            .orElse(
                environment.isPresent()
                    ? new Check("structure", Outcome.PASSED, "columns fit the environment")
                    : new Check(
                        "structure", Outcome.PASSED, "columns fit each other; " + unknown)));
    checks.add(check("finite", finite, "all numbers are finite"));
    checks.add(
        check(
            "boundaries",
            boundaries,
            environment
                .map(f -> "episodes end by the task or after " + f.spec().maxSteps() + " steps")
                .orElse("only the last episode may be cut; " + unknown)));
    checks.add(check("contiguity", contiguity, "every step starts where the one before ended"));
    checks.add(replayCheck(unknown));
    checks.add(
        starts.isPresent()
            ? check("starts", misplaced, "every episode starts where its seed says")
            : new Check(
                "starts", Outcome.SKIPPED, "not generated here, or by other behaviour policies"));
    checks.add(
        declared
            .map(
                stored ->
                    stored.equals(hash)
                        ? new Check("hash", Outcome.PASSED, hash)
                        : new Check(
                            "hash", Outcome.FAILED, "found " + hash + ", expected " + stored))
            .orElse(new Check("hash", Outcome.SKIPPED, "none is stored; it is " + hash)));
    return new Verification(header.environment(), episodes, steps, hash, checks);
  }

  private static Check check(String name, Optional<Fault> fault, String rule) {
    return fault
        .map(place -> new Check(name, Outcome.FAILED, place.toString()))
        .orElse(new Check(name, Outcome.PASSED, rule));
  }

  private Check replayCheck(String unknown) {
    if (replay.isPresent()) {
      return check("replay", replayed, steps + " steps give the same bits again");
    }
    String reason =
        environment.isEmpty()
            ? unknown
            : structure.isPresent()
                ? "the columns do not fit the environment"
                : header.stateSize() == 0
                    ? "no simulator states are kept"
                    : "states are kept in 32 bits only";
    return new Check("replay", Outcome.SKIPPED, reason);
  }
}
